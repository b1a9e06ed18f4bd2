import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Pod } from '../controllers/objects.ts';
import { CallCounter } from '../exporters/CallCounter.ts';
import type { Call, CallEnd } from '../traffic/Call.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { TEST_NOW } from './clusters.ts';

/** What runs beside the application of a pod. */
type Beside =
  | { istio: 'sidecar' | 'router' | 'waypoint' | 'ztunnel' }
  | { container: 'linkerd-proxy' | 'consul-dataplane' | 'cilium-agent' }
  | Record<string, never>;

function containers(name: string, beside: Beside): Record<string, unknown>[] {
  const app = { name, image: 'example.test/app:1' };
  const image = 'example.test/proxy:1';
  if ('container' in beside) return [app, { name: beside.container, image }];
  if (!('istio' in beside)) return [app];
  const env = [
    { name: 'ISTIO_META_CLUSTER_ID', value: 'istio-west' },
    { name: 'TRUST_DOMAIN', value: 'cluster.local' },
  ];
  const args = ['proxy', beside.istio];
  return [app, { name: 'istio-proxy', image, args, env }];
}

/** A pod of namespace default on node-a, called like its workload, with what counts its calls. */
export function aCountingPod(
  name: string,
  beside: Beside = {},
  metadata: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  } = {},
): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      labels: { app: name, ...metadata.labels },
      annotations: metadata.annotations ?? {},
    },
    spec: {
      nodeName: 'node-a',
      serviceAccountName: name,
      containers: containers(name, beside),
    },
  };
}

/** A pod made by `aCountingPod` as one end of calls. */
export function anEnd(
  { store, world }: SimulatedCluster,
  name: string,
): CallEnd {
  const ref = { resource: 'pods', namespace: 'default', name };
  const pod = store.get<Pod>(ref);
  if (!pod) throw new Error(`There is no pod ${name}`);
  return {
    cluster: world.name,
    namespace: 'default',
    workload: name,
    kind: 'Deployment',
    pod: name,
    podIp: pod.status?.podIP ?? '',
    node: pod.spec.nodeName ?? '',
    serviceAccount: name,
    labels: pod.metadata.labels ?? {},
  };
}

/** A good HTTP request to Service `shop` that took the client 30 and the server 20 milliseconds. */
export function aCall(overrides: Partial<Call>): Call {
  const cluster = overrides.from?.cluster ?? overrides.to?.cluster ?? 'test';
  return {
    id: 1,
    at: TEST_NOW.getTime() - 1000,
    flow: 'flow',
    service: { cluster, namespace: 'default', name: 'shop', port: 80 },
    protocol: 'http',
    method: 'GET',
    route: '/items',
    path: '/items',
    status: 200,
    flags: '-',
    clientMs: 30,
    serverMs: 20,
    requestBytes: 700,
    responseBytes: 2400,
    newConnection: true,
    via: [],
    mtls: true,
    ...overrides,
  };
}

const TARGET_LABELS =
  /\b(job|instance|namespace|pod|node|app|control_plane_ns|workload_ns)="[^"]*",?/g;

/** What is exposed of some metrics after these calls, by pod, without the labels that say which pod it is. */
export class Exposed {
  private readonly counters: CallCounter;

  constructor(clusters: readonly SimulatedCluster[], calls: readonly Call[]) {
    this.counters = new CallCounter(
      clusters.map(({ world, store }) => ({ name: world.name, store })),
    );
    for (const call of calls) this.counters.count(call);
  }

  /** The whole text. */
  text(cluster = 'test'): string {
    return this.counters.registry.text(cluster, TEST_NOW.getTime());
  }

  /** Lines of a pod whose metric's name begins with `metric`. */
  lines(pod: string, metric: string, cluster = 'test'): string[] {
    return this.text(cluster)
      .split('\n')
      .filter(
        line => line.startsWith(metric) && line.includes(`,pod="${pod}",`),
      )
      .map(line => line.replace(TARGET_LABELS, '').replace(',}', '}'));
  }

  /** As `lines`, one label set each as an object, with the value under `value`. */
  series(
    pod: string,
    metric: string,
    cluster = 'test',
  ): Record<string, string>[] {
    return this.lines(pod, `${metric}{`, cluster).map(line => {
      const labels = [...line.matchAll(/(\w+)="([^"]*)"/g)];
      const value = line.slice(line.lastIndexOf(' ') + 1);
      return {
        ...Object.fromEntries(labels.map(([, key, text]) => [key, text])),
        value,
      };
    });
  }
}
