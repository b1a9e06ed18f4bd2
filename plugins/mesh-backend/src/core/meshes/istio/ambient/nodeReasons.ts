import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  nodeKind,
  type Pod,
} from '@meshport/plugin-mesh-node';
import { kubectl } from '../../../model/kubectl';
import { podRefs } from '../../sidecar/facts';
import { type Agents, daemonSetRefs, isReadyOn } from './agents';
import type { AmbientFacts } from './facts';

/** Enough nodes to name; a cluster can have hundreds. */
const MOST_NODES_NAMED = 3;

function nodesOf(pods: readonly Pod[]): string[] {
  return [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))].sort();
}

function named(nodes: readonly string[]): string {
  const more = nodes.length > MOST_NODES_NAMED ? ', ...' : '';
  return `${nodes.slice(0, MOST_NODES_NAMED).join(', ')}${more}`;
}

/** The API server still has pods of a node that it does not have. */
function isGone(snapshot: ClusterSnapshot, node: string): boolean {
  const nodes = snapshot.kind(nodeKind);
  return (
    isReadable(nodes) &&
    nodes.items.length > 0 &&
    !nodes.items.some(({ metadata }) => metadata.name === node)
  );
}

/** For the platform team: whoever owns the workload can only wait. */
function restartAgents(
  { world }: AmbientFacts,
  agents: Agents,
  nodes: readonly string[],
): Fix {
  const params = { part: agents.title, nodes: named(nodes) };
  if (nodes.every(node => isGone(world.snapshot, node))) {
    return { text: text('fix.node-gone', { nodes: named(nodes) }) };
  }
  const pods = nodes.flatMap(node => agents.byNode.get(node) ?? []);
  const [first] = pods;
  if (!first) return { text: text('fix.run-agent', params) };
  const { namespace = '' } = first.metadata;
  const names = pods
    .filter(pod => pod.metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name);
  return {
    text: text('fix.restart-agent', params),
    effect: text(
      agents === world.ambient.ztunnel
        ? 'effect.restart-ztunnel'
        : 'effect.restart-cni',
      params,
    ),
    command: kubectl(
      world.snapshot.cluster.kubectlContext,
      ...['-n', namespace, 'delete', 'pod', ...names],
    ),
  };
}

/**
 * For pods that istio-cni would have let go of, had it been ready on their nodes. Until it
 * is, pods cannot start there. Undefined where it is ready.
 */
export function restartCniOf(
  facts: AmbientFacts,
  pods: readonly Pod[],
): Fix | undefined {
  const { cni } = facts.world.ambient;
  const stuck = pods.filter(({ spec }) => !isReadyOn(cni, spec.nodeName ?? ''));
  return stuck.length > 0
    ? restartAgents(facts, cni, nodesOf(stuck))
    : undefined;
}

function agentRefs(
  { world }: AmbientFacts,
  agents: Agents,
  nodes: readonly string[],
): ObjectRef[] {
  const cluster = world.snapshot.cluster.name;
  const pods = nodes.flatMap(node => agents.byNode.get(node) ?? []);
  return [
    ...daemonSetRefs(cluster, agents),
    ...pods.slice(0, MOST_NODES_NAMED).map(({ metadata }) => ({
      cluster,
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: metadata.namespace,
      name: metadata.name,
    })),
  ];
}

/** Pods on nodes where ztunnel is not ready, or has not taken them over. */
export function ztunnelNotReady(
  facts: AmbientFacts,
  pods: readonly Pod[],
  variant: 'down' | 'pending',
): KnownReason {
  const { ztunnel } = facts.world.ambient;
  const nodes = nodesOf(pods);
  return {
    code: 'ztunnel-not-ready-on-node',
    text: text(`reason.ztunnel-not-ready-on-node.${variant}`, {
      count: pods.length,
      nodes: named(nodes),
    }),
    fix: restartAgents(facts, ztunnel, nodes),
    evidence: [...podRefs(facts, pods), ...agentRefs(facts, ztunnel, nodes)],
  };
}

/** Pods that nothing captures, on nodes where istio-cni is not ready. */
export function cniNotReady(
  facts: AmbientFacts,
  pods: readonly Pod[],
): KnownReason {
  const { cni } = facts.world.ambient;
  const nodes = nodesOf(pods);
  return {
    code: 'cni-not-ready-on-node',
    text: text('reason.cni-not-ready-on-node', {
      count: pods.length,
      nodes: named(nodes),
    }),
    fix: restartAgents(facts, cni, nodes),
    evidence: [...podRefs(facts, pods), ...agentRefs(facts, cni, nodes)],
  };
}
