import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Pod,
  Workload,
} from '@meshport/plugin-mesh-node';
import { kubectl } from '../../model/kubectl';
import { workloadNames } from '../sidecar/fixes';
import { labelNamespace } from '../sidecar/namespaceFixes';
import type { L7Rule } from './l7';
import { LABEL_MTLS } from './names';
import { isReady, namespaceRef, type World } from './world';

interface Asked {
  readonly world: World;
  readonly workload: Workload;
}

function paramsOf({ world, workload }: Asked): Record<string, string> {
  return {
    ...workloadNames(workload),
    cluster: world.snapshot.cluster.name,
    mesh: 'Cilium',
    label: LABEL_MTLS,
  };
}

/** Takes the namespace out again. */
function unlabel({ world, workload }: Asked): Pick<Fix, 'command'> {
  const { kubectlContext } = world.snapshot.cluster;
  return {
    command: labelNamespace(
      kubectlContext,
      workload.namespace,
      `${LABEL_MTLS}-`,
    ),
  };
}

export function ztunnelNotInstalled(asked: Asked): KnownReason {
  const { world, workload } = asked;
  return {
    code: 'mode-not-installed',
    text: text('reason.mode-not-installed.cilium', paramsOf(asked)),
    fix: {
      text: text('fix.unlabel-ztunnel', paramsOf(asked)),
      effect: text('effect.nothing-changes'),
      ...unlabel(asked),
    },
    evidence: [namespaceRef(world, workload.namespace), world.agents.configRef],
  };
}

export function twoZtunnels(asked: Asked): KnownReason {
  const { world, workload } = asked;
  return {
    code: 'conflicting-labels',
    text: text('reason.conflicting-labels.two-ztunnels', paramsOf(asked)),
    fix: {
      text: text('fix.remove-namespace-label', paramsOf(asked)),
      ...unlabel(asked),
    },
    evidence: [namespaceRef(world, workload.namespace)],
  };
}

export function hostNetwork(asked: Asked): KnownReason {
  const { world, workload } = asked;
  return {
    code: 'host-network',
    text: text('reason.host-network.cilium', paramsOf(asked)),
    fix: { text: text('fix.leave-host-network', paramsOf(asked)) },
    evidence: [workload.ref, namespaceRef(world, workload.namespace)],
  };
}

/** Enough to act on. */
const MOST_NODES_NAMED = 3;

function named(nodes: readonly string[]): string {
  const shown = nodes.slice(0, MOST_NODES_NAMED).join(', ');
  return nodes.length > MOST_NODES_NAMED ? `${shown}, ...` : shown;
}

/** Replaces the ztunnels of these nodes; undefined where none is there to replace. */
function restartZtunnel(
  { snapshot, parts }: World,
  nodes: readonly string[],
): string | undefined {
  const pods = (parts.ztunnel?.pods ?? []).filter(
    pod => !isReady(pod) && nodes.includes(pod.spec.nodeName ?? ''),
  );
  if (!parts.ztunnel || pods.length === 0) return undefined;
  const names = pods.map(({ metadata }) => metadata.name);
  const { namespace } = parts.ztunnel;
  const context = snapshot.cluster.kubectlContext;
  return kubectl(context, '-n', namespace, 'delete', 'pod', ...names);
}

export function ztunnelNotReady(
  asked: Asked,
  missing: readonly Pod[],
): KnownReason {
  const { world } = asked;
  const nodes = new Set(missing.flatMap(({ spec }) => spec.nodeName ?? []));
  const sorted = [...nodes].sort();
  const params = { ...paramsOf(asked), nodes: named(sorted) };
  const { ztunnel } = world.parts;
  return {
    code: 'ztunnel-not-ready-on-node',
    text: text('reason.ztunnel-not-ready-on-node.cilium', {
      ...params,
      count: missing.length,
    }),
    fix: {
      text: text('fix.restart-cilium-ztunnel', params),
      effect: text('effect.restart-cilium-ztunnel', params),
      command: restartZtunnel(world, sorted),
    },
    evidence: [
      ...(ztunnel ? [ztunnel.ref] : []),
      ...podRefs(world.snapshot, missing),
    ],
  };
}

/** Enough to look at; a workload can have hundreds. */
const MOST_PODS_SHOWN = 5;

function podRefs(
  { cluster }: ClusterSnapshot,
  pods: readonly Pod[],
): ObjectRef[] {
  return pods.slice(0, MOST_PODS_SHOWN).map(({ metadata }) => ({
    cluster: cluster.name,
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: metadata.namespace,
    name: metadata.name,
  }));
}

function objectOf(rules: readonly L7Rule[]): {
  params: Record<string, string>;
  evidence: ObjectRef[];
} {
  const [first] = rules;
  return {
    params: {
      ruleKind: first?.ref.kind ?? '',
      rule: first?.ref.name ?? '',
    },
    evidence: rules.map(({ ref }) => ref),
  };
}

/** Rules of L7 where nothing could apply them: Cilium drops what they are about. */
export function l7NotInstalled(
  world: World,
  workload: Workload,
  rules: readonly L7Rule[],
): KnownReason {
  const { params, evidence } = objectOf(rules);
  const all = { ...paramsOf({ world, workload }), ...params };
  return {
    code: 'mode-not-installed',
    text: text('reason.mode-not-installed.l7-proxy', all),
    fix: { text: text('fix.enable-l7-proxy', all) },
    evidence: [...evidence, world.agents.configRef],
  };
}

/** Some pods have other labels than those that the rule selects. */
export function notSelected(
  workload: Workload,
  { rules, pods }: { rules: readonly L7Rule[]; pods: readonly Pod[] },
): KnownReason {
  const { params, evidence } = objectOf(rules);
  return {
    code: 'namespace-not-labelled',
    text: text('reason.namespace-not-labelled.l7-rule', {
      ...workloadNames(workload),
      ...params,
      count: pods.length,
    }),
    evidence,
  };
}
