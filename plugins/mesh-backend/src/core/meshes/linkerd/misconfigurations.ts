import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import {
  LABEL_DATAPLANE_MODE,
  LABEL_INJECT,
  LABEL_INJECTION,
  LABEL_REVISION,
} from '../istio/names';
import { namesOf, namespaceRef } from '../sidecar/facts';
import { injectorConfigurationRefs } from '../sidecar/injector';
import { labelNamespace } from '../sidecar/namespaceFixes';
import {
  changeTemplate,
  hostNetwork as onHostNetwork,
} from '../sidecar/reasons';
import { setSince, templateSetSince } from '../sidecar/times';
import type { Facts } from './facts';
import type { AskedBy, Intent } from './intent';
import { ADMISSION_WEBHOOKS, INJECT } from './names';
import { withdraw, withdrawNamespace } from './namespaceChanges';

type Is<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;

/** Since when (ISO) the annotation is there, where that is known. */
export function askedSince(facts: Facts, askedBy: AskedBy): string | undefined {
  return askedBy === 'namespace'
    ? setSince(facts.namespace?.metadata, `metadata.annotations.${INJECT}`)
    : templateSetSince(facts.workload, `annotations.${INJECT}`);
}

export function askerOf(facts: Facts, askedBy: AskedBy): ObjectRef {
  return askedBy === 'namespace' ? namespaceRef(facts) : facts.workload.ref;
}

export function notInstalled(
  facts: Facts,
  { askedBy }: Is<'not-installed'>,
): KnownReason {
  const params = { ...namesOf(facts), mesh: 'Linkerd', asked: INJECT };
  return {
    code: 'mode-not-installed',
    text: text(`reason.mode-not-installed.${askedBy}`, params),
    fix: withdraw(facts, askedBy, {
      ofNamespace: {
        text: text('fix.not-installed.namespace', params),
        effect: text('effect.nothing-changes'),
      },
      id: 'fix.linkerd-not-asked',
    }),
    evidence: [askerOf(facts, askedBy)],
    since: askedSince(facts, askedBy),
  };
}

/** Labels with which Istio is asked for, in each of its modes. */
const ISTIO_LABELS = {
  sidecar: [LABEL_INJECTION, LABEL_REVISION, LABEL_INJECT],
  ambient: [LABEL_DATAPLANE_MODE],
} as const;

/** What asks for the other mesh is taken off: the pods are Linkerd's already. */
function withdrawOther(facts: Facts, intent: Is<'conflict'>): Fix {
  const { world, workload, namespace } = facts;
  const present = (labels: Readonly<Record<string, string>> = {}) =>
    ISTIO_LABELS[intent.with].filter(key => labels[key] !== undefined);
  const params = namesOf(facts);
  const ofNamespace = present(namespace?.metadata.labels);
  if (ofNamespace.length > 0) {
    return {
      text: text('fix.linkerd-keep-namespace', params),
      effect: text('effect.mesh-stays'),
      command: labelNamespace(
        world.snapshot.cluster.kubectlContext,
        workload.namespace,
        ...ofNamespace.map(key => `${key}-`),
      ),
    };
  }
  const ofTemplate = present(workload.template.metadata.labels);
  return changeTemplate(facts, {
    id: 'fix.linkerd-keep-template',
    template: {
      metadata: {
        labels: Object.fromEntries(ofTemplate.map(key => [key, null])),
      },
    },
    adds: false,
  });
}

/** Whichever mesh has the pods keeps them; where none has, that is Istio, as it is first. */
export function conflictingMeshes(
  facts: Facts,
  intent: Is<'conflict'>,
): KnownReason {
  const variant = intent.with === 'sidecar' ? 'two-meshes' : 'two-modes';
  const params = namesOf(facts);
  return {
    code: 'conflicting-labels',
    text: text(`reason.conflicting-labels.${variant}`, params),
    fix:
      facts.enrolled.length > 0
        ? withdrawOther(facts, intent)
        : withdraw(facts, intent.askedBy, {
            ofNamespace: {
              text: text('fix.linkerd-leave-namespace', params),
              effect: text('effect.mesh-stays'),
            },
            id: 'fix.linkerd-leave-template',
          }),
    evidence: [namespaceRef(facts), facts.workload.ref],
  };
}

/** A value that is not understood, on a namespace whose workload asks. */
export function invalidNamespace(
  facts: Facts,
  { value }: Is<'invalid-namespace'>,
): KnownReason {
  const params = { ...namesOf(facts), value };
  return {
    code: 'conflicting-labels',
    text: text('reason.conflicting-labels.linkerd-value', params),
    fix: {
      text: text('fix.linkerd-unannotate-namespace', params),
      effect: text('effect.next-start-own'),
      command: withdrawNamespace(facts),
    },
    evidence: [namespaceRef(facts), facts.workload.ref],
  };
}

export function hostNetwork(facts: Facts): KnownReason {
  return onHostNetwork(facts, {
    mesh: 'Linkerd',
    optOut: { metadata: { annotations: { [INJECT]: 'disabled' } } },
  });
}

export function namespaceIgnored(
  facts: Facts,
  { askedBy, byLabel }: Is<'namespace-ignored'>,
): KnownReason {
  const { world, workload } = facts;
  const params = { ...namesOf(facts), label: ADMISSION_WEBHOOKS };
  const variant = byLabel ? 'linkerd-label' : 'linkerd';
  return {
    code: 'namespace-ignored-by-mesh',
    text: text(`reason.namespace-ignored-by-mesh.${variant}`, params),
    fix: byLabel
      ? {
          text: text('fix.linkerd-admit-namespace', params),
          effect: text('effect.next-start'),
          command: labelNamespace(
            world.snapshot.cluster.kubectlContext,
            workload.namespace,
            `${ADMISSION_WEBHOOKS}-`,
          ),
        }
      : withdraw(facts, askedBy, {
          ofNamespace: {
            text: text('fix.linkerd-ignored-namespace', params),
            effect: text('effect.nothing-changes'),
          },
          id: 'fix.linkerd-ignored-template',
        }),
    evidence: [namespaceRef(facts), ...injectorConfigurationRefs(facts)],
  };
}
