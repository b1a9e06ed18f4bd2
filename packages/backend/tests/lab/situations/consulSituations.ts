import { ENROLLED, RESTART, type FixSituation } from './FixSituation';
import {
  aNamespace,
  aWorkload,
  type Manifest,
  type WorkloadOptions,
} from './manifests';

/** In the lab's cluster with Consul, which has a switch for workloads only. */
export const CONSUL_CLUSTER = 'onprem-dc1';

const INJECT = 'consul.hashicorp.com/connect-inject';
const INJECTED = { [INJECT]: 'true' };

/** Consul calls a service as the ServiceAccount of its pods. */
const anAccount = (namespace: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'app', namespace },
});

function annotated(
  namespace: string,
  annotations: Readonly<Record<string, string>>,
  options: WorkloadOptions = {},
): Pick<FixSituation, 'namespace' | 'before' | 'pods'> {
  return {
    namespace,
    before: [
      aNamespace(namespace),
      anAccount(namespace),
      ...aWorkload(namespace, 'app', {
        ...options,
        annotations,
        pod: { serviceAccountName: 'app', ...options.pod },
      }),
    ],
    pods: 2,
  };
}

/** Namespaces of their own. */
export const CONSUL_SITUATIONS: readonly FixSituation[] = [
  {
    title: 'pod template that says nothing',
    ...annotated('fx-consul-silent', {}),
    stages: [
      {
        says: 'not-enrolled 0/2 namespace-not-labelled',
        fix: 'fix.consul-annotate-template',
      },
      ENROLLED,
    ],
  },
  {
    title: 'pod template that refuses',
    ...annotated('fx-consul-out', { [INJECT]: 'false' }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.consul',
        fix: 'fix.consul-opt-in',
      },
      ENROLLED,
    ],
  },
  {
    title: 'annotation copied from a running pod',
    ...annotated('fx-consul-copied', {
      ...INJECTED,
      'consul.hashicorp.com/connect-inject-status': 'injected',
    }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.consul-status',
        fix: 'fix.consul-remove-status',
      },
      ENROLLED,
    ],
  },
  {
    title: 'Service that is deleted',
    ...annotated('fx-consul-service', INJECTED),
    then: ['kubectl -n fx-consul-service delete service app'],
    stages: [
      {
        says: 'misconfigured 2/2 service-missing',
        fix: 'fix.create-service',
      },
      ENROLLED,
    ],
  },
  {
    title: 'namespace on the list of those denied',
    namespace: 'vault',
    before: [
      anAccount('vault'),
      ...aWorkload('vault', 'app', {
        annotations: INJECTED,
        pod: { serviceAccountName: 'app' },
      }),
    ],
    pods: 2,
    stages: [
      {
        says: 'misconfigured 0/2 namespace-ignored-by-mesh',
        text: 'reason.namespace-ignored-by-mesh.consul-denied',
        fix: 'fix.consul-list',
      },
      { says: 'not-enrolled 0/2 namespace-not-labelled' },
    ],
  },
  {
    title: 'pods that keep their proxy until they are deleted',
    ...annotated('fx-consul-left', INJECTED, {
      kind: 'DaemonSet',
      spec: { updateStrategy: { type: 'OnDelete' } },
    }),
    then: [
      `kubectl -n fx-consul-left patch daemonset app --type merge -p '{"spec":{"template":{"metadata":{"annotations":{"${INJECT}":null}}}}}'`,
    ],
    stages: [
      {
        says: 'pending-restart 4/4 pod-outlives-injection',
        fix: 'fix.delete-pods',
      },
      {
        says: 'not-enrolled 0/4 namespace-not-labelled',
        fix: 'fix.consul-annotate-template',
      },
    ],
  },
];

const INJECTOR = 'kubectl -n consul scale deployment consul-connect-injector';

/** One after the other: every workload depends on the injector. */
export const CONSUL_INJECTOR_SITUATIONS: readonly FixSituation[] = [
  {
    title: 'injector scaled to zero',
    ...annotated('fx-consul-injectorless', {}),
    then: [
      `${INJECTOR} --replicas 0`,
      // Or the new pods would be refused.
      'kubectl -n fx-consul-injectorless rollout pause deployment app',
      `kubectl -n fx-consul-injectorless patch deployment app --type merge -p '{"spec":{"template":{"metadata":{"annotations":{"${INJECT}":"true"}}}}}'`,
    ],
    stages: [
      {
        says: 'misconfigured 0/2 injector-unavailable',
        fix: 'fix.scale-injector',
      },
      { ...RESTART, fix: 'fix.resume' },
      ENROLLED,
    ],
  },
  {
    title: 'injector that was upgraded',
    ...annotated('fx-consul-version', INJECTED),
    then: [
      `kubectl -n consul get deployment consul-connect-injector -o yaml | sed 's/2\\.0\\.3/2.0.4/g' | kubectl replace -f -`,
      'kubectl -n consul rollout status deployment consul-connect-injector',
    ],
    stages: [
      {
        says: 'pending-restart 2/2 pod-has-old-revision',
        text: 'reason.pod-has-old-revision.consul',
        fix: 'fix.restart.renew',
      },
      ENROLLED,
    ],
    undo: [
      `kubectl -n consul get deployment consul-connect-injector -o yaml | sed 's/2\\.0\\.4/2.0.3/g' | kubectl replace -f -`,
    ],
  },
];
