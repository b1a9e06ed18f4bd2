import { AMBIENT_CLUSTER } from './ambientSituations';
import { CONSUL_CLUSTER } from './consulSituations';

/** Something that is wrong with a mesh or a cluster as a whole, how it comes to that, and what ends it. */
export interface PlatformSituation {
  title: string;
  cluster: string;
  code: string;
  /** Id of the sentence, where the code has several. */
  text?: string;
  then: readonly string[];
  /** The fix that is printed, and what ends it: the printed command, or lines where the fix is in words or none. */
  fix?: string;
  by: 'command' | readonly string[];
}

/** The pods of a part, taken together. */
const ZTUNNELS = 'istio-system/ztunnel';

const versionLabel = (version: string) =>
  `kubectl -n istio-system label deployment istiod app.kubernetes.io/version=${version} --overwrite`;

const setImage = (object: string, image: string) =>
  `kubectl -n istio-system set image ${object} '*=registry.istio.io/release/${image}'`;

/** Of the same set, where names must differ. */
const OTHER_AMBIENT_CLUSTER = 'apps-2';

const clusterId = (name: string) =>
  `kubectl -n istio-system set env deployment/istiod CLUSTER_ID=${name}`;

/** The webhook of a mesh that somebody removed; it is asked for no pod. */
const LEFT_BEHIND = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'linkerd-proxy-injector-webhook-config' },
  webhooks: [
    {
      name: 'linkerd-proxy-injector.linkerd.io',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Ignore',
      clientConfig: {
        service: { namespace: 'linkerd', name: 'linkerd-proxy-injector' },
      },
      objectSelector: { matchLabels: { nothing: 'has-this' } },
      rules: [
        {
          ...{ apiGroups: [''], apiVersions: ['v1'] },
          ...{ operations: ['CREATE'], resources: ['pods'] },
        },
      ],
    },
  ],
};

/** One after the other. */
export const PLATFORM_SITUATIONS: readonly PlatformSituation[] = [
  {
    title: 'a component of Linkerd scaled to zero',
    ...{ cluster: AMBIENT_CLUSTER, code: 'control-plane-down' },
    text: 'reason.control-plane-down.component-scaled-to-zero',
    then: [
      'kubectl -n linkerd scale deployment linkerd-destination --replicas 0',
    ],
    ...{ fix: 'fix.scale-up', by: 'command' },
  },
  {
    title: "Consul's servers without a majority",
    ...{ cluster: CONSUL_CLUSTER, code: 'control-plane-down' },
    text: 'reason.control-plane-down.consul-quorum',
    then: [
      `lab unready ${CONSUL_CLUSTER} consul/consul-server-0`,
      `lab unready ${CONSUL_CLUSTER} consul/consul-server-1`,
    ],
    by: [`lab heal ${CONSUL_CLUSTER}`],
  },
  {
    title: 'an injector of Consul with fewer pods than it wants',
    ...{ cluster: CONSUL_CLUSTER, code: 'control-plane-degraded' },
    text: 'reason.control-plane-degraded.component',
    then: [
      'kubectl -n consul scale deployment consul-connect-injector --replicas 2',
      'kubectl -n consul rollout status deployment consul-connect-injector',
      `lab unready ${CONSUL_CLUSTER} consul/$(kubectl -n consul get pod -l component=connect-injector -o jsonpath={.items[0].metadata.name})`,
    ],
    by: [`lab heal ${CONSUL_CLUSTER}`],
  },
  {
    title: 'ztunnels that are not ready',
    ...{ cluster: AMBIENT_CLUSTER, code: 'data-plane-degraded' },
    text: 'reason.data-plane-degraded.part',
    then: [`lab unready ${AMBIENT_CLUSTER} ${ZTUNNELS}`],
    by: [`lab heal ${AMBIENT_CLUSTER}`],
  },
  {
    title: 'a custom resource that Consul does not take',
    ...{ cluster: CONSUL_CLUSTER, code: 'config-not-synced' },
    then: [
      'kubectl -n erp delete servicedefaults order-intake',
      'kubectl -n billing delete serviceresolver --all',
      `printf '%s' '${JSON.stringify({
        apiVersion: 'consul.hashicorp.com/v1alpha1',
        kind: 'ServiceDefaults',
        metadata: { name: 'order-service', namespace: 'erp' },
        spec: { mutualTLSMode: 'permissive' },
      })}' | kubectl apply -f -`,
    ],
    by: ['kubectl -n erp delete servicedefaults order-service'],
  },
  {
    title: 'ztunnels newer than their istiod',
    ...{ cluster: AMBIENT_CLUSTER, code: 'version-skew' },
    text: 'reason.version-skew.newer',
    then: [setImage('daemonset/ztunnel', 'ztunnel:1.32.0')],
    by: [setImage('daemonset/ztunnel', 'ztunnel:1.31.1')],
  },
  {
    title: 'an istiod of a version that nobody knows',
    ...{ cluster: AMBIENT_CLUSTER, code: 'version-unknown' },
    then: [versionLabel('our-own-build')],
    by: [versionLabel('1.31.1')],
  },
  {
    title: 'a mesh that was removed, but not all of it',
    ...{ cluster: CONSUL_CLUSTER, code: 'crds-only' },
    text: 'reason.crds-only.webhook',
    then: [`printf '%s' '${JSON.stringify(LEFT_BEHIND)}' | kubectl apply -f -`],
    by: [
      'kubectl delete mutatingwebhookconfiguration linkerd-proxy-injector-webhook-config',
    ],
  },
  {
    title: 'two clusters of one name in Istio',
    ...{ cluster: OTHER_AMBIENT_CLUSTER, code: 'alias-conflict' },
    text: 'reason.alias-conflict.same',
    then: [clusterId(AMBIENT_CLUSTER)],
    fix: 'fix.alias-conflict.same',
    by: [clusterId(OTHER_AMBIENT_CLUSTER)],
  },
];

/** Reasons that a situation is not made for, and why. */
export const WITHOUT_SITUATION: Readonly<Record<string, string>> = {
  'input-unreadable':
    'what the portal may not read is withheld by the API server, kind by kind: forbidden.lab.test.ts, with the printed rule',
  'network-unmaintained':
    'a network is planned to be replaced, not mended by a command: expected.lab.test.ts shows it',
  'cluster-not-read':
    'it takes a portal that starts while a cluster hangs: exports.test.ts',
  'cluster-outdated':
    'it takes a cluster that hangs, which nobody mends here: exports.lab.test.ts',
  'link-unobserved': 'there is nothing to mend: exports.lab.test.ts shows it',
};
