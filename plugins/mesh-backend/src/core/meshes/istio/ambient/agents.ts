import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type DaemonSet,
  daemonSetKind,
  type Pod,
  podKind,
} from '@meshport/plugin-mesh-node';
import { imageVersion } from '../../sidecar/imageVersion';

/** Something of which one pod is to run on every node: ztunnel, istio-cni. */
export interface Agents {
  /** How people call it: `ztunnel`, `istio-cni`. */
  readonly title: string;
  readonly daemonSets: readonly DaemonSet[];
  /** Neither finished nor being deleted. */
  readonly pods: readonly Pod[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
}

interface AgentLabel {
  readonly title: string;
  readonly key: string;
  readonly value: string;
}

/** By label: platforms differ in the namespace. Cilium's is `app=ztunnel-cilium`. */
export const ZTUNNEL: AgentLabel = {
  title: 'ztunnel',
  key: 'app',
  value: 'ztunnel',
};
export const ISTIO_CNI: AgentLabel = {
  title: 'istio-cni',
  key: 'k8s-app',
  value: 'istio-cni-node',
};

function isAlive({ metadata, status }: Pod): boolean {
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  return metadata.deletionTimestamp === undefined && !isOver;
}

function isReady({ status }: Pod): boolean {
  return status.conditions.some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
}

export function agentsOf(
  snapshot: ClusterSnapshot,
  { title, key, value }: AgentLabel,
): Agents {
  const pods = snapshot
    .kind(podKind)
    .items.filter(pod => pod.metadata.labels[key] === value && isAlive(pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? '';
    const list = byNode.get(node) ?? [];
    byNode.set(node, list);
    list.push(pod);
  }
  const daemonSets = snapshot
    .kind(daemonSetKind)
    .items.filter(({ spec }) => spec.template.metadata.labels[key] === value);
  return { title, daemonSets, pods, byNode };
}

export function exist({ daemonSets, pods }: Agents): boolean {
  return daemonSets.length > 0 || pods.length > 0;
}

export function isReadyOn({ byNode }: Agents, node: string): boolean {
  return (byNode.get(node) ?? []).some(isReady);
}

interface Readiness {
  readonly ready: number;
  readonly wanted: number;
}

/** The same, as the DaemonSets have it in their status. */
export function countedReadiness({ daemonSets }: Agents): Readiness {
  const sum = (field: 'numberReady' | 'desiredNumberScheduled') =>
    daemonSets.reduce((total, { status }) => total + (status[field] ?? 0), 0);
  return { ready: sum('numberReady'), wanted: sum('desiredNumberScheduled') };
}

/** Pods that are ready, and how many are wanted. */
export function readinessOf({ daemonSets, pods }: Agents): Readiness {
  const desired = daemonSets.reduce(
    (sum, { status }) => sum + (status.desiredNumberScheduled ?? 0),
    0,
  );
  return {
    ready: pods.filter(isReady).length,
    wanted: Math.max(desired, pods.length),
  };
}

/** The version of an agent's pod, from its image. */
export function agentVersion({ spec }: Pod): string | undefined {
  return imageVersion(spec.containers[0]?.image);
}

export function versionsOf(pods: readonly Pod[]): string[] {
  return [...new Set(pods.flatMap(pod => agentVersion(pod) ?? []))].sort();
}

/** The DaemonSets, for people to look at. */
export function daemonSetRefs(cluster: string, agents: Agents): ObjectRef[] {
  return agents.daemonSets.map(({ metadata }) => ({
    cluster,
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    namespace: metadata.namespace,
    name: metadata.name,
  }));
}
