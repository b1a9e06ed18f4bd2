import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import { LABEL_MTLS as CILIUM_MTLS } from '../cilium/names';
import { INJECT as LINKERD_INJECT } from '../linkerd/names';
import { namesOf, namespaceRef, type SidecarFacts } from '../sidecar/facts';
import { annotateNamespace, labelNamespace } from '../sidecar/namespaceFixes';
import { changeTemplate } from '../sidecar/reasons';
import type { World } from './facts';
import { linkerdHasPods } from './otherMeshes';
import {
  LABEL_DATAPLANE_MODE,
  LABEL_INJECT,
  LABEL_INJECTION,
  LABEL_REVISION,
} from './names';

interface InWorld extends SidecarFacts {
  readonly world: World;
}

const SIDECAR_LABELS = [LABEL_INJECTION, LABEL_REVISION, LABEL_INJECT];

/** Takes labels off the namespace where it has any of them, else off the template. */
function removeLabels(facts: InWorld, keys: readonly string[]): Fix {
  const { world, workload, namespace } = facts;
  const present = (labels: Readonly<Record<string, string>> = {}) =>
    keys.filter(key => labels[key] !== undefined);
  const ofNamespace = present(namespace?.metadata.labels);
  const ofTemplate = present(workload.template.metadata.labels);
  const params = { ...namesOf(facts), label: keys.join(', ') };
  if (ofNamespace.length === 0) {
    return changeTemplate(facts, {
      id: 'fix.remove-template-label',
      template: {
        metadata: {
          labels: Object.fromEntries(ofTemplate.map(key => [key, null])),
        },
      },
      adds: false,
    });
  }
  return {
    text: text('fix.remove-namespace-label', {
      ...params,
      label: ofNamespace.join(', '),
    }),
    effect: text('effect.nothing-changes'),
    command: labelNamespace(
      world.snapshot.cluster.kubectlContext,
      workload.namespace,
      ...ofNamespace.map(key => `${key}-`),
    ),
  };
}

/**
 * Sidecars and ambient mode are asked for at once. New pods get sidecars, which keeps
 * them out of ambient mode. What is not in effect is taken off.
 */
export function conflictingModes(
  facts: InWorld,
  options: { readonly isAmbient: boolean },
): KnownReason {
  return {
    code: 'conflicting-labels',
    text: text('reason.conflicting-labels.modes', namesOf(facts)),
    fix: removeLabels(
      facts,
      options.isAmbient ? SIDECAR_LABELS : [LABEL_DATAPLANE_MODE],
    ),
    evidence: [namespaceRef(facts), facts.workload.ref],
  };
}

function leaveLinkerd(facts: InWorld): Fix {
  const { world, workload, namespace } = facts;
  if (namespace?.metadata.annotations[LINKERD_INJECT] === undefined) {
    return changeTemplate(facts, {
      id: 'fix.template-without-linkerd',
      template: { metadata: { annotations: { [LINKERD_INJECT]: null } } },
      adds: false,
    });
  }
  return {
    text: text('fix.namespace-without-linkerd', namesOf(facts)),
    effect: text('effect.nothing-changes'),
    command: annotateNamespace(
      world.snapshot.cluster.kubectlContext,
      workload.namespace,
      `${LINKERD_INJECT}-`,
    ),
  };
}

/** Cilium's ztunnel is asked for too: both would redirect the pods' traffic. */
export function conflictingZtunnels(facts: InWorld): KnownReason {
  return {
    code: 'conflicting-labels',
    text: text('reason.conflicting-labels.two-ztunnels', namesOf(facts)),
    fix: removeLabels(facts, [CILIUM_MTLS]),
    evidence: [namespaceRef(facts)],
  };
}

/** Linkerd is asked for too. Whichever mesh has the pods keeps them. */
export function conflictingMeshes(facts: InWorld): KnownReason {
  return {
    code: 'conflicting-labels',
    text: text('reason.conflicting-labels.beside-linkerd', namesOf(facts)),
    fix: linkerdHasPods(facts.workload)
      ? removeLabels(facts, [...SIDECAR_LABELS, LABEL_DATAPLANE_MODE])
      : leaveLinkerd(facts),
    evidence: [namespaceRef(facts), facts.workload.ref],
  };
}
