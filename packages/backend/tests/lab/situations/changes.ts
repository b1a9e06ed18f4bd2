import type { JsonAnswer } from '../../../../../scripts/kubernetes/requestJson';
import type { TestPortal } from '../../harness/TestPortal';
import { look, type Subject } from './appearance';

/** One answer of an API server. */
type Ask = (path: string) => Promise<JsonAnswer>;

/** Something that happens to a cluster, and what the portal must say of it. */
export interface Change {
  title: string;
  cluster: string;
  then: readonly string[];
  /**
   * Where controllers take their time after kubectl has ended: whether the API server has what they made. The clock of the
   * portal starts then.
   */
  visible?: (ask: Ask) => Promise<boolean>;
  /** Whether the portal says what is so now. */
  seen: (portal: TestPortal) => Promise<boolean>;
  /** For how long the portal may say what was so before; a second unless it has to find out that nothing comes. */
  milliseconds?: number;
}

/** A workload says that: `enrolled 2/2 -`, or a pattern of it. */
function says(subject: Subject, expected: string | RegExp) {
  return async (portal: TestPortal) => {
    const { says: said } = (await look(portal, subject)) ?? {};
    if (said === undefined) return false;
    return typeof expected === 'string'
      ? said === expected
      : expected.test(said);
  };
}

async function instancesOf(portal: TestPortal, id: string) {
  const [set, namespace, name] = id.split('/');
  const { service } = await portal.client.getService({
    params: { set, namespace, name },
  });
  return service.instances;
}

async function clusterOf(portal: TestPortal, cluster: string) {
  return portal.as('platform').client.getCluster({ params: { cluster } });
}

interface Deployment {
  status: { availableReplicas?: number };
}

function isDown(namespace: string, name: string) {
  return async (ask: Ask) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    const { body } = await ask(path);
    return !(body as Deployment).status.availableReplicas;
  };
}

interface Slices {
  items: { endpoints?: { conditions?: { ready?: boolean } }[] | null }[];
}

interface Pods {
  items: {
    metadata: { deletionTimestamp?: string };
    spec: { nodeName?: string };
    status: { phase: string };
  }[];
}

async function podsOf(ask: Ask, namespace: string, selector: string) {
  const query = `labelSelector=${encodeURIComponent(selector)}`;
  const { body } = await ask(`/api/v1/namespaces/${namespace}/pods?${query}`);
  return (body as Pods).items.filter(
    ({ metadata }) => !metadata.deletionTimestamp,
  );
}

const merge = (object: string, patch: unknown) =>
  `kubectl patch ${object} --type merge -p '${JSON.stringify(patch)}'`;

const ISTIO = '-n istio-system';
/** No node has the label but those that get it; pods are taken from the others, and stay where they are else. */
const onLabelledNodes = (label: string) => ({
  spec: {
    updateStrategy: { type: 'OnDelete', rollingUpdate: null },
    template: { spec: { nodeSelector: { [label]: 'yes' } } },
  },
});

const AMBIENT: readonly Change[] = [
  {
    title: 'a waypoint is deleted',
    cluster: 'apps',
    then: [
      'kubectl -n gitlab delete gateways.gateway.networking.k8s.io waypoint',
    ],
    seen: says(
      { cluster: 'apps', namespace: 'gitlab', name: 'registry' },
      'enrolled 2/2 waypoint-missing',
    ),
  },
  {
    title: 'a PeerAuthentication is made STRICT',
    cluster: 'apps',
    then: [
      `kubectl -n harbor get peerauthentications -o name | xargs kubectl -n harbor patch --type merge -p '{"spec":{"mtls":{"mode":"STRICT"}}}'`,
    ],
    seen: async portal => {
      const subject = {
        cluster: 'apps',
        namespace: 'harbor',
        name: 'harbor-core',
      };
      return (await look(portal, subject))?.mTLS === 'strict';
    },
  },
  {
    title: 'ztunnel goes from a node',
    cluster: 'apps',
    then: [
      'kubectl label node apps-worker-1 apps-worker-3 apps-worker-4 ztunnel=yes',
      merge(`${ISTIO} daemonset ztunnel`, onLabelledNodes('ztunnel')),
    ],
    visible: async ask => {
      const pods = await podsOf(ask, 'istio-system', 'app=ztunnel');
      return pods.every(({ spec }) => spec.nodeName !== 'apps-worker-2');
    },
    seen: says(
      { cluster: 'apps', namespace: 'gitlab', name: 'webservice' },
      /^misconfigured \d\/3 ztunnel-not-ready-on-node$/,
    ),
  },
  {
    title: 'istio-cni goes, and a pod starts without it',
    cluster: 'apps',
    then: [
      merge(`${ISTIO} daemonset istio-cni-node`, onLabelledNodes('cni')),
      'kubectl -n harbor scale deployment harbor-exporter --replicas 1',
    ],
    visible: async ask => {
      const agents = await podsOf(
        ask,
        'istio-system',
        'k8s-app=istio-cni-node',
      );
      const pods = await podsOf(ask, 'harbor', 'component=exporter');
      return (
        agents.length === 0 &&
        pods.some(({ status }) => status.phase === 'Running')
      );
    },
    seen: says(
      { cluster: 'apps', namespace: 'harbor', name: 'harbor-exporter' },
      'misconfigured 0/1 cni-not-ready-on-node',
    ),
  },
];

const SIDECARS: readonly Change[] = [
  {
    title: 'the label of a namespace is taken away',
    cluster: 'aws-eks',
    then: ['kubectl label namespace frontend istio-injection-'],
    seen: says(
      { cluster: 'aws-eks', namespace: 'frontend', name: 'web-frontend' },
      'pending-restart 3/3 pod-outlives-injection',
    ),
  },
  {
    title: 'a tag is moved to another revision',
    cluster: 'aws-eks',
    then: [
      `kubectl get mutatingwebhookconfiguration istio-revision-tag-prod -o json | sed 's#"istio.io/rev": "default"#"istio.io/rev": "canary"#; s#"name": "istiod"#"name": "istiod-canary"#' | kubectl replace -f -`,
    ],
    seen: says(
      { cluster: 'aws-eks', namespace: 'payments', name: 'fraud-scoring' },
      'pending-restart 2/2 pod-has-old-revision',
    ),
  },
  {
    title: 'a revision is removed',
    cluster: 'gcp-gke',
    then: [
      'kubectl delete mutatingwebhookconfigurations -l istio.io/rev=1-31-1',
      `kubectl ${ISTIO} delete deployment istiod-1-31-1`,
    ],
    seen: says(
      { cluster: 'gcp-gke', namespace: 'search', name: 'search-indexer' },
      'misconfigured 2/2 revision-not-found',
    ),
  },
  {
    title: "Istio's injector goes down",
    cluster: 'aws-eks',
    then: [`kubectl ${ISTIO} scale deployment istiod --replicas 0`],
    visible: isDown('istio-system', 'istiod'),
    seen: says(
      { cluster: 'aws-eks', namespace: 'orders', name: 'order-processor' },
      'misconfigured 1/3 injector-unavailable',
    ),
  },
  {
    title: "Consul's injector goes down",
    cluster: 'onprem-dc1',
    then: [
      'kubectl -n consul scale deployment consul-connect-injector --replicas 0',
    ],
    visible: isDown('consul', 'consul-connect-injector'),
    seen: says(
      { cluster: 'onprem-dc1', namespace: 'erp', name: 'warehouse-adapter' },
      'misconfigured 0/1 injector-unavailable',
    ),
  },
  {
    title: 'a Service is deleted that Consul registered',
    cluster: 'onprem-dc1',
    then: ['kubectl -n billing delete service billing'],
    seen: says(
      { cluster: 'onprem-dc1', namespace: 'billing', name: 'billing' },
      'misconfigured 2/2 service-missing',
    ),
  },
];

const LINKERD: readonly Change[] = [
  {
    title: 'the annotation of a namespace is taken away',
    cluster: 'infra',
    then: ['kubectl annotate namespace vault linkerd.io/inject-'],
    seen: says(
      { cluster: 'infra', namespace: 'vault', name: 'vault' },
      'pending-restart 3/3 pod-outlives-injection',
    ),
  },
  {
    title: "Linkerd's injector goes down",
    cluster: 'infra',
    then: [
      'kubectl -n linkerd scale deployment linkerd-proxy-injector --replicas 0',
    ],
    visible: isDown('linkerd', 'linkerd-proxy-injector'),
    seen: says(
      { cluster: 'infra', namespace: 'keycloak', name: 'keycloak' },
      'misconfigured 0/2 injector-unavailable',
    ),
  },
  {
    title: 'a namespace is kept from the webhooks',
    cluster: 'apps',
    then: [
      'kubectl label namespace mattermost config.linkerd.io/admission-webhooks=disabled',
    ],
    seen: says(
      { cluster: 'apps', namespace: 'mattermost', name: 'mattermost' },
      'misconfigured 2/2 namespace-ignored-by-mesh',
    ),
  },
  {
    title: "Linkerd's annotation is set as a label",
    cluster: 'apps',
    then: ['kubectl label namespace wiki linkerd.io/inject=enabled'],
    seen: async portal => {
      const subject = { cluster: 'apps', namespace: 'wiki', name: 'wiki' };
      const { membership } = (await look(portal, subject)) ?? {};
      return membership?.reasons[0].text.id.endsWith('-label') ?? false;
    },
  },
  {
    title: 'the gateway that mirrors lead to goes down',
    cluster: 'infra',
    then: [
      'kubectl -n linkerd-multicluster scale deployment linkerd-gateway --replicas 0',
    ],
    visible: isDown('linkerd-multicluster', 'linkerd-gateway'),
    seen: async portal => {
      const { meshes } = await clusterOf(portal, 'infra');
      const linkerd = meshes.find(({ mesh }) => mesh === 'linkerd');
      return linkerd?.parts.find(({ part }) => part === 'gateway')?.ready === 0;
    },
  },
  {
    title: 'mirrors lose their endpoints with it',
    cluster: 'apps',
    then: [],
    visible: async ask => {
      const { body } = await ask(
        '/apis/discovery.k8s.io/v1/namespaces/databases/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Ddragonfly-infra',
      );
      const { items } = body as Slices;
      return items.every(({ endpoints }) =>
        (endpoints ?? []).every(
          ({ conditions }) => conditions?.ready === false,
        ),
      );
    },
    seen: async portal => {
      const id = 'production/databases/dragonfly';
      const mirror = (await instancesOf(portal, id)).find(
        ({ name }) => name === 'dragonfly-infra',
      );
      return mirror?.endpoints.ready === 0;
    },
  },
  {
    title: 'a Service is exported no more',
    cluster: 'infra',
    then: [
      'kubectl -n databases label service dragonfly-replica mirror.linkerd.io/exported-',
      'kubectl --context apps -n databases wait --for=delete service/dragonfly-replica-infra --timeout=20s',
    ],
    seen: async portal => {
      const id = 'production/databases/dragonfly-replica';
      return (await instancesOf(portal, id)).every(
        ({ kind }) => kind === 'local',
      );
    },
  },
];

const NETWORK: readonly Change[] = [
  {
    title: 'WireGuard is switched off',
    cluster: 'infra',
    then: [
      merge('-n kube-system configmap cilium-config', {
        data: { 'enable-wireguard': 'false' },
      }),
    ],
    seen: async portal => {
      const { network } = await clusterOf(portal, 'infra');
      return network[0].encryption === 'none';
    },
  },
  {
    title: 'a cluster hangs',
    cluster: 'onprem-dc2',
    then: ['lab hang onprem-dc2'],
    seen: async portal =>
      (await clusterOf(portal, 'onprem-dc2')).status === 'unreachable',
    // Two heartbeats of 6 s missed, the second after 4 s.
    milliseconds: 17_000,
  },
];

/** In this order; none undoes what another needs. */
export const CHANGES: readonly Change[] = [
  ...AMBIENT,
  ...SIDECARS,
  ...LINKERD,
  ...NETWORK,
];
