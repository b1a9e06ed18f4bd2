import {
  grpcRouteKind,
  httpRouteKind,
  serviceImportKind,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { ciliumConfigKind, ciliumNodeKind } from '../../networks/kinds';
import {
  type EnvoyConfig,
  envoyConfigSchema,
  type NetworkPolicy,
  networkPolicySchema,
} from './schema';

const cilium = { group: 'cilium.io', versions: ['v2'] } as const;

export const networkPolicyKind: WatchedKind<NetworkPolicy> = {
  ...cilium,
  plural: 'ciliumnetworkpolicies',
  kind: 'CiliumNetworkPolicy',
  schema: networkPolicySchema,
};

export const clusterwideNetworkPolicyKind: WatchedKind<NetworkPolicy> = {
  ...cilium,
  plural: 'ciliumclusterwidenetworkpolicies',
  kind: 'CiliumClusterwideNetworkPolicy',
  schema: networkPolicySchema,
};

export const envoyConfigKind: WatchedKind<EnvoyConfig> = {
  ...cilium,
  plural: 'ciliumenvoyconfigs',
  kind: 'CiliumEnvoyConfig',
  schema: envoyConfigSchema,
  optional: true,
};

export const clusterwideEnvoyConfigKind: WatchedKind<EnvoyConfig> = {
  ...cilium,
  plural: 'ciliumclusterwideenvoyconfigs',
  kind: 'CiliumClusterwideEnvoyConfig',
  schema: envoyConfigSchema,
  optional: true,
};

/** Kinds to watch for Cilium, as network and as mesh. */
export const ciliumKinds: readonly WatchedKind[] = [
  ciliumConfigKind,
  ciliumNodeKind,
  networkPolicyKind,
  clusterwideNetworkPolicyKind,
  envoyConfigKind,
  clusterwideEnvoyConfigKind,
  httpRouteKind,
  grpcRouteKind,
  serviceImportKind,
];
