import {
  type Fix,
  type KnownReason,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { enrol } from './enrol';
import {
  type EnrolledPod,
  type Facts,
  injectorRef,
  namesOf,
  namespaceRef,
  podRefs,
} from './facts';
import { restartFix, type RestartPurpose, templateFix } from './fixes';
import type { Intent } from './intent';
import { LABEL_INJECT, LABEL_INJECTION } from './names';
import { isBefore, setSince, startTimes, templateSetSince } from './times';

type Inject = Extract<Intent, { kind: 'inject' }>;

/** Starts that lie further apart are not told as one time. */
const SAME_TIME_MS = 60 * 60 * 1000;

function restart(
  { world, workload }: Facts,
  pods: readonly Pod[],
  purpose: RestartPurpose,
): Fix {
  const { kubectlContext } = world.snapshot.cluster;
  return restartFix(kubectlContext, workload, { pods, purpose });
}

/** Since when (ISO) pods of the workload are asked to be injected, where known. */
function injectionSince(facts: Facts, intent: Inject): string | undefined {
  const { askedBy, label, injector } = intent;
  if (askedBy === 'namespace') {
    return setSince(facts.namespace?.metadata, `metadata.labels.${label}`);
  }
  if (askedBy === 'template') {
    return templateSetSince(facts.workload, `labels.${label}`);
  }
  return injector.createdAt;
}

function predatesText(facts: Facts, enabled: string | undefined): Text {
  const { missing } = facts;
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

export function podPredatesInjection(
  facts: Facts,
  intent: Inject,
): KnownReason {
  const { workload, missing } = facts;
  const since = injectionSince(facts, intent);
  const asker =
    intent.askedBy === 'template' ? workload.ref : namespaceRef(facts);
  return {
    code: 'pod-predates-injection',
    text: predatesText(facts, since),
    fix: restart(facts, missing, 'enrol'),
    evidence: [
      asker,
      injectorRef(facts, intent.injector),
      ...podRefs(facts, missing),
    ],
    since,
  };
}

/** For templates that bring the proxy themselves: older pods lack it. */
export function podPredatesTemplate(facts: Facts): KnownReason {
  const { workload, missing } = facts;
  const params = { ...namesOf(facts), count: missing.length };
  return {
    code: 'pod-predates-injection',
    text: text('reason.pod-predates-injection.template', params),
    fix: restart(facts, missing, 'enrol'),
    evidence: [workload.ref, ...podRefs(facts, missing)],
  };
}

/** Undefined where every proxy is of the revision that is asked for. */
export function podHasOldRevision(
  facts: Facts,
  { injector }: Inject,
): KnownReason | undefined {
  const { enrolled } = facts;
  const isOld = ({ proxy }: EnrolledPod) =>
    proxy.revision !== undefined && proxy.revision !== injector.revision;
  const old = enrolled.filter(isOld);
  if (old.length === 0) return undefined;
  const pods = old.map(({ pod }) => pod);
  const names = new Set(old.map(({ proxy }) => proxy.revision));
  const params = {
    count: old.length,
    actual: [...names].sort().join(', '),
    asked: injector.revision,
    tag: injector.tag ?? '',
  };
  const variant = injector.tag ? 'tag' : 'revision';
  return {
    code: 'pod-has-old-revision',
    text: text(`reason.pod-has-old-revision.${variant}`, params),
    fix: restart(facts, pods, 'renew'),
    evidence: [
      namespaceRef(facts),
      injectorRef(facts, injector),
      ...podRefs(facts, pods),
    ],
  };
}

export function podOutlivesInjection(facts: Facts): KnownReason {
  const { enrolled } = facts;
  const pods = enrolled.map(({ pod }) => pod);
  return {
    code: 'pod-outlives-injection',
    text: text('reason.pod-outlives-injection', {
      ...namesOf(facts),
      count: pods.length,
    }),
    fix: restart(facts, pods, 'remove'),
    evidence: [namespaceRef(facts), ...podRefs(facts, pods)],
  };
}

export function podOptedOut(
  facts: Facts,
  { by }: Extract<Intent, { kind: 'opted-out' }>,
): KnownReason {
  const { world, workload } = facts;
  const where = by === 'label' ? 'labels' : 'annotations';
  return {
    code: 'pod-opted-out',
    text: text(`reason.pod-opted-out.${by}`, namesOf(facts)),
    // On the host network Istio would not add a proxy anyway: opting out is right.
    fix: workload.template.spec.hostNetwork
      ? undefined
      : templateFix(world.snapshot.cluster.kubectlContext, workload, {
          id: 'fix.opt-in',
          template: { metadata: { [where]: { [LABEL_INJECT]: null } } },
          adds: false,
        }),
    evidence: [workload.ref, namespaceRef(facts)],
    since: templateSetSince(workload, `${where}.${LABEL_INJECT}`),
  };
}

/** A namespace whose injection label says something else than `enabled`. */
export function namespaceRefuses(facts: Facts, refusal: string): KnownReason {
  const { world, workload, namespace } = facts;
  const params = { ...namesOf(facts), value: refusal, mesh: 'Istio' };
  const how = enrol(world.snapshot, workload.namespace);
  const variant = refusal === 'disabled' ? 'disabled' : 'other-value';
  return {
    code: 'namespace-not-labelled',
    text: text(`reason.namespace-not-labelled.${variant}`, params),
    fix: how && {
      text: text('fix.label-namespace', params),
      effect: text('effect.next-start'),
      ...how,
    },
    evidence: [namespaceRef(facts)],
    since: setSince(namespace?.metadata, `metadata.labels.${LABEL_INJECTION}`),
  };
}
