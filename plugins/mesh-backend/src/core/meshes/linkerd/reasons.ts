import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import { namesOf, namespaceRef } from '../sidecar/facts';
import { labelNamespace } from '../sidecar/namespaceFixes';
import { injectorConfigurationRefs } from '../sidecar/injector';
import {
  changeTemplate,
  podPredatesInjection as predatesInjection,
} from '../sidecar/reasons';
import { injectionSince, setSince, templateSetSince } from '../sidecar/times';
import { enrol } from './enrol';
import type { Facts } from './facts';
import type { Intent, Refusal } from './intent';
import { askedSince, askerOf } from './misconfigurations';
import { INJECT } from './names';

type Is<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;

export function podPredatesInjection(
  facts: Facts,
  { askedBy }: Is<'inject'>,
): KnownReason {
  return predatesInjection(facts, {
    since: injectionSince(facts.missing, {
      asked: askedSince(facts, askedBy),
      injector: facts.world.controlPlane.injector?.createdAt,
    }),
    evidence: [askerOf(facts, askedBy), ...injectorConfigurationRefs(facts)],
  });
}

export function podOptedOut(
  facts: Facts,
  { value }: Is<'opted-out'>,
): KnownReason {
  const { workload } = facts;
  const variant = value === 'disabled' ? 'linkerd' : 'linkerd-value';
  return {
    code: 'pod-opted-out',
    text: text(`reason.pod-opted-out.${variant}`, { ...namesOf(facts), value }),
    // On the host network Linkerd would not add a proxy anyway: opting out is right.
    fix: workload.template.spec.hostNetwork
      ? undefined
      : changeTemplate(facts, {
          id: 'fix.linkerd-opt-in',
          template: { metadata: { annotations: { [INJECT]: null } } },
          adds: false,
        }),
    evidence: [workload.ref, namespaceRef(facts)],
    since: templateSetSince(workload, `annotations.${INJECT}`),
  };
}

/** The label is taken off when the annotation is set: it would only mislead. */
function moveLabel(
  facts: Facts,
  on: 'namespace' | 'template',
): Fix | undefined {
  const { world, workload } = facts;
  const params = namesOf(facts);
  if (on === 'template') {
    return changeTemplate(facts, {
      id: 'fix.linkerd-move-template-label',
      template: {
        metadata: {
          labels: { [INJECT]: null },
          annotations: { [INJECT]: 'enabled' },
        },
      },
      adds: false,
    });
  }
  const how = enrol(world.snapshot, workload.namespace);
  const context = world.snapshot.cluster.kubectlContext;
  return (
    how && {
      ...how,
      text: text('fix.linkerd-move-namespace-label', params),
      command: `${how.command} && ${labelNamespace(
        context,
        workload.namespace,
        `${INJECT}-`,
      )}`,
    }
  );
}

/** Ids by what is said; of a label, by where it is. */
const REFUSED = {
  disabled: 'reason.namespace-not-labelled.linkerd-disabled',
  'other-value': 'reason.namespace-not-labelled.linkerd-other-value',
  namespace: 'reason.namespace-not-labelled.linkerd-namespace-label',
  template: 'reason.namespace-not-labelled.linkerd-template-label',
} as const;

/** Somebody says something about Linkerd that does not ask for it. */
export function refused(facts: Facts, refusal: Refusal): KnownReason {
  const { world, workload, namespace } = facts;
  const isLabel = refusal.kind === 'label';
  const id = REFUSED[refusal.kind === 'label' ? refusal.on : refusal.kind];
  const params = {
    ...namesOf(facts),
    value: refusal.kind === 'other-value' ? refusal.value : 'disabled',
  };
  const where = isLabel ? 'labels' : 'annotations';
  const onTemplate = isLabel && refusal.on === 'template';
  return {
    code: 'namespace-not-labelled',
    text: text(id, params),
    fix: isLabel
      ? moveLabel(facts, refusal.on)
      : enrol(world.snapshot, workload.namespace),
    evidence: [onTemplate ? workload.ref : namespaceRef(facts)],
    since: onTemplate
      ? templateSetSince(workload, `labels.${INJECT}`)
      : setSince(namespace?.metadata, `metadata.${where}.${INJECT}`),
  };
}
