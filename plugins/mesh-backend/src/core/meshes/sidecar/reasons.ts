import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { namesOf, namespaceRef, podRefs, type SidecarFacts } from './facts';
import {
  restartFix,
  type RestartPurpose,
  type TemplateChange,
  templateFix,
} from './fixes';
import { isBefore, startTimes } from './times';

/** Starts that lie further apart are not told as one time. */
const SAME_TIME_MS = 60 * 60 * 1000;

/** How to replace some pods of the workload. */
export function restart(
  { world, workload }: SidecarFacts,
  pods: readonly Pod[],
  purpose: RestartPurpose,
): Fix {
  const { kubectlContext } = world.snapshot.cluster;
  return restartFix(kubectlContext, workload, { pods, purpose });
}

/** How to change the workload's pod template. */
export function changeTemplate(
  { world, workload }: SidecarFacts,
  change: TemplateChange,
): Fix {
  return templateFix(world.snapshot.cluster.kubectlContext, workload, change);
}

function predatesText(
  missing: readonly Pod[],
  enabled: string | undefined,
): Text {
  const id = 'reason.pod-predates-injection';
  const count = missing.length;
  const started = startTimes(missing);
  if (!started) return text(`${id}.no-times`, { count });
  const { first, last } = started;
  if (!enabled) return text(`${id}.started`, { count, started: last });
  if (!isBefore(first, enabled)) {
    // Injection was on already: the injector was not there, or did not answer.
    return text(`${id}.missed`, { count, started: last });
  }
  if (!isBefore(last, enabled)) return text(`${id}.mixed`, { count, enabled });
  const together = Date.parse(last) - Date.parse(first) < SAME_TIME_MS;
  const variant = together ? 'together' : 'spread';
  return text(`${id}.${variant}`, { count, started: last, enabled });
}

export interface AskedFor {
  /** Since when (ISO) pods of the workload are asked to be injected, where known. */
  readonly since?: string;
  /** Whoever asks for it, and who would do it. */
  readonly evidence: readonly ObjectRef[];
}

export function podPredatesInjection(
  facts: SidecarFacts,
  { since, evidence }: AskedFor,
): KnownReason {
  const { missing } = facts;
  return {
    code: 'pod-predates-injection',
    text: predatesText(missing, since),
    fix: restart(facts, missing, 'enrol'),
    evidence: [...evidence, ...podRefs(facts, missing)],
    since,
  };
}

/** For templates that bring the proxy themselves: older pods lack it. */
export function podPredatesTemplate(facts: SidecarFacts): KnownReason {
  const { workload, missing } = facts;
  const params = { ...namesOf(facts), count: missing.length };
  return {
    code: 'pod-predates-injection',
    text: text('reason.pod-predates-injection.template', params),
    fix: restart(facts, missing, 'enrol'),
    evidence: [workload.ref, ...podRefs(facts, missing)],
  };
}

export interface OutlivesOptions {
  /** Who no longer asks: the workload, or neither it nor its namespace. */
  readonly variant?: 'workload' | 'neither';
  readonly purpose: RestartPurpose;
}

export function podOutlivesInjection(
  facts: SidecarFacts,
  { variant, purpose }: OutlivesOptions = { purpose: 'remove' },
): KnownReason {
  const { enrolled, workload } = facts;
  const pods = enrolled.map(({ pod }) => pod);
  const id = 'reason.pod-outlives-injection';
  return {
    code: 'pod-outlives-injection',
    text: text(variant ? `${id}.${variant}` : id, {
      ...namesOf(facts),
      count: pods.length,
    }),
    fix: restart(facts, pods, purpose),
    evidence: [
      ...(variant === 'workload' ? [] : [namespaceRef(facts)]),
      ...(variant ? [workload.ref] : []),
      ...podRefs(facts, pods),
    ],
  };
}

export interface HostNetworkOptions {
  /** The mesh's name on pages. */
  readonly mesh: string;
  /** What to merge into a pod template that is to stay outside. */
  readonly optOut: Readonly<Record<string, unknown>>;
}

/**
 * A DaemonSet on the host network is nearly always a node agent that belongs there, so
 * its fix is to say that it stays outside; others are taken off the host network.
 */
export function hostNetwork(
  facts: SidecarFacts,
  { mesh, optOut }: HostNetworkOptions,
): KnownReason {
  const { workload } = facts;
  const staysOutside = workload.ref.kind === 'DaemonSet';
  return {
    code: 'host-network',
    text: text('reason.host-network', { ...namesOf(facts), mesh }),
    fix: changeTemplate(
      facts,
      staysOutside
        ? { id: 'fix.opt-out', template: optOut, adds: true }
        : {
            id: 'fix.leave-host-network',
            template: { spec: { hostNetwork: null } },
            adds: false,
          },
    ),
    evidence: [workload.ref, namespaceRef(facts)],
  };
}
