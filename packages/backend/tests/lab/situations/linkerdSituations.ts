import {
  CHOOSE,
  ENROLLED,
  RESTART,
  simple,
  type FixSituation,
} from './FixSituation';
import { aNamespace, aWorkload, type WorkloadOptions } from './manifests';

/** In the lab's cluster `apps`, which has Istio and Cilium, too. */

const INJECT = 'linkerd.io/inject';
const INJECTED = { [INJECT]: 'enabled' };
const NEVER = { 'config.linkerd.io/admission-webhooks': 'disabled' };

function annotated(
  namespace: string,
  annotations: Readonly<Record<string, string>>,
  { labels, ...options }: WorkloadOptions & { namespaceLabels?: never } = {},
  namespaceLabels: Readonly<Record<string, string>> = {},
): Pick<FixSituation, 'namespace' | 'before' | 'pods' | 'mesh'> {
  return {
    ...{ namespace, mesh: 'linkerd' },
    before: [
      aNamespace(namespace, namespaceLabels, annotations),
      ...aWorkload(namespace, 'app', { labels, ...options }),
    ],
    pods: 2,
  };
}

const annotate = (namespace: string, annotation: string) =>
  `kubectl annotate namespace ${namespace} ${annotation} --overwrite`;

/** Namespaces of their own. */
export const LINKERD_SITUATIONS: readonly FixSituation[] = [
  {
    title: 'Deployment older than the annotation',
    ...annotated('fx-l5d-older', {}),
    then: [annotate('fx-l5d-older', `${INJECT}=enabled`)],
    stages: [RESTART, ENROLLED],
  },
  {
    title: 'namespace that left the mesh',
    ...simple('fx-l5d-left', {}),
    before: annotated('fx-l5d-left', INJECTED).before,
    then: [annotate('fx-l5d-left', `${INJECT}-`)],
    stages: [
      {
        says: 'pending-restart 2/2 pod-outlives-injection',
        fix: 'fix.restart.remove-proxy',
      },
      CHOOSE,
    ],
  },
  {
    title: 'pod template that opts out',
    ...annotated('fx-l5d-out', INJECTED, {
      annotations: { [INJECT]: 'disabled' },
    }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.linkerd',
        fix: 'fix.linkerd-opt-in',
      },
      ENROLLED,
    ],
  },
  {
    title: 'pod template with a value that Linkerd does not understand',
    ...annotated('fx-l5d-out-typo', INJECTED, {
      annotations: { [INJECT]: 'true' },
    }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.linkerd-value',
        fix: 'fix.linkerd-opt-in',
      },
      ENROLLED,
    ],
  },
  {
    title: 'Deployment on the host network',
    ...annotated('fx-l5d-host', INJECTED, { pod: { hostNetwork: true } }),
    stages: [
      { says: 'misconfigured 0/2 host-network', fix: 'fix.leave-host-network' },
      ENROLLED,
    ],
  },
  {
    title: 'namespace whose label keeps the webhooks away',
    ...annotated('fx-l5d-ignored', INJECTED, {}, NEVER),
    stages: [
      {
        says: 'misconfigured 0/2 namespace-ignored-by-mesh',
        text: 'reason.namespace-ignored-by-mesh.linkerd-label',
        fix: 'fix.linkerd-admit-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'label of the namespace where only the annotation counts',
    ...annotated('fx-l5d-label', {}, {}, INJECTED),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        text: 'reason.namespace-not-labelled.linkerd-namespace-label',
        fix: 'fix.linkerd-move-namespace-label',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'label of the pod template where only the annotation counts',
    ...annotated('fx-l5d-template', {}, { labels: INJECTED }),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        text: 'reason.namespace-not-labelled.linkerd-template-label',
        fix: 'fix.linkerd-move-template-label',
      },
      ENROLLED,
    ],
  },
  {
    title: 'value of the namespace that Linkerd does not understand',
    ...annotated('fx-l5d-typo', { [INJECT]: 'true' }),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        text: 'reason.namespace-not-labelled.linkerd-other-value',
        fix: 'fix.linkerd-annotate-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'namespace that asks for Linkerd and for sidecars of Istio',
    ...annotated(
      'fx-l5d-istio',
      INJECTED,
      {},
      { 'istio-injection': 'enabled' },
    ),
    stages: [
      {
        says: 'misconfigured 0/2 conflicting-labels',
        text: 'reason.conflicting-labels.two-meshes',
        fix: 'fix.linkerd-leave-namespace',
      },
    ],
  },
  {
    title: "namespace that asks for Linkerd and for Istio's ambient mode",
    ...annotated(
      'fx-l5d-ambient',
      INJECTED,
      {},
      { 'istio.io/dataplane-mode': 'ambient' },
    ),
    stages: [
      {
        says: 'misconfigured 2/2 conflicting-labels',
        text: 'reason.conflicting-labels.two-modes',
        fix: 'fix.linkerd-keep-namespace',
      },
      ENROLLED,
    ],
  },
];

/** One after the other: every namespace depends on the injector, and on what it trusts. */
export const LINKERD_INJECTOR_SITUATIONS: readonly FixSituation[] = [
  {
    title: 'injector scaled to zero',
    ...annotated('fx-l5d-injectorless', {}),
    then: [
      'kubectl -n linkerd scale deployment linkerd-proxy-injector --replicas 0',
      annotate('fx-l5d-injectorless', `${INJECT}=enabled`),
    ],
    stages: [
      {
        says: 'misconfigured 0/2 injector-unavailable',
        fix: 'fix.scale-injector',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'injector that was changed to add another proxy',
    ...annotated('fx-l5d-version', {}),
    before: annotated('fx-l5d-version', INJECTED).before,
    then: [
      `kubectl -n linkerd get configmap linkerd-config -o yaml | sed 's/edge-26\\.8\\.3/edge-26.9.1/g' | kubectl replace -f -`,
    ],
    stages: [
      {
        says: 'pending-restart 2/2 pod-has-old-revision',
        text: 'reason.pod-has-old-revision.linkerd-version',
        fix: 'fix.restart.renew',
      },
      ENROLLED,
    ],
    undo: [
      `kubectl -n linkerd get configmap linkerd-config -o yaml | sed 's/edge-26\\.9\\.1/edge-26.8.3/g' | kubectl replace -f -`,
    ],
  },
];
