import type { Peer } from '@meshport/plugin-mesh-node';
import type { WorkloadModel } from '../model/ClusterModel';
import { type CallNode, externalNode, nodeId } from './CallNode';
import type { CallNodes } from './callNodes';

/** What a peer is resolved with. */
export interface PeerContext {
  readonly nodes: CallNodes;
  readonly mesh: string;
  /** Set of the end that is known, in which names mean the same. */
  readonly set?: string;
  /** Cluster in which a name was used, where it is a name of its DNS. */
  readonly from?: string;
}

/** Name of a Service of the own cluster, as DNS has it. */
const IN_CLUSTER = /^([^.]+)\.([^.]+)\.svc(\.|$)/;

function byHost(host: string, { nodes, from }: PeerContext): CallNode {
  const [, name, namespace] = IN_CLUSTER.exec(host) ?? [];
  const service =
    name !== undefined && from !== undefined
      ? nodes.service(from, namespace, name)
      : undefined;
  return service ?? externalNode(host);
}

/** Workload of a cluster that a proxy means by a pod, a name or a label. */
function workloadIn(
  cluster: string,
  { namespace, workload, pod, app }: Peer,
  { nodes }: PeerContext,
): WorkloadModel | undefined {
  const parts = nodes.clusters.get(cluster)?.parts;
  if (!parts) return undefined;
  return (
    (pod ? parts.byPod.get(`${namespace}/${pod}`) : undefined) ??
    (workload ? parts.workloads.get(`${namespace}/${workload}`) : undefined) ??
    (app ? parts.byApp.get(`${namespace}/${app}`) : undefined)
  );
}

/** The only cluster of the set that has it: by the pod, where one is known. */
function onlyPlace(peer: Peer, context: PeerContext): string | undefined {
  const { clusters } = context.nodes;
  const placesOf = (wanted: Peer) =>
    [...clusters].flatMap(([cluster, { set }]) => {
      const isNear = context.set === undefined || set === context.set;
      return isNear && workloadIn(cluster, wanted, context) ? [cluster] : [];
    });
  const { namespace, pod } = peer;
  const byPod = pod ? placesOf({ namespace, pod }) : [];
  const found = byPod.length > 0 ? byPod : placesOf(peer);
  return found.length === 1 ? found[0] : undefined;
}

/** Some meshes know services by name alone: the only one by it, first in the namespace told. */
function byNameAlone(
  cluster: string,
  { namespace, service, app }: Peer,
  { nodes, mesh }: PeerContext,
): CallNode | undefined {
  const name = service ?? app;
  if (name === undefined) return undefined;
  const { parts } = nodes.clusters.get(cluster) ?? {};
  const known = parts?.byNameAlone.get(`${mesh}/${name}`) ?? [];
  const inNamespace = known.filter(one => one.namespace === namespace);
  const [only, ...others] = inNamespace.length > 0 ? inNamespace : known;
  return only && others.length === 0
    ? nodes.service(cluster, only.namespace, only.name)
    : undefined;
}

/** `peer` in a cluster that the portal knows. */
function inCluster(
  cluster: string,
  peer: Peer,
  context: PeerContext,
): CallNode | undefined {
  const { nodes } = context;
  const { namespace, service } = peer;
  const known = byNameAlone(cluster, peer, context);
  if (known) return known;
  const called =
    service && namespace
      ? nodes.service(cluster, namespace, service)
      : undefined;
  if (called?.entry) return called;
  const workload = workloadIn(cluster, peer, context);
  if (workload) return nodes.workload(cluster, workload, service);
  if (called) return called;
  const name = peer.workload ?? service;
  return namespace && name ? nodes.unread(cluster, namespace, name) : undefined;
}

/** What is known of an end whose cluster is not; told only where that tells of nothing hidden. */
function unplaced({ namespace, alias, ...peer }: Peer): CallNode | undefined {
  const name = peer.service ?? peer.workload ?? peer.app ?? peer.pod;
  if (name === undefined) return undefined;
  return {
    id: nodeId('unknown', alias, namespace ?? '', name),
    kind: 'unknown',
    name,
    ...(namespace ? { namespace } : {}),
    resources: [],
  };
}

/**
 * The end that proxies mean: an instance of a service where there is one, else a
 * workload, or a host outside. Undefined for one that they could not name.
 */
export function resolvePeer(
  peer: Peer,
  context: PeerContext,
): CallNode | undefined {
  const { nodes, set } = context;
  if (peer.host !== undefined) return byHost(peer.host, context);
  if (peer.cluster !== undefined) {
    return inCluster(peer.cluster, peer, context) ?? unplaced(peer);
  }
  const { alias, namespace, service } = peer;
  // A cluster that has a name, but none that the portal knows.
  if (alias !== undefined) return unplaced(peer);
  const cluster = onlyPlace(peer, context);
  if (cluster !== undefined) return inCluster(cluster, peer, context);
  const whole =
    set !== undefined && namespace && service
      ? nodes.anywhere(set, namespace, service)
      : undefined;
  return whole ?? unplaced(peer);
}
