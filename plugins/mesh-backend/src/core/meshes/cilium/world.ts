import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Pod,
  Workload,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../model/parseBoolean';
import { type CiliumAgents, ciliumAgentsOf } from '../../networks/ciliumAgents';
import { PARTS } from './names';

type PartName = Exclude<keyof typeof PARTS, 'agent'>;

/** Cilium in a cluster, as far as it is looked at again and again. */
export interface World {
  readonly snapshot: ClusterSnapshot;
  readonly agents: CiliumAgents;
  /** Istio's ztunnel is here too, which redirects pods in the same way. */
  readonly hasIstioZtunnel: boolean;
  /** Cilium's other workloads, in the namespace of the agents or another. */
  readonly parts: Readonly<Partial<Record<PartName, Workload>>>;
}

const CONTROLLERS = ['DaemonSet', 'Deployment'];

function isPart({ ref, labels, template }: Workload, part: PartName): boolean {
  const { key, value } = PARTS[part];
  return (
    CONTROLLERS.includes(ref.kind) &&
    (template.metadata.labels[key] ?? labels[key]) === value
  );
}

const remembered = new WeakMap<ClusterSnapshot, { world?: World }>();

/**
 * Undefined where no agent of Cilium runs: its CRDs alone are nothing. Snapshots never
 * change, and are asked about once per workload.
 */
export function worldOf(snapshot: ClusterSnapshot): World | undefined {
  const known = remembered.get(snapshot) ?? { world: findWorld(snapshot) };
  remembered.set(snapshot, known);
  return known.world;
}

function findWorld(snapshot: ClusterSnapshot): World | undefined {
  const agents = ciliumAgentsOf(snapshot);
  if (!agents) return undefined;
  const found = (part: PartName) =>
    snapshot.workloads.find(workload => isPart(workload, part));
  return {
    snapshot,
    agents,
    hasIstioZtunnel: snapshot.workloads.some(
      ({ ref, template }) =>
        ref.kind === 'DaemonSet' && template.metadata.labels.app === 'ztunnel',
    ),
    parts: {
      envoy: found('envoy'),
      ztunnel: found('ztunnel'),
      operator: found('operator'),
      clusterMesh: found('clusterMesh'),
      hubbleRelay: found('hubbleRelay'),
      hubbleUi: found('hubbleUi'),
    },
  };
}

/** `unknown` where the configuration could not be read. */
export type Switch = 'on' | 'off' | 'unknown';

/** Flags that are on unless they are switched off (agent of 1.17 to 1.20). */
const ON_BY_DEFAULT = ['enable-l7-proxy'];

/** What `cilium-config` says of a flag that is `true` or `false`. */
export function switchOf({ agents }: World, flag: string): Switch {
  if (!agents.config) return 'unknown';
  const value = agents.config[flag];
  if (value === undefined) return ON_BY_DEFAULT.includes(flag) ? 'on' : 'off';
  return parseBoolean(value) ? 'on' : 'off';
}

export function isReady({ status }: Pod): boolean {
  return status.conditions.some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
}

/** Names of the nodes on which a pod of a DaemonSet is ready. */
export function readyNodes(workload: Workload | undefined): Set<string> {
  const ready = (workload?.pods ?? []).filter(isReady);
  return new Set(ready.flatMap(({ spec }) => spec.nodeName ?? []));
}

export function namespaceRef(
  { snapshot }: World,
  namespace: string,
): ObjectRef {
  return {
    cluster: snapshot.cluster.name,
    apiVersion: 'v1',
    kind: 'Namespace',
    name: namespace,
  };
}
