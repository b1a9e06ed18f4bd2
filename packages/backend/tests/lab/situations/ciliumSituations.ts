import { ENROLLED, label, simple, type FixSituation } from './FixSituation';
import { aNamespace, aWorkload, type Manifest } from './manifests';

/** In the lab's cluster in which Cilium's ztunnel is on; Istio and Linkerd are there, too. */
export const CILIUM_CLUSTER = 'apps-staging';

const MTLS = { 'mtls-enabled': 'true' };
const onNode = (n: number) => ({
  nodeSelector: { 'kubernetes.io/hostname': `staging-node-${n}` },
});

const rule = (
  namespace: string,
  selector: Readonly<Record<string, string>>,
): Manifest => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'http-only', namespace },
  spec: {
    endpointSelector: { matchLabels: selector },
    ingress: [
      {
        toPorts: [
          {
            ports: [{ port: '8080', protocol: 'TCP' }],
            rules: { http: [{ method: 'GET' }] },
          },
        ],
      },
    ],
  },
});

/** Namespaces of their own. */
export const CILIUM_SITUATIONS: readonly FixSituation[] = [
  {
    title: 'namespace that is labelled',
    mesh: 'cilium',
    ...simple('fx-cil-label', {}, { pod: onNode(1) }),
    then: [label('fx-cil-label', 'mtls-enabled=true')],
    stages: [ENROLLED],
  },
  {
    title: "namespace that asks for both ztunnels, Cilium's and Istio's",
    mesh: 'cilium',
    ...simple(
      'fx-cil-both',
      { ...MTLS, 'istio.io/dataplane-mode': 'ambient' },
      { pod: onNode(1) },
    ),
    stages: [
      {
        says: 'misconfigured 2/2 conflicting-labels',
        text: 'reason.conflicting-labels.two-ztunnels',
        fix: 'fix.remove-namespace-label',
      },
    ],
  },
  {
    title: 'Deployment on the host network',
    mesh: 'cilium',
    ...simple('fx-cil-host', MTLS, {
      pod: { ...onNode(1), hostNetwork: true },
    }),
    stages: [
      {
        says: 'misconfigured 0/2 host-network',
        text: 'reason.host-network.cilium',
        fix: 'fix.leave-host-network',
        by: [
          `kubectl -n fx-cil-host patch deployment app --type merge -p '{"spec":{"template":{"spec":{"hostNetwork":null}}}}'`,
        ],
      },
      ENROLLED,
    ],
  },
  {
    title: 'rule of layer 7 that selects the pods',
    mesh: 'cilium',
    namespace: 'fx-cil-rule',
    before: [
      aNamespace('fx-cil-rule'),
      ...aWorkload('fx-cil-rule', 'app'),
      rule('fx-cil-rule', { app: 'app' }),
    ],
    pods: 2,
    stages: [ENROLLED],
  },
];

const ZTUNNEL = `$(kubectl -n kube-system get pod -l app=ztunnel-cilium --field-selector spec.nodeName=staging-node-2 -o jsonpath={.items[0].metadata.name})`;

/** One after the other: what runs on a node is everybody's. */
export const CILIUM_NODE_SITUATIONS: readonly FixSituation[] = [
  {
    title: "Cilium's ztunnel that is not ready where the pods run",
    mesh: 'cilium',
    ...simple('fx-cil-node', MTLS, { pod: onNode(2) }),
    then: [`lab unready ${CILIUM_CLUSTER} kube-system/${ZTUNNEL}`],
    stages: [
      {
        says: 'misconfigured 0/2 ztunnel-not-ready-on-node',
        text: 'reason.ztunnel-not-ready-on-node.cilium',
        fix: 'fix.restart-cilium-ztunnel',
      },
      ENROLLED,
    ],
  },
  {
    title: 'rules of layer 7 while the L7 proxy is off',
    mesh: 'cilium',
    namespace: 'fx-cil-l7-off',
    before: [
      aNamespace('fx-cil-l7-off'),
      ...aWorkload('fx-cil-l7-off', 'app'),
      rule('fx-cil-l7-off', { app: 'app' }),
    ],
    pods: 2,
    then: [
      `kubectl -n kube-system patch configmap cilium-config --type merge -p '{"data":{"enable-l7-proxy":"false"}}'`,
    ],
    stages: [
      {
        says: 'misconfigured 0/2 mode-not-installed',
        text: 'reason.mode-not-installed.l7-proxy',
        fix: 'fix.enable-l7-proxy',
        by: [
          `kubectl -n kube-system patch configmap cilium-config --type merge -p '{"data":{"enable-l7-proxy":"true"}}'`,
        ],
      },
      ENROLLED,
    ],
  },
];
