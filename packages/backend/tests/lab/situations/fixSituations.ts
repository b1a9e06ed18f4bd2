import {
  ENROLLED,
  label,
  RESTART,
  simple,
  type FixSituation,
} from './FixSituation';
import { aNamespace, aService, aTemplate, aWorkload } from './manifests';

/** A run of the CronJob out of its time. */
function runNow(job: string): string {
  return `kubectl -n fx-cron create job ${job} --from cronjob/app --dry-run=client -o json | kubectl create -f -`;
}

const INJECTION = { 'istio-injection': 'enabled' };
const CANARY = { 'istio.io/rev': 'canary' };
const NO_NODE = { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } };
const TEMPLATE = aTemplate('app');

const RESTARTS: readonly FixSituation[] = [
  {
    title: 'Deployment older than the label',
    ...simple('fx-older', {}),
    then: [label('fx-older', 'istio-injection=enabled')],
    stages: [RESTART, ENROLLED],
  },
  {
    title: 'StatefulSet older than the label',
    ...simple('fx-stateful', {}, { kind: 'StatefulSet' }),
    then: [label('fx-stateful', 'istio-injection=enabled')],
    stages: [RESTART, ENROLLED],
  },
  {
    title: 'DaemonSet older than the label',
    ...simple('fx-daemons', {}, { kind: 'DaemonSet' }),
    then: [label('fx-daemons', 'istio.io/rev=canary')],
    stages: [
      { ...RESTART, says: 'pending-restart 0/4 pod-predates-injection' },
      { says: 'enrolled 4/4 -' },
    ],
  },
  {
    title: 'StatefulSet that replaces pods only when they are deleted',
    ...simple(
      'fx-ondelete',
      {},
      { kind: 'StatefulSet', spec: { updateStrategy: { type: 'OnDelete' } } },
    ),
    then: [label('fx-ondelete', 'istio-injection=enabled')],
    stages: [{ ...RESTART, fix: 'fix.delete-pods' }, ENROLLED],
  },
  {
    title: 'ReplicaSet of nobody',
    ...simple('fx-replicas', {}, { kind: 'ReplicaSet' }),
    then: [label('fx-replicas', 'istio-injection=enabled')],
    stages: [{ ...RESTART, fix: 'fix.delete-pods' }, ENROLLED],
  },
  {
    title: 'pod of nobody',
    namespace: 'fx-bare',
    before: [
      aNamespace('fx-bare'),
      aService('fx-bare', 'app'),
      {
        ...{ apiVersion: 'v1', kind: 'Pod' },
        metadata: { name: 'app', namespace: 'fx-bare', labels: { app: 'app' } },
        spec: TEMPLATE.spec,
      },
    ],
    pods: 1,
    then: [label('fx-bare', 'istio-injection=enabled')],
    stages: [
      {
        says: 'pending-restart 0/1 pod-predates-injection',
        fix: 'fix.recreate-pod',
        by: 'recreation',
      },
      { says: 'enrolled 1/1 -' },
    ],
  },
  {
    title: 'Job that is running',
    namespace: 'fx-job',
    before: [
      aNamespace('fx-job'),
      aService('fx-job', 'app'),
      {
        ...{ apiVersion: 'batch/v1', kind: 'Job' },
        metadata: { name: 'app', namespace: 'fx-job' },
        spec: {
          template: {
            ...TEMPLATE,
            // A pod that waits for a node stays for as long as the test needs it.
            spec: { ...TEMPLATE.spec, ...NO_NODE, restartPolicy: 'Never' },
          },
        },
      },
    ],
    pods: 1,
    then: [label('fx-job', 'istio-injection=enabled')],
    stages: [
      {
        says: 'pending-restart 0/1 pod-predates-injection',
        fix: 'fix.recreate-job',
        by: 'recreation',
      },
      { says: 'enrolled 1/1 -' },
    ],
  },
  {
    title: 'run of a CronJob',
    namespace: 'fx-cron',
    before: [
      aNamespace('fx-cron'),
      aService('fx-cron', 'app'),
      {
        ...{ apiVersion: 'batch/v1', kind: 'CronJob' },
        metadata: { name: 'app', namespace: 'fx-cron' },
        spec: {
          schedule: '0 0 1 1 *',
          jobTemplate: {
            spec: {
              template: {
                ...TEMPLATE,
                spec: { ...TEMPLATE.spec, ...NO_NODE, restartPolicy: 'Never' },
              },
            },
          },
        },
      },
    ],
    pods: 0,
    then: [
      runNow('first'),
      'kubectl -n fx-cron wait --for create pod -l app=app --timeout 10s',
      label('fx-cron', 'istio-injection=enabled'),
    ],
    stages: [
      {
        says: 'pending-restart 0/1 pod-predates-injection',
        fix: 'fix.next-run',
        by: ['kubectl -n fx-cron delete job first', runNow('second')],
      },
      { says: 'enrolled 1/1 -' },
    ],
  },
  {
    title: 'namespace that moved to another revision',
    ...simple('fx-moved', { 'istio.io/rev': 'prod' }),
    then: [label('fx-moved', 'istio.io/rev=canary')],
    stages: [
      {
        says: 'pending-restart 2/2 pod-has-old-revision',
        text: 'reason.pod-has-old-revision.revision',
        fix: 'fix.restart.renew',
      },
      ENROLLED,
    ],
  },
  {
    title: 'tag that moved to another revision',
    ...simple('fx-tagged', { 'istio.io/rev': 'prod' }),
    then: [
      // As istioctl writes a tag: a copy of the revision's webhooks under the tag's name.
      `kubectl get mutatingwebhookconfiguration istio-sidecar-injector-canary -o json |
        sed -E '/"(uid|resourceVersion|creationTimestamp)"/d; s/"name": "istio-sidecar-injector-canary"/"name": "istio-revision-tag-next"/; s/"istio.io\\/rev": "canary"/"istio.io\\/rev": "canary", "istio.io\\/tag": "next"/; s/^( +)"canary"$/\\1"next"/' |
        kubectl create -f -`,
      label('fx-tagged', 'istio.io/rev=next'),
    ],
    stages: [
      {
        says: 'pending-restart 2/2 pod-has-old-revision',
        text: 'reason.pod-has-old-revision.tag',
        fix: 'fix.restart.renew',
      },
      ENROLLED,
    ],
  },
  {
    title: 'namespace that left the mesh',
    ...simple('fx-left', INJECTION),
    then: [label('fx-left', 'istio-injection-')],
    stages: [
      {
        says: 'pending-restart 2/2 pod-outlives-injection',
        fix: 'fix.restart.remove',
      },
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        fix: 'fix.label-namespace',
      },
    ],
  },
];

const LABELS: readonly FixSituation[] = [
  {
    title: 'both labels, of different revisions',
    ...simple('fx-both', { ...INJECTION, ...CANARY }),
    stages: [
      {
        says: 'misconfigured 2/2 conflicting-labels',
        text: 'reason.conflicting-labels.namespace',
        fix: 'fix.remove-namespace-label',
      },
      ENROLLED,
    ],
  },
  {
    title: 'istio-injection=disabled beside a revision',
    ...simple('fx-blocked', { 'istio-injection': 'disabled', ...CANARY }),
    stages: [
      {
        says: 'misconfigured 0/2 conflicting-labels',
        text: 'reason.conflicting-labels.namespace',
        fix: 'fix.unblock-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'pod that asks in a namespace that refuses',
    ...simple(
      'fx-refusing',
      { 'istio-injection': 'disabled' },
      { labels: { 'sidecar.istio.io/inject': 'true' } },
    ),
    stages: [
      {
        says: 'misconfigured 0/2 conflicting-labels',
        text: 'reason.conflicting-labels.namespace-and-pod',
        fix: 'fix.unblock-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'revision of the namespace that is gone',
    ...simple('fx-gone', { 'istio.io/rev': '1-9-9' }),
    stages: [
      {
        says: 'misconfigured 0/2 revision-not-found',
        text: 'reason.revision-not-found.namespace',
        fix: 'fix.namespace-revision',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'revision of the namespace that is gone, by the manifest',
    ...simple('fx-gone-manifest', { 'istio.io/rev': '1-9-9' }),
    stages: [
      {
        says: 'misconfigured 0/2 revision-not-found',
        fix: 'fix.namespace-revision',
        by: 'manifest',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'revision of the pod template that is not there',
    ...simple('fx-template', {}, { labels: { 'istio.io/rev': '1-9-9' } }),
    stages: [
      {
        says: 'misconfigured 0/2 revision-not-found',
        text: 'reason.revision-not-found.template',
        fix: 'fix.template-revision',
      },
      ENROLLED,
    ],
  },
  {
    title: 'namespace that asks for nothing',
    ...simple('fx-silent', {}),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        fix: 'fix.label-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'namespace that asks for nothing, by the manifest',
    ...simple('fx-silent-manifest', {}),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        fix: 'fix.label-namespace',
        by: 'manifest',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'istio-injection=disabled',
    ...simple('fx-disabled', { 'istio-injection': 'disabled' }),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        text: 'reason.namespace-not-labelled.disabled',
        fix: 'fix.label-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'a value that Istio does not understand',
    ...simple('fx-typo', { 'istio-injection': 'enable' }),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        text: 'reason.namespace-not-labelled.other-value',
        fix: 'fix.label-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
  {
    title: 'namespace that Istio never touches',
    namespace: 'kube-public',
    before: aWorkload('kube-public', 'app'),
    pods: 2,
    then: [label('kube-public', 'istio-injection=enabled')],
    stages: [
      {
        says: 'misconfigured 0/2 namespace-ignored-by-mesh',
        fix: 'fix.unlabel-namespace',
      },
      // Nothing to propose: the label would not help.
      { says: 'not-enrolled 0/2 namespace-not-labelled' },
    ],
  },
];

const TEMPLATES: readonly FixSituation[] = [
  {
    title: 'Deployment on the host network',
    ...simple('fx-host', INJECTION, { pod: { hostNetwork: true } }),
    stages: [
      {
        says: 'misconfigured 0/2 host-network',
        fix: 'fix.leave-host-network',
      },
      ENROLLED,
    ],
  },
  {
    title: 'DaemonSet on the host network that says so',
    ...simple('fx-host-daemons', INJECTION, {
      ...{ kind: 'DaemonSet', pod: { hostNetwork: true } },
    }),
    stages: [
      { says: 'misconfigured 0/4 host-network', fix: 'fix.opt-out' },
      // To opt in again would not bring a proxy.
      { says: 'opted-out 0/4 pod-opted-out' },
    ],
  },
  {
    title: 'DaemonSet on the host network that says so, by the manifest',
    ...simple('fx-host-manifest', INJECTION, {
      ...{ kind: 'DaemonSet', pod: { hostNetwork: true } },
    }),
    stages: [
      {
        ...{ says: 'misconfigured 0/4 host-network', fix: 'fix.opt-out' },
        by: 'manifest',
      },
      { says: 'opted-out 0/4 pod-opted-out' },
    ],
  },
  {
    title: 'Deployment that opts out by label',
    ...simple('fx-out', INJECTION, {
      labels: { 'sidecar.istio.io/inject': 'false' },
    }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.label',
        fix: 'fix.opt-in',
      },
      ENROLLED,
    ],
  },
  {
    title: 'DaemonSet that opts out by label',
    ...simple('fx-out-daemons', INJECTION, {
      ...{ kind: 'DaemonSet' },
      labels: { 'sidecar.istio.io/inject': 'false' },
    }),
    stages: [
      { says: 'opted-out 0/4 pod-opted-out', fix: 'fix.opt-in' },
      { says: 'enrolled 4/4 -' },
    ],
  },
  {
    title: 'Deployment that opts out by annotation',
    ...simple('fx-out-annotation', INJECTION, {
      annotations: { 'sidecar.istio.io/inject': 'false' },
    }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.annotation',
        fix: 'fix.opt-in',
      },
      ENROLLED,
    ],
  },
  {
    title: 'nothing running',
    ...simple('fx-idle', INJECTION, { replicas: 0 }),
    pods: 0,
    stages: [{ says: 'idle 0/0 no-pods', text: 'reason.no-pods.would-enrol' }],
  },
  {
    title: 'ambient mode that is not installed',
    ...simple('fx-ambient', { 'istio.io/dataplane-mode': 'ambient' }),
    stages: [
      {
        says: 'misconfigured 0/2 mode-not-installed',
        fix: 'fix.namespace-no-ambient',
      },
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        fix: 'fix.label-namespace',
      },
      RESTART,
      ENROLLED,
    ],
  },
];

const MESH: readonly FixSituation[] = [
  {
    title: 'the control plane itself',
    ...{ namespace: 'istio-system', name: 'istiod', before: [], pods: 0 },
    stages: [{ says: 'not-enrolled 0/2 part-of-the-mesh' }],
  },
  {
    title: 'a gateway',
    namespace: 'istio-system',
    name: 'istio-ingressgateway',
    ...{ before: [], pods: 0 },
    stages: [{ says: 'enrolled 2/2 part-of-the-mesh' }],
  },
];

/** Those that do not disturb each other: namespaces of their own, and every injector running. */
export const FIX_SITUATIONS: readonly FixSituation[] = [
  ...RESTARTS,
  ...LABELS,
  ...TEMPLATES,
  ...MESH,
];

/** Pods that lack the proxy of a revision whose istiod is about to be stopped. */
export const WITHOUT_ISTIOD: FixSituation = {
  title: 'istiod scaled to zero',
  ...simple('fx-injectorless', {}),
  then: [
    'kubectl -n istio-system scale deployment istiod-canary --replicas 0',
    label('fx-injectorless', 'istio.io/rev=canary'),
  ],
  stages: [
    {
      says: 'misconfigured 0/2 injector-unavailable',
      fix: 'fix.scale-istiod',
    },
    RESTART,
    ENROLLED,
  ],
};

/** What is left when the mesh is gone. */
export const WITHOUT_MESH: readonly FixSituation[] = [
  {
    title: 'namespace that asks for nothing',
    ...simple('fx-meshless', {}),
    stages: [{ says: 'not-enrolled 0/2 no-mesh-installed' }],
  },
  {
    title: 'namespace that asks for a revision',
    ...simple('fx-meshless-revision', { 'istio.io/rev': '1-9-9' }),
    stages: [
      {
        says: 'misconfigured 0/2 revision-not-found',
        text: 'reason.revision-not-found.namespace-none',
        fix: 'fix.namespace-no-revision',
      },
      { says: 'not-enrolled 0/2 no-mesh-installed' },
    ],
  },
  {
    title: 'pod template that asks for a revision',
    ...simple(
      'fx-meshless-template',
      {},
      { labels: { 'istio.io/rev': '1-9-9' } },
    ),
    stages: [
      {
        says: 'misconfigured 0/2 revision-not-found',
        text: 'reason.revision-not-found.template-none',
        fix: 'fix.template-no-revision',
      },
      { says: 'not-enrolled 0/2 no-mesh-installed' },
    ],
  },
];
