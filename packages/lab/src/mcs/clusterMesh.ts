import type { Change } from '../apiserver/History.ts';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Fleet, FleetMember } from '../controllers/FleetController.ts';
import type { Endpoint, EndpointSlice } from '../controllers/objects.ts';
import { ciliumConfig, runs, type CiliumConfig } from './ciliumConfig.ts';

/** A cluster with Cilium. */
export interface MeshMember {
  member: FleetMember;
  config: CiliumConfig;
}

interface Secret extends KubeObject {
  data?: Record<string, string>;
}

export function meshMember(fleet: Fleet, name: string): MeshMember | undefined {
  const member = fleet.members.find(candidate => candidate.name === name);
  const config = member && ciliumConfig(member.store);
  return member && config ? { member, config } : undefined;
}

/** Whether the operator runs that writes what other clusters tell. */
export function isOperating({ member, config }: MeshMember): boolean {
  return runs(member.store, config, ['io.cilium/app', 'operator']);
}

/**
 * The clusters that a member reads: each that its Secret `cilium-clustermesh` has a key for. Undefined while one of
 * them cannot be read: what is known of it stays as it is then (`clustermesh-cache-ttl: 0`).
 */
export function peersOf(
  { member, config }: MeshMember,
  fleet: Fleet,
): MeshMember[] | undefined {
  const secret = member.store.get<Secret>({
    resource: 'secrets',
    namespace: config.namespace,
    name: 'cilium-clustermesh',
  });
  const keys = Object.keys(secret?.data ?? {});
  const names = keys.filter(
    key => !key.includes('.') && key !== config.clusterName,
  );
  const peers = names.map(name => peerNamed(name, fleet));
  const known = peers.filter(peer => peer !== undefined);
  return known.length === peers.length ? known : undefined;
}

function peerNamed(name: string, fleet: Fleet): MeshMember | undefined {
  return fleet.members
    .map(({ name: cluster }) => meshMember(fleet, cluster))
    .find(
      peer =>
        peer?.config.clusterName === name &&
        peer.config.clusterId > 0 &&
        runs(peer.member.store, peer.config, [
          'k8s-app',
          'clustermesh-apiserver',
        ]),
    );
}

/** A change after which clusters may know of each other what they did not before. */
export function changesMesh({ resource, object }: Change): boolean {
  const { name, labels = {} } = object.metadata;
  switch (resource) {
    case 'configmaps':
      return name === 'cilium-config';
    case 'secrets':
      return name === 'cilium-clustermesh';
    case 'pods':
      return (
        labels['io.cilium/app'] === 'operator' ||
        labels['k8s-app'] === 'clustermesh-apiserver'
      );
    default:
      return false;
  }
}

export const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster';
export const SLICES = 'endpointslices.discovery.k8s.io';

/** The slices of a Service that are about endpoints of its own cluster. */
export function localSlices(
  { store }: FleetMember,
  namespace: string,
  service: string,
): EndpointSlice[] {
  return store
    .list<EndpointSlice>(SLICES, { namespace })
    .items.filter(
      ({ metadata: { labels = {} } }) =>
        labels['kubernetes.io/service-name'] === service &&
        labels['endpointslice.kubernetes.io/managed-by'] !==
          'endpointslice-mesh-controller.cilium.io',
    );
}

export function isReadyEndpoint({ conditions }: Endpoint): boolean {
  return conditions.ready;
}
