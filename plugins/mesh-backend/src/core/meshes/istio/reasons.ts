import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { namesOf, namespaceRef, podRefs } from '../sidecar/facts';
import {
  changeTemplate,
  podPredatesInjection as predatesInjection,
  restart,
} from '../sidecar/reasons';
import { setSince, templateSetSince } from '../sidecar/times';
import { enrol } from './enrol';
import { type EnrolledPod, type Facts, injectorRef } from './facts';
import { availabilityOf, type Injector } from './injectors';
import type { Intent } from './intent';
import { bringBackIstiod } from './misconfigurations';
import { LABEL_INJECT, LABEL_INJECTION } from './names';

type Inject = Extract<Intent, { kind: 'inject' }>;

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

export function podPredatesInjection(
  facts: Facts,
  intent: Inject,
): KnownReason {
  const { workload } = facts;
  const asker =
    intent.askedBy === 'template' ? workload.ref : namespaceRef(facts);
  return predatesInjection(facts, {
    since: injectionSince(facts, intent),
    evidence: [asker, injectorRef(facts, intent.injector)],
  });
}

/** New proxies for these pods; while istiod is down new pods may not start at all. */
function renew(facts: Facts, pods: readonly Pod[], injector: Injector): Fix {
  const { snapshot, controlPlane } = facts.world;
  return availabilityOf(snapshot, controlPlane, injector) === 'unavailable'
    ? bringBackIstiod(facts, injector)
    : restart(facts, pods, 'renew');
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
    fix: renew(facts, pods, injector),
    evidence: [
      namespaceRef(facts),
      injectorRef(facts, injector),
      ...podRefs(facts, pods),
    ],
  };
}

export function podOptedOut(
  facts: Facts,
  { by }: Extract<Intent, { kind: 'opted-out' }>,
): KnownReason {
  const { workload } = facts;
  const where = by === 'label' ? 'labels' : 'annotations';
  return {
    code: 'pod-opted-out',
    text: text(`reason.pod-opted-out.${by}`, namesOf(facts)),
    // On the host network Istio would not add a proxy anyway: opting out is right.
    fix: workload.template.spec.hostNetwork
      ? undefined
      : changeTemplate(facts, {
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
