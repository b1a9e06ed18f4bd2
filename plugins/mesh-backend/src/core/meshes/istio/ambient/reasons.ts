import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { namesOf, namespaceRef, podRefs } from '../../sidecar/facts';
import { restartFix } from '../../sidecar/fixes';
import { labelNamespace } from '../../sidecar/namespaceFixes';
import {
  changeTemplate,
  hostNetwork as onHostNetwork,
  podPredatesInjection,
} from '../../sidecar/reasons';
import { setSince, templateSetSince } from '../../sidecar/times';
import { discoverNamespace } from '../blocked';
import { ambientRevision } from '../controlPlane';
import { enrol } from '../enrol';
import { LABEL_DATAPLANE_MODE } from '../names';
import { daemonSetRefs } from './agents';
import type { AmbientFacts } from './facts';
import type { AmbientIntent } from './intent';
import { restartCniOf } from './nodeReasons';

type Asked = Extract<AmbientIntent, { readonly askedBy: string }>;

/** Takes the label away that asks for ambient mode, wherever it stands. */
function stopAsking(facts: AmbientFacts, { askedBy }: Asked): Fix {
  const { world, workload } = facts;
  if (askedBy === 'template') {
    return changeTemplate(facts, {
      id: 'fix.template-no-ambient',
      template: { metadata: { labels: { [LABEL_DATAPLANE_MODE]: null } } },
      adds: false,
    });
  }
  return {
    text: text('fix.namespace-no-ambient', namesOf(facts)),
    effect: text('effect.nothing-changes'),
    command: labelNamespace(
      world.snapshot.cluster.kubectlContext,
      workload.namespace,
      `${LABEL_DATAPLANE_MODE}-`,
    ),
  };
}

function askerRef(facts: AmbientFacts, { askedBy }: Asked): ObjectRef {
  return askedBy === 'template' ? facts.workload.ref : namespaceRef(facts);
}

/** Since when (ISO) ambient mode is asked for, where known. */
function askedSince(facts: AmbientFacts, { askedBy }: Asked) {
  return askedBy === 'template'
    ? templateSetSince(facts.workload, `labels.${LABEL_DATAPLANE_MODE}`)
    : setSince(
        facts.namespace?.metadata,
        `metadata.labels.${LABEL_DATAPLANE_MODE}`,
      );
}

export function modeNotInstalled(
  facts: AmbientFacts,
  intent: Asked,
): KnownReason {
  const { lacks } = facts.world.ambient;
  const params = {
    ...namesOf(facts),
    cluster: facts.world.snapshot.cluster.name,
    parts: lacks.join(', '),
  };
  const asker =
    intent.askedBy === 'template' ? 'ambient-template' : 'ambient-namespace';
  return {
    code: 'mode-not-installed',
    text: text(`reason.mode-not-installed.${asker}`, params),
    fix: stopAsking(facts, intent),
    evidence: [askerRef(facts, intent)],
    since: askedSince(facts, intent),
  };
}

export function hostNetwork(facts: AmbientFacts): KnownReason {
  const reason = onHostNetwork(facts, {
    mesh: 'Istio',
    optOut: { metadata: { labels: { [LABEL_DATAPLANE_MODE]: 'none' } } },
  });
  return {
    ...reason,
    text: text('reason.host-network.ambient', namesOf(facts)),
  };
}

export function namespaceIgnored(
  facts: AmbientFacts,
  intent: Extract<AmbientIntent, { kind: 'namespace-ignored' }>,
): KnownReason {
  const { snapshot, controlPlane } = facts.world;
  const discover =
    intent.by === 'discovery'
      ? discoverNamespace(facts, ambientRevision(controlPlane))
      : undefined;
  return {
    code: 'namespace-ignored-by-mesh',
    text: text(`reason.namespace-ignored-by-mesh.${intent.by}`, namesOf(facts)),
    fix: discover ?? stopAsking(facts, intent),
    evidence: [
      askerRef(facts, intent),
      ...daemonSetRefs(snapshot.cluster.name, facts.world.ambient.cni),
    ],
  };
}

/** The namespace's label is one that nothing selects by. */
export function namespaceMisread(
  facts: AmbientFacts,
  value: string,
): KnownReason {
  const { world, workload, namespace } = facts;
  const params = { ...namesOf(facts), value, mesh: 'Istio' };
  const how = enrol(world.snapshot, workload.namespace);
  return {
    code: 'namespace-not-labelled',
    text: text('reason.namespace-not-labelled.other-mode', params),
    fix: how && {
      text: text('fix.label-namespace', params),
      effect: text('effect.next-start'),
      ...how,
    },
    evidence: [namespaceRef(facts)],
    since: setSince(
      namespace?.metadata,
      `metadata.labels.${LABEL_DATAPLANE_MODE}`,
    ),
  };
}

export function podOptedOut(facts: AmbientFacts): KnownReason {
  const { workload } = facts;
  return {
    code: 'pod-opted-out',
    text: text('reason.pod-opted-out.ambient', {
      ...namesOf(facts),
      value: workload.template.metadata.labels[LABEL_DATAPLANE_MODE] ?? 'none',
    }),
    // On the host network nothing would be captured anyway: opting out is right.
    fix: workload.template.spec.hostNetwork
      ? undefined
      : changeTemplate(facts, {
          id: 'fix.opt-in-ambient',
          template: { metadata: { labels: { [LABEL_DATAPLANE_MODE]: null } } },
          adds: false,
        }),
    evidence: [workload.ref, namespaceRef(facts)],
    since: templateSetSince(workload, `labels.${LABEL_DATAPLANE_MODE}`),
  };
}

/** istio-cni captures running pods; these it has missed, though it is ready there. */
export function podNotCaptured(
  facts: AmbientFacts,
  pods: readonly Pod[],
  intent: Asked,
): KnownReason {
  const since = askedSince(facts, intent);
  const reason = podPredatesInjection(
    { ...facts, missing: pods },
    { since, evidence: [askerRef(facts, intent)] },
  );
  return {
    ...reason,
    text: text('reason.pod-predates-injection.not-captured', {
      count: pods.length,
    }),
  };
}

function restartFor(
  facts: AmbientFacts,
  pods: readonly Pod[],
  id: string,
): Fix {
  const { kubectlContext } = facts.world.snapshot.cluster;
  const fix = restartFix(kubectlContext, facts.workload, {
    pods,
    purpose: 'renew',
  });
  return fix.text.id === 'fix.restart.renew'
    ? { ...fix, text: text(id, { ...namesOf(facts), count: pods.length }) }
    : fix;
}

/** Pods that still have a sidecar, which ambient mode leaves alone. */
export function sidecarsRemain(
  facts: AmbientFacts,
  pods: readonly Pod[],
): KnownReason {
  return {
    code: 'pod-outlives-injection',
    text: text('reason.pod-outlives-injection.sidecar', {
      ...namesOf(facts),
      count: pods.length,
    }),
    fix: restartFor(facts, pods, 'fix.restart.to-ambient'),
    evidence: [namespaceRef(facts), ...podRefs(facts, pods)],
  };
}

/** Pods that are still captured, though nothing asks for it. */
export function captureRemains(
  facts: AmbientFacts,
  pods: readonly Pod[],
): KnownReason {
  return {
    code: 'pod-outlives-injection',
    text: text('reason.pod-outlives-injection.captured', {
      ...namesOf(facts),
      count: pods.length,
    }),
    fix:
      restartCniOf(facts, pods) ??
      restartFor(facts, pods, 'fix.restart.out-of-ambient'),
    evidence: [namespaceRef(facts), ...podRefs(facts, pods)],
  };
}
