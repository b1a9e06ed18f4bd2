import {
  type WatchedKind,
  type WrittenObject,
  writtenObjectSchema,
} from '@meshport/plugin-mesh-node';
import {
  type IstioCniConfig,
  istioCniConfigSchema,
  type IstioConfigMap,
  istioConfigMapSchema,
  type Istiod,
  istiodSchema,
  type PeerAuthentication,
  peerAuthenticationSchema,
} from './schema';

export const peerAuthenticationKind: WatchedKind<PeerAuthentication> = {
  group: 'security.istio.io',
  versions: ['v1', 'v1beta1'],
  plural: 'peerauthentications',
  kind: 'PeerAuthentication',
  schema: peerAuthenticationSchema,
};

function written(
  group: string,
  plural: string,
  kind: string,
): WatchedKind<WrittenObject> {
  return {
    ...{ group, plural, kind },
    versions: ['v1', 'v1beta1'],
    schema: writtenObjectSchema,
    metadataOnly: true,
  };
}

/** What else people write of Istio: only that they did is told, beside calls that fail. */
export const writtenKinds: readonly WatchedKind<WrittenObject>[] = [
  written('security.istio.io', 'authorizationpolicies', 'AuthorizationPolicy'),
  written('networking.istio.io', 'destinationrules', 'DestinationRule'),
  written('networking.istio.io', 'virtualservices', 'VirtualService'),
];

/**
 * The mesh configuration of each revision: ConfigMap `istio` or `istio-<revision>`.
 * The charts label it and the injector's with `istio.io/rev`; others are not read.
 */
export const istioConfigMapKind: WatchedKind<IstioConfigMap> = {
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: istioConfigMapSchema,
  only: { labelSelector: 'istio.io/rev' },
};

/** Settings of istio-cni's node agents; not every chart labels them. */
export const istioCniConfigKind: WatchedKind<IstioCniConfig> = {
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: istioCniConfigSchema,
  only: { fieldSelector: 'metadata.name=istio-cni-config' },
};

/** istiod's Deployments once more, for what their environment says. */
export const istiodKind: WatchedKind<Istiod> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'deployments',
  kind: 'Deployment',
  schema: istiodSchema,
  only: { labelSelector: 'app=istiod' },
};
