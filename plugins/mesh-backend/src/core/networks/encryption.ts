import type { Network } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../model/parseBoolean';
import { ciliumAgentsOf, nodesWithoutWireGuard } from './ciliumAgents';
import {
  clusterInformationKinds,
  felixConfigurationKinds,
  FLANNEL_CONFIG,
  flannelConfigKind,
  weaveDaemonSetKind,
} from './kinds';
import { releaseOf } from './releases';

type Encryption = Network['encryption'];

/**
 * `unknown` also where the configuration asks for WireGuard and some node has no key
 * yet, so that its traffic is in the clear, or nodes cannot be read.
 */
export function ciliumEncryption(snapshot: ClusterSnapshot): Encryption {
  const config = ciliumAgentsOf(snapshot)?.config;
  if (!config) return 'unknown';
  if (parseBoolean(config['enable-ipsec'])) return 'ipsec';
  if (!parseBoolean(config['enable-wireguard'])) return 'none';
  return nodesWithoutWireGuard(snapshot)?.length === 0
    ? 'wireguard'
    : 'unknown';
}

/** The object `default` of the first of the kinds that has one. */
function defaultOf<T extends { metadata: { name: string } }>(
  snapshot: ClusterSnapshot,
  kinds: readonly WatchedKind<T>[],
): T | undefined {
  return kinds
    .flatMap(kind => snapshot.kind(kind).items)
    .find(({ metadata }) => metadata.name === 'default');
}

/** WireGuard can be switched on for all nodes (`default`); not read: for single ones. */
export function calicoEncryption(snapshot: ClusterSnapshot): Encryption {
  const felix = defaultOf(snapshot, felixConfigurationKinds);
  const isKnown = felixConfigurationKinds.every(kind =>
    isReadable(snapshot.kind(kind)),
  );
  if (felix?.spec.wireguardEnabled || felix?.spec.wireguardEnabledV6) {
    return 'wireguard';
  }
  return isKnown ? 'none' : 'unknown';
}

export function calicoVersion(snapshot: ClusterSnapshot): string | undefined {
  const { spec } = defaultOf(snapshot, clusterInformationKinds) ?? {};
  return releaseOf(spec?.calicoVersion);
}

/** Two of flannel's backends encrypt. */
export function flannelEncryption(snapshot: ClusterSnapshot): Encryption {
  const config = snapshot
    .kind(flannelConfigKind)
    .items.find(({ metadata }) => metadata.name === FLANNEL_CONFIG);
  const backend = config?.data['net-conf.json']?.Backend.Type?.toLowerCase();
  if (backend === undefined) return 'unknown';
  if (backend === 'wireguard' || backend === 'ipsec') return backend;
  return 'none';
}

/** With a password Weave Net puts its tunnels into IPsec. */
export function weaveEncryption(snapshot: ClusterSnapshot): Encryption {
  const agents = snapshot
    .kind(weaveDaemonSetKind)
    .items.find(({ metadata }) => metadata.labels.name === 'weave-net');
  if (!agents) return 'unknown';
  const hasPassword = agents.spec.template.spec.containers.some(({ env }) =>
    env.some(({ name }) => name === 'WEAVE_PASSWORD'),
  );
  return hasPassword ? 'ipsec' : 'none';
}
