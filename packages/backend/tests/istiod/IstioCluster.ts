import {
  startIstiod,
  type Istiod,
} from '../../../../scripts/kubernetes/Istiod';
import {
  startKubeApiServer,
  type KubeApiServer,
} from '../../../../scripts/kubernetes/KubeApiServer';
import { waitUntil } from '../../../../scripts/processes/waitUntil';

/** Reads everything, writes nothing: what the portal gets. */
export const READER = { name: 'portal', token: 'portal-reads-everything' };

const ISTIO = 'istio-system';
const NODE = 'node-1';

type Labels = Readonly<Record<string, string>>;

/** Kinds that are written one by one: through the API, which takes milliseconds where kubectl takes a third of a second. */
const PATHS = {
  Node: { root: '/api/v1', plural: 'nodes' },
  Pod: { root: '/api/v1', plural: 'pods' },
  DaemonSet: { root: '/apis/apps/v1', plural: 'daemonsets' },
  Deployment: { root: '/apis/apps/v1', plural: 'deployments' },
  ReplicaSet: { root: '/apis/apps/v1', plural: 'replicasets' },
} as const;
type Kind = keyof typeof PATHS;

function pathOf(kind: Kind, namespace: string, ...name: string[]): string {
  const { root, plural } = PATHS[kind];
  const scope = namespace ? `/namespaces/${namespace}` : '';
  return [`${root}${scope}/${plural}`, ...name].join('/');
}

export interface AppOptions {
  namespace: string;
  name: string;
  /** Of the pods; `app` is there anyway. */
  labels?: Labels;
  /** Of the Service. */
  serviceLabels?: Labels;
  replicas?: number;
  /** What istio-cni's agent writes on a pod once it has redirected its traffic. */
  captured?: boolean;
}

/**
 * A real kube-apiserver with real istiods of two revisions, `default` and `canary`, and a tag `prod` on the second.
 * There is no kubelet and no controller: what they would do to objects is done here, and pods run nothing.
 */
export class IstioCluster {
  private addresses = 0;

  private constructor(
    readonly server: KubeApiServer,
    private readonly istiods: readonly Istiod[],
  ) {}

  static async start(name: string): Promise<IstioCluster> {
    const server = await startKubeApiServer({ name, users: [READER] });
    const istiods: Istiod[] = [];
    try {
      const common = {
        profile: 'ambient',
        clusterId: name,
        network: `network-${name}`,
        meshId: 'mesh1',
      } as const;
      istiods.push(await startIstiod(server, common));
      istiods.push(
        await startIstiod(server, {
          ...common,
          profile: 'default',
          revision: 'canary',
        }),
      );
      const cluster = new IstioCluster(server, istiods);
      await cluster.prepare();
      return cluster;
    } catch (error) {
      await Promise.all(istiods.map(istiod => istiod.stop()));
      await server.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.istiods.map(istiod => istiod.stop()));
    await this.server.stop();
  }

  /** istiod's own view of what ztunnel is told. */
  async ambientz(): Promise<AmbientView> {
    return (await this.istiods[0].debug('ambientz')) as AmbientView;
  }

  async apply(...items: readonly object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items };
    await this.server.kubectl(['apply', '-f', '-'], {
      input: JSON.stringify(list),
    });
  }

  async namespace(name: string, labels: Labels = {}): Promise<void> {
    await this.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
  }

  /** A Deployment with its ReplicaSet, running pods, a Service and its endpoints. */
  async app(options: AppOptions): Promise<void> {
    const { namespace, name, replicas = 2 } = options;
    const labels = { app: name, ...options.labels };
    const template = {
      metadata: { labels },
      spec: {
        serviceAccountName: 'default',
        containers: [
          {
            name: 'app',
            image: 'registry.example/app:1',
            ports: [{ containerPort: 8080 }],
          },
        ],
      },
    };
    await this.apply(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { namespace, name },
        spec: { replicas, selector: { matchLabels: { app: name } }, template },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace, name, labels: options.serviceLabels },
        spec: {
          selector: { app: name },
          ports: [{ name: 'http', port: 80, targetPort: 8080 }],
        },
      },
    );
    const owner = await this.replicaSet(options, template);
    for (let i = 0; i < replicas; i++) {
      await this.runPod(namespace, {
        metadata: {
          name: `${name}-5f6d7-${i}`,
          labels,
          ownerReferences: [owner],
        },
        spec: { ...template.spec, nodeName: NODE },
        captured: options.captured,
      });
    }
  }

  /** Starts a pod of the waypoint that istiod has made of a Gateway, and has its Service find it. */
  async runWaypoint(namespace: string, name: string): Promise<void> {
    const waiting = { timeoutMilliseconds: 20_000 };
    const deployment = await waitUntil(
      () => this.ownerOf(namespace, 'Deployment', name).catch(() => undefined),
      { what: `the Deployment of waypoint ${name}`, ...waiting },
    );
    const labels = {
      'gateway.networking.k8s.io/gateway-name': name,
      'istio.io/dataplane-mode': 'none',
    };
    const ip = await this.runPod(namespace, {
      metadata: { name: `${name}-x1`, labels, ownerReferences: [deployment] },
      spec: {
        serviceAccountName: 'default',
        nodeName: NODE,
        containers: [
          { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.0' },
        ],
      },
    });
    await this.apply({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        namespace,
        name: `${name}-x1`,
        labels: { 'kubernetes.io/service-name': name },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [ip], conditions: { ready: true } }],
      ports: [{ name: 'mesh', port: 15008 }],
    });
    await this.server.kubectl([
      ...['-n', namespace, 'wait', `gateway/${name}`],
      ...['--for=condition=Programmed', '--timeout=20s'],
    ]);
  }

  private async prepare(): Promise<void> {
    await this.allowReading();
    await this.apply({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: NODE },
    });
    await this.status(['Node', '', NODE], {
      allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
      nodeInfo: NODE_INFO,
    });
    for (const name of ['istiod', 'istiod-canary']) {
      await this.status(['Deployment', ISTIO, name], {
        replicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
      });
    }
    await this.agent('ztunnel', { app: 'ztunnel' }, 'ztunnel');
    await this.agent(
      'istio-cni-node',
      { 'k8s-app': 'istio-cni-node' },
      'install-cni',
    );
    await this.tag('prod', 'canary');
  }

  /** The pod of a DaemonSet on the only node. */
  private async agent(
    name: string,
    labels: Labels,
    image: string,
  ): Promise<void> {
    await this.runPod(ISTIO, {
      metadata: {
        name: `${name}-x1`,
        labels,
        ownerReferences: [await this.ownerOf(ISTIO, 'DaemonSet', name)],
      },
      spec: {
        serviceAccountName: 'default',
        nodeName: NODE,
        containers: [
          { name: 'istio-proxy', image: `docker.io/istio/${image}:1.31.0` },
        ],
      },
    });
    await this.status(['DaemonSet', ISTIO, name], {
      currentNumberScheduled: 1,
      desiredNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
    });
  }

  /** What `istioctl tag set` applies: the injector of the revision under the tag's name. */
  private async tag(tag: string, revision: string): Promise<void> {
    const source = await this.server.kubectl([
      ...['get', 'mutatingwebhookconfiguration'],
      ...[`istio-sidecar-injector-${revision}`, '-o', 'json'],
    ]);
    const { webhooks } = JSON.parse(source) as {
      webhooks: { name: string; clientConfig: object }[];
    };
    const [{ clientConfig }] = webhooks;
    const hook = (
      name: string,
      namespaceSelector: object,
      objectSelector: object,
    ) => ({
      name: `${name}.sidecar-injector.istio.io`,
      clientConfig,
      namespaceSelector: { matchExpressions: namespaceSelector },
      objectSelector: { matchExpressions: objectSelector },
      rules: [
        {
          operations: ['CREATE'],
          apiGroups: [''],
          apiVersions: ['v1'],
          resources: ['pods'],
        },
      ],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      failurePolicy: 'Fail',
    });
    await this.apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: {
        name: `istio-revision-tag-${tag}`,
        labels: {
          app: 'sidecar-injector',
          'istio.io/tag': tag,
          'istio.io/rev': revision,
        },
      },
      webhooks: [
        hook(
          'rev.namespace',
          [
            { key: 'istio.io/rev', operator: 'In', values: [tag] },
            { key: 'istio-injection', operator: 'DoesNotExist' },
          ],
          [
            {
              key: 'sidecar.istio.io/inject',
              operator: 'NotIn',
              values: ['false'],
            },
          ],
        ),
      ],
    });
  }

  private async allowReading(): Promise<void> {
    const metadata = { name: 'read-everything' };
    const apiGroup = 'rbac.authorization.k8s.io';
    await this.apply(
      {
        apiVersion: `${apiGroup}/v1`,
        kind: 'ClusterRole',
        metadata,
        rules: [
          {
            apiGroups: ['*'],
            resources: ['*'],
            verbs: ['get', 'list', 'watch'],
          },
        ],
      },
      {
        apiVersion: `${apiGroup}/v1`,
        kind: 'ClusterRoleBinding',
        metadata,
        roleRef: { apiGroup, kind: 'ClusterRole', name: metadata.name },
        subjects: [{ apiGroup, kind: 'User', name: READER.name }],
      },
    );
  }

  private async replicaSet(
    { namespace, name }: AppOptions,
    template: object,
  ): Promise<OwnerReference> {
    const owner = await this.ownerOf(namespace, 'Deployment', name);
    await this.send('POST', pathOf('ReplicaSet', namespace), {
      metadata: { namespace, name: `${name}-5f6d7`, ownerReferences: [owner] },
      spec: { selector: { matchLabels: { app: name } }, template },
    });
    return this.ownerOf(namespace, 'ReplicaSet', `${name}-5f6d7`);
  }

  private async ownerOf(
    namespace: string,
    kind: Kind,
    name: string,
  ): Promise<OwnerReference> {
    const found = await this.send('GET', pathOf(kind, namespace, name));
    const { uid } = (found as { metadata: { uid: string } }).metadata;
    return { apiVersion: 'apps/v1', kind, name, uid, controller: true };
  }

  private async runPod(
    namespace: string,
    { metadata, spec, captured }: PodToRun,
  ): Promise<string> {
    const { name } = metadata;
    await this.send('POST', pathOf('Pod', namespace), {
      metadata: { ...metadata, namespace },
      spec,
    });
    const now = new Date().toISOString();
    const ip = `10.100.0.${++this.addresses}`;
    await this.status(['Pod', namespace, name], {
      phase: 'Running',
      startTime: now,
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: now }],
    });
    if (captured) {
      const annotations = { 'ambient.istio.io/redirection': 'enabled' };
      await this.send('PATCH', pathOf('Pod', namespace, name), {
        metadata: { annotations },
      });
    }
    return ip;
  }

  private async status(
    [kind, namespace, name]: readonly [Kind, string, string],
    status: object,
  ): Promise<void> {
    const path = pathOf(kind, namespace, name, 'status');
    await this.send('PATCH', path, { status });
  }

  /** A PATCH is a merge patch; throws unless the API server accepts. */
  private async send(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<unknown> {
    const contentType =
      method === 'PATCH' ? 'application/merge-patch+json' : undefined;
    const answer = await this.server.request(path, {
      ...{ method, body },
      ...(contentType && { contentType }),
    });
    if (answer.status >= 300) {
      const said = JSON.stringify(answer.body);
      throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    }
    return answer.body;
  }

  /** Waits until istiod has written into the status of a Service that its waypoint takes it. */
  async waitUntilBound(namespace: string, name: string): Promise<void> {
    await waitUntil(
      async () => {
        const found = await this.conditions(namespace, name);
        return found.some(
          ({ type, status }) =>
            type === 'istio.io/WaypointBound' && status === 'True',
        );
      },
      {
        what: `Service ${namespace}/${name} to be bound to its waypoint`,
        timeoutMilliseconds: 20_000,
      },
    );
  }

  async conditions(namespace: string, name: string): Promise<Condition[]> {
    const service = await this.server.kubectl([
      ...['-n', namespace, 'get', 'service', name, '-o', 'json'],
    ]);
    const { status } = JSON.parse(service) as {
      status: { conditions?: Condition[] };
    };
    return status.conditions ?? [];
  }
}

interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
}

interface PodToRun {
  metadata: { name: string; labels: Labels; ownerReferences: OwnerReference[] };
  spec: object;
  captured?: boolean;
}

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

export interface AmbientView {
  workloads: {
    name: string;
    namespace: string;
    tunnelProtocol?: string;
  }[];
}

/** istiod reads the kubelet's version to decide on native sidecars. */
const NODE_INFO = {
  architecture: 'amd64',
  bootID: 'b',
  containerRuntimeVersion: 'containerd://2.0.0',
  kernelVersion: '6.12.0',
  kubeProxyVersion: '',
  kubeletVersion: 'v1.36.3',
  machineID: 'm',
  operatingSystem: 'linux',
  osImage: 'Linux',
  systemUUID: 's',
};
