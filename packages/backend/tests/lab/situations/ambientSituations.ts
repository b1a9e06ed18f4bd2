import {
  CHOOSE,
  ENROLLED,
  label,
  simple,
  type FixSituation,
} from './FixSituation';
import { aNamespace, aWorkload, type Manifest } from './manifests';

/** In the lab's cluster with Istio's ambient mode, Linkerd, and Cilium without its ztunnel. */
export const AMBIENT_CLUSTER = 'apps';

const MODE = 'istio.io/dataplane-mode';
const USES = 'istio.io/use-waypoint';
const AMBIENT = { [MODE]: 'ambient' };
const NODE = 'kubernetes.io/hostname';

const gateway = (
  namespace: string,
  {
    labels = {},
    className = 'istio-waypoint',
  }: { labels?: Readonly<Record<string, string>>; className?: string } = {},
): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'waypoint', namespace, labels },
  spec: {
    gatewayClassName: className,
    listeners: [
      className === 'istio-waypoint'
        ? { name: 'mesh', port: 15008, protocol: 'HBONE' }
        : { name: 'http', port: 80, protocol: 'HTTP' },
    ],
  },
});

const WAYPOINTS: readonly FixSituation[] = [
  {
    title: 'waypoint of the namespace that does not exist',
    ...simple('fx-no-waypoint', { ...AMBIENT, [USES]: 'waypoint' }),
    stages: [
      {
        says: 'enrolled 2/2 waypoint-missing',
        text: 'reason.waypoint-missing.namespace',
        fix: 'fix.create-waypoint',
      },
      ENROLLED,
    ],
  },
  {
    title: 'waypoint of the Service that does not exist',
    ...simple('fx-no-waypoint-svc', AMBIENT),
    then: [`kubectl -n fx-no-waypoint-svc label service app ${USES}=waypoint`],
    stages: [
      {
        says: 'enrolled 2/2 waypoint-missing',
        text: 'reason.waypoint-missing.object',
        fix: 'fix.create-waypoint',
      },
      ENROLLED,
    ],
  },
  {
    title: 'waypoint that is deleted',
    namespace: 'fx-lost-waypoint',
    before: [
      aNamespace('fx-lost-waypoint', { ...AMBIENT, [USES]: 'waypoint' }),
      ...aWorkload('fx-lost-waypoint', 'app'),
      gateway('fx-lost-waypoint'),
    ],
    pods: 2,
    then: [
      'kubectl -n fx-lost-waypoint delete gateways.gateway.networking.k8s.io waypoint',
    ],
    stages: [
      {
        says: 'enrolled 2/2 waypoint-missing',
        fix: 'fix.create-waypoint',
        by: 'manifest',
      },
      ENROLLED,
    ],
  },
  {
    title: 'Gateway that is no waypoint',
    namespace: 'fx-ingress',
    before: [
      aNamespace('fx-ingress', AMBIENT),
      ...aWorkload('fx-ingress', 'app'),
      gateway('fx-ingress', { className: 'istio' }),
    ],
    pods: 2,
    then: [`kubectl -n fx-ingress label service app ${USES}=waypoint`],
    stages: [
      {
        says: 'enrolled 2/2 waypoint-missing',
        text: 'reason.waypoint-missing.other-gateway',
        fix: 'fix.object-no-waypoint',
      },
      ENROLLED,
    ],
  },
  {
    title: 'waypoint of another namespace that does not admit this one',
    namespace: 'fx-shared',
    before: [
      aNamespace('fx-shared-waypoint'),
      gateway('fx-shared-waypoint'),
      aNamespace('fx-shared', {
        ...AMBIENT,
        ...{
          [USES]: 'waypoint',
          'istio.io/use-waypoint-namespace': 'fx-shared-waypoint',
        },
      }),
      ...aWorkload('fx-shared', 'app'),
    ],
    pods: 2,
    stages: [
      {
        says: 'enrolled 2/2 waypoint-not-attached',
        text: 'reason.waypoint-not-attached.not-admitted',
        fix: 'fix.admit-namespace',
      },
      ENROLLED,
    ],
  },
  {
    title: 'waypoint for workloads where a service is to go through it',
    namespace: 'fx-traffic',
    before: [
      aNamespace('fx-traffic', AMBIENT),
      ...aWorkload('fx-traffic', 'app'),
      gateway('fx-traffic', {
        labels: { 'istio.io/waypoint-for': 'workload' },
      }),
    ],
    pods: 2,
    then: [`kubectl -n fx-traffic label service app ${USES}=waypoint`],
    stages: [
      {
        says: 'enrolled 2/2 waypoint-not-attached',
        text: 'reason.waypoint-not-attached.other-traffic',
        fix: 'fix.waypoint-for-all',
      },
      ENROLLED,
    ],
  },
  {
    title: 'waypoint whose proxies are scaled to zero',
    namespace: 'fx-asleep',
    before: [
      aNamespace('fx-asleep', { ...AMBIENT, [USES]: 'waypoint' }),
      ...aWorkload('fx-asleep', 'app'),
      gateway('fx-asleep'),
    ],
    pods: 2,
    then: ['kubectl -n fx-asleep scale deployment waypoint --replicas 0'],
    stages: [
      {
        says: 'enrolled 2/2 waypoint-not-attached',
        text: 'reason.waypoint-not-attached.not-ready',
        fix: 'fix.scale-waypoint',
      },
      ENROLLED,
    ],
  },
];

const LABELS: readonly FixSituation[] = [
  {
    title: 'pods that refuse ambient mode',
    ...simple('fx-amb-out', AMBIENT, { labels: { [MODE]: 'none' } }),
    stages: [
      {
        says: 'opted-out 0/2 pod-opted-out',
        text: 'reason.pod-opted-out.ambient',
        fix: 'fix.opt-in-ambient',
      },
      ENROLLED,
    ],
  },
  {
    title: 'Deployment on the host network',
    ...simple('fx-amb-host', AMBIENT, { pod: { hostNetwork: true } }),
    stages: [
      {
        says: 'misconfigured 0/2 host-network',
        text: 'reason.host-network.ambient',
        fix: 'fix.leave-host-network',
      },
      ENROLLED,
    ],
  },
  {
    title: 'DaemonSet on the host network that says so',
    ...simple('fx-amb-host-daemons', AMBIENT, {
      ...{ kind: 'DaemonSet', pod: { hostNetwork: true } },
    }),
    stages: [
      {
        says: 'misconfigured 0/4 host-network',
        fix: 'fix.opt-out',
      },
      { says: 'opted-out 0/4 pod-opted-out' },
    ],
  },
  {
    title: 'namespace that asks for sidecars and for ambient mode',
    ...simple('fx-amb-both', { ...AMBIENT, 'istio-injection': 'enabled' }),
    stages: [
      {
        says: 'misconfigured 2/2 conflicting-labels',
        text: 'reason.conflicting-labels.modes',
        fix: 'fix.remove-namespace-label',
      },
      ENROLLED,
    ],
  },
  {
    title: 'namespace that moved from sidecars to ambient mode',
    ...simple('fx-amb-moved', { 'istio-injection': 'enabled' }),
    then: [label('fx-amb-moved', 'istio-injection-', `${MODE}=ambient`)],
    stages: [
      {
        says: 'pending-restart 2/2 pod-outlives-injection',
        text: 'reason.pod-outlives-injection.sidecar',
        fix: 'fix.restart.to-ambient',
      },
      ENROLLED,
    ],
  },
  {
    title: 'namespace that istio-cni is told to leave out',
    ...simple('fx-excluded', AMBIENT),
    then: [
      `kubectl -n istio-system patch configmap istio-cni-config --type merge -p '{"data":{"EXCLUDE_NAMESPACES":"kube-system,fx-excluded"}}'`,
    ],
    stages: [
      {
        says: 'misconfigured 0/2 namespace-ignored-by-mesh',
        text: 'reason.namespace-ignored-by-mesh.cni',
        fix: 'fix.namespace-no-ambient',
      },
      CHOOSE,
    ],
  },
  {
    title: 'namespace that asks for nothing where there are several meshes',
    ...simple('fx-choose', {}),
    stages: [CHOOSE],
  },
  {
    title: "namespace that asks for Cilium's ztunnel, which is not on",
    mesh: 'cilium',
    ...simple('fx-mtls', { 'mtls-enabled': 'true' }),
    stages: [
      {
        says: 'misconfigured 0/2 mode-not-installed',
        text: 'reason.mode-not-installed.cilium',
        fix: 'fix.unlabel-ztunnel',
      },
    ],
  },
  {
    title: 'pod template that asks for Consul, which is not there',
    ...simple(
      'fx-consulless',
      {},
      {
        annotations: { 'consul.hashicorp.com/connect-inject': 'true' },
      },
    ),
    stages: [
      {
        says: 'misconfigured 0/2 mode-not-installed',
        text: 'reason.mode-not-installed.template',
        fix: 'fix.consul-not-asked',
      },
      CHOOSE,
    ],
  },
];

/** The pod of a DaemonSet on a node. */
const agent = (selector: string, node: string) =>
  `$(kubectl -n istio-system get pod -l ${selector} --field-selector spec.nodeName=${node} -o jsonpath={.items[0].metadata.name})`;

const unready = (selector: string, node: string) =>
  `lab unready ${AMBIENT_CLUSTER} istio-system/${agent(selector, node)}`;

/** `n`th node of the cluster. */
const onNode = (n: number) => ({
  nodeSelector: { [NODE]: `apps-worker-${n}` },
});

const NODES: readonly FixSituation[] = [
  {
    title: 'ztunnel that is not ready where the pods run',
    ...simple('fx-ztunnel', AMBIENT, { pod: onNode(2) }),
    then: [unready('app=ztunnel', 'apps-worker-2')],
    stages: [
      {
        says: 'misconfigured 2/2 ztunnel-not-ready-on-node',
        text: 'reason.ztunnel-not-ready-on-node.down',
        fix: 'fix.restart-agent',
      },
      ENROLLED,
    ],
  },
  {
    title: 'istio-cni that was not ready where pods started',
    ...simple('fx-cni', AMBIENT, { pod: onNode(3), replicas: 0 }),
    pods: 0,
    then: [
      unready('k8s-app=istio-cni-node', 'apps-worker-3'),
      'kubectl -n fx-cni scale deployment app --replicas 2',
    ],
    stages: [
      {
        says: 'misconfigured 0/2 cni-not-ready-on-node',
        fix: 'fix.restart-agent',
      },
      ENROLLED,
    ],
  },
];

/** Namespaces of their own. */
export const AMBIENT_SITUATIONS: readonly FixSituation[] = [
  ...WAYPOINTS,
  ...LABELS,
];

/** One after the other: they change what all pods of a node depend on. */
export const AMBIENT_NODE_SITUATIONS = NODES;
