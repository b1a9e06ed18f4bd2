import {
  aNamespace,
  aTemplate,
  aService,
  aWorkload,
  type Manifest,
  type WorkloadOptions,
} from './manifests';

/** A situation, and what Istio makes of it; written from Istio's documents and sources, not from the portal's. */
export interface InventedSituation {
  title: string;
  namespace: string;
  before: readonly Manifest[];
  pods: number;
  then?: readonly string[];
  /** As in {@link Appearance}. */
  says: string;
  mTLS: string;
  /** Versions of the proxies. */
  proxies?: string;
}

const INJECTION = { 'istio-injection': 'enabled' };
const INJECT = 'sidecar.istio.io/inject';
const STABLE = '1.30.3';
const CANARY = '1.31.1';
const NO_NODE = { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } };

type Labels = Readonly<Record<string, string>>;

function inNamespace(
  namespace: string,
  labels: Labels,
  options: WorkloadOptions = {},
  ...others: readonly Manifest[]
): Pick<InventedSituation, 'namespace' | 'before' | 'pods'> {
  return {
    namespace,
    before: [
      aNamespace(namespace, labels),
      ...others,
      ...aWorkload(namespace, 'app', options),
    ],
    pods: options.replicas ?? 2,
  };
}

function aPolicy(namespace: string, name: string, spec: object): Manifest {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name, namespace },
    spec,
  };
}

const OF_APP = { selector: { matchLabels: { app: 'app' } } };

function apply(manifest: Manifest): string {
  return `echo '${JSON.stringify(manifest)}' | kubectl apply -f -`;
}

/** Which webhook selects a pod, and what istiod then does (webhook.go, inject.go). */
const INJECTIONS: readonly InventedSituation[] = [
  {
    title: 'a pod names a revision where the namespace says nothing',
    ...inNamespace('in-pod-rev', {}, { labels: { 'istio.io/rev': 'canary' } }),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive', proxies: CANARY },
  },
  {
    title: 'the revision of the namespace beats that of the pod',
    ...inNamespace(
      'in-pod-rev-loses',
      { 'istio.io/rev': 'prod' },
      { labels: { 'istio.io/rev': 'canary' } },
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive', proxies: STABLE },
  },
  {
    title: 'a pod asks for itself',
    ...inNamespace('in-pod-asks', {}, { labels: { [INJECT]: 'true' } }),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive', proxies: STABLE },
  },
  {
    title: 'the annotation alone never asks',
    ...inNamespace('in-annotation', {}, { annotations: { [INJECT]: 'true' } }),
    ...{ says: 'not-enrolled 0/2 namespace-not-labelled', mTLS: 'off' },
  },
  {
    title: 'what is not a yes is a no, in the label',
    ...inNamespace('in-no', INJECTION, { labels: { [INJECT]: 'False' } }),
    ...{ says: 'opted-out 0/2 pod-opted-out', mTLS: 'off' },
  },
  {
    title: 'what is not a yes is a no, in the annotation, in any script',
    ...inNamespace('in-unicode', INJECTION, {
      annotations: { [INJECT]: 'да ✓' },
    }),
    ...{ says: 'opted-out 0/2 pod-opted-out', mTLS: 'off' },
  },
  {
    title: 'the label yes beats the annotation no',
    ...inNamespace('in-label-wins', INJECTION, {
      labels: { [INJECT]: 'true' },
      annotations: { [INJECT]: 'false' },
    }),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive' },
  },
  {
    title: 'an empty istio-injection blocks the revision',
    ...inNamespace('in-empty', {
      ...{ 'istio-injection': '', 'istio.io/rev': 'canary' },
    }),
    ...{ says: 'misconfigured 0/2 conflicting-labels', mTLS: 'off' },
  },
  {
    title: 'a native sidecar is a proxy',
    ...inNamespace('in-native', INJECTION, {
      annotations: { 'sidecar.istio.io/nativeSidecar': 'true' },
    }),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive', proxies: STABLE },
  },
  {
    title: 'a gateway of one’s own',
    ...inNamespace('in-gateway', INJECTION, {
      labels: { [INJECT]: 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
      pod: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
    }),
    ...{ says: 'enrolled 2/2 part-of-the-mesh', mTLS: 'unknown' },
  },
];

const ROLLOUTS: readonly InventedSituation[] = [
  {
    title: 'a StatefulSet of which one pod was replaced',
    ...inNamespace(
      'in-partly',
      {},
      { kind: 'StatefulSet', spec: { updateStrategy: { type: 'OnDelete' } } },
    ),
    then: [
      'kubectl label namespace in-partly istio-injection=enabled',
      'kubectl -n in-partly delete pod app-0 --wait=false',
    ],
    ...{ says: 'pending-restart 1/2 pod-predates-injection', mTLS: 'off' },
  },
  {
    title: 'a rollout that does not get on: two ReplicaSets',
    ...inNamespace('in-stuck', {}),
    then: [
      'kubectl label namespace in-stuck istio-injection=enabled',
      `kubectl -n in-stuck patch deployment app --type merge -p '${JSON.stringify(
        { spec: { template: { spec: NO_NODE } } },
      )}'`,
    ],
    ...{ says: 'pending-restart 1/3 pod-predates-injection', mTLS: 'off' },
  },
  {
    title: 'a Job that has finished',
    namespace: 'in-done',
    before: [
      aNamespace('in-done', INJECTION),
      aService('in-done', 'app'),
      {
        ...{ apiVersion: 'batch/v1', kind: 'Job' },
        metadata: { name: 'app', namespace: 'in-done' },
        spec: {
          template: aTemplate('app', {
            annotations: { 'sidecar.istio.io/nativeSidecar': 'true' },
            pod: { restartPolicy: 'Never' },
          }),
        },
      },
    ],
    ...{ pods: 1, says: 'idle 0/0 no-pods', mTLS: 'unknown' },
  },
  {
    title: 'nothing wanted, nothing running, nothing asked for',
    ...inNamespace('in-zero', {}, { replicas: 0 }),
    ...{ says: 'idle 0/0 no-pods', mTLS: 'unknown' },
  },
];

/** Levels and ports of PeerAuthentication (authentication.go, policy_applier.go). */
const POLICIES: readonly InventedSituation[] = [
  {
    title: 'the policy of the workload beats that of the namespace',
    ...inNamespace(
      'in-specific',
      INJECTION,
      {},
      aPolicy('in-specific', 'default', { mtls: { mode: 'STRICT' } }),
      aPolicy('in-specific', 'app', { ...OF_APP, mtls: { mode: 'DISABLE' } }),
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'off' },
  },
  {
    title: 'UNSET inherits',
    ...inNamespace(
      'in-unset',
      INJECTION,
      {},
      aPolicy('in-unset', 'default', { mtls: { mode: 'STRICT' } }),
      aPolicy('in-unset', 'app', { ...OF_APP, mtls: { mode: 'UNSET' } }),
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'strict' },
  },
  {
    title: 'a port that is more lenient counts',
    ...inNamespace(
      'in-port',
      INJECTION,
      {},
      aPolicy('in-port', 'app', {
        ...OF_APP,
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
      }),
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive' },
  },
  {
    title: 'ports of a policy without a selector count for nothing',
    ...inNamespace(
      'in-port-ignored',
      INJECTION,
      {},
      aPolicy('in-port-ignored', 'default', {
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 8080: { mode: 'DISABLE' } },
      }),
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'strict' },
  },
  {
    title: 'of two policies of one level the older one counts',
    ...inNamespace(
      'in-older',
      INJECTION,
      {},
      aPolicy('in-older', 'z-older', { mtls: { mode: 'STRICT' } }),
    ),
    then: [
      // Times of creation have whole seconds.
      'until [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \\> "$(kubectl -n in-older get peerauthentication z-older -o jsonpath={.metadata.creationTimestamp})" ]; do :; done',
      apply(aPolicy('in-older', 'a-newer', { mtls: { mode: 'PERMISSIVE' } })),
    ],
    ...{ says: 'enrolled 2/2 -', mTLS: 'strict' },
  },
  {
    title: 'a selector in the root namespace reaches no other namespace',
    ...inNamespace(
      'in-root',
      INJECTION,
      {},
      aPolicy('istio-system', 'app', { ...OF_APP, mtls: { mode: 'STRICT' } }),
    ),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive' },
  },
];

/** Namespaces of their own; none disturbs another. */
export const INVENTED_SITUATIONS: readonly InventedSituation[] = [
  ...INJECTIONS,
  ...ROLLOUTS,
  ...POLICIES,
];

/** After `istioctl tag remove default`: the original injector stays deactivated, so nobody injects by default. */
export const WITHOUT_DEFAULT: readonly InventedSituation[] = [
  {
    title: 'a label for the default revision asks for what is not there',
    ...inNamespace('in-default', {}),
    then: ['kubectl label namespace in-default istio-injection=enabled'],
    ...{ says: 'misconfigured 0/2 revision-not-found', mTLS: 'off' },
  },
  {
    title: 'a pod that asks for itself does too',
    ...inNamespace('in-default-pod', {}),
    then: [
      `kubectl -n in-default-pod patch deployment app --type merge -p '${JSON.stringify(
        { spec: { template: { metadata: { labels: { [INJECT]: 'true' } } } } },
      )}'`,
    ],
    ...{ says: 'misconfigured 0/2 revision-not-found', mTLS: 'off' },
  },
  {
    title: 'another tag of the same revision still works',
    ...inNamespace('in-other-tag', { 'istio.io/rev': 'prod' }),
    ...{ says: 'enrolled 2/2 -', mTLS: 'permissive' },
  },
];
