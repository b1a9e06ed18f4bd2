import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  type Pod,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { CILIUM_CONFIG, ciliumConfigKind, ciliumNodeKind } from './kinds';
import { releasesOf } from './releases';

/** On CiliumNodes: the public key of the node, there once its agent runs WireGuard. */
export const ANNOTATION_WIREGUARD_KEY = 'network.cilium.io/wg-pub-key';

/** Cilium's agents in a cluster, one per node. */
export interface CiliumAgents {
  readonly workload: Workload;
  /** Versions of the running agents; of those to come where none runs. */
  readonly versions: readonly string[];
  /**
   * The flags of `cilium-config`; undefined where it could not be read, or is not
   * there. A flag that is not named has the default of that version.
   */
  readonly config?: Readonly<Record<string, string>>;
  readonly configRef: ObjectRef;
  /** When (ISO) `cilium-config` was last written, where its fields' managers tell. */
  readonly configWritten?: string;
}

/** GKE's Dataplane V2 is made from Cilium, and is not Cilium to whoever uses it. */
export const GKE_DATAPLANE = 'anetd';

export function isCiliumAgent({ ref, name, template }: Workload): boolean {
  return (
    ref.kind === 'DaemonSet' &&
    name !== GKE_DATAPLANE &&
    template.spec.containers.some(one => one.name === 'cilium-agent')
  );
}

/**
 * When an object was last written by one who keeps labels of it: Helm, Flux and Argo CD
 * do, and they write the rest of it too.
 */
function writtenAt({
  metadata,
}: {
  metadata: Pod['metadata'];
}): string | undefined {
  return metadata.writers
    .filter(({ exclusive }) => !exclusive)
    .flatMap(({ time }) => time ?? [])
    .sort()
    .pop();
}

function imagesOf({ pods, template }: Workload): (string | undefined)[] {
  const running = pods.length > 0 ? pods : [template];
  return running.flatMap(({ spec }) =>
    spec.containers
      .filter(({ name }) => name === 'cilium-agent')
      .map(({ image }) => image),
  );
}

/** Cilium in this cluster: its agents and their configuration (chart 1.17 to 1.20). */
export function ciliumAgentsOf(
  snapshot: ClusterSnapshot,
): CiliumAgents | undefined {
  const workload = snapshot.workloads.find(isCiliumAgent);
  if (!workload) return undefined;
  const { namespace } = workload;
  const configMap = snapshot
    .kind(ciliumConfigKind)
    .items.find(
      ({ metadata }) =>
        metadata.name === CILIUM_CONFIG && metadata.namespace === namespace,
    );
  return {
    workload,
    versions: releasesOf(imagesOf(workload)),
    config: configMap?.data,
    configRef: {
      cluster: snapshot.cluster.name,
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace,
      name: CILIUM_CONFIG,
    },
    configWritten: configMap && writtenAt(configMap),
  };
}

/**
 * Nodes whose agents have no WireGuard key though the configuration asks for one: their
 * traffic is in the clear. Undefined where nothing is known of nodes.
 */
export function nodesWithoutWireGuard(
  snapshot: ClusterSnapshot,
): string[] | undefined {
  const nodes = snapshot.kind(ciliumNodeKind);
  if (!isReadable(nodes)) return undefined;
  return nodes.items
    .filter(
      ({ metadata }) =>
        metadata.annotations[ANNOTATION_WIREGUARD_KEY] === undefined,
    )
    .map(({ metadata }) => metadata.name)
    .sort();
}
