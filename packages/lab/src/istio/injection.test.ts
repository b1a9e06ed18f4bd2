import { join } from 'node:path';
import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Pod, PodSpec } from '../controllers/objects.ts';
import { TEST_NOW } from '../testing/clusters.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { buildCluster } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';

interface PodOptions {
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Partial<PodSpec>;
}

let cluster: SimulatedCluster;
let created = 0;

beforeAll(() => {
  const worlds = loadWorlds(join(import.meta.dirname, '../../world'));
  // Two revisions, tags and an istio-cni: what the tests are about.
  const world = worlds.find(({ name }) => name === 'aws-eks');
  if (!world) throw new Error('There is no world aws-eks');
  cluster = buildCluster(world, { now: TEST_NOW, certificate: 'PEM' });
});

function aNamespace(labels: Record<string, string>): string {
  created += 1;
  const name = `test-${created}`;
  const draft = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  };
  cluster.store.create('namespaces', draft, { manager: 'test' });
  return name;
}

function aPod({
  namespace,
  labels,
  annotations,
  spec,
}: PodOptions): DraftObject {
  created += 1;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `pod-${created}`,
      namespace,
      labels: { app: 'shop', ...labels },
      annotations,
    },
    spec: {
      containers: [{ name: 'app', image: 'example.test/app:1' }],
      ...spec,
    },
  };
}

function create(options: PodOptions): Pod {
  return cluster.store.create<Pod>('pods', aPod(options), { manager: 'test' });
}

/** The revision that injected the pod, from the record that the injector leaves. */
function revisionOf(pod: Pod): string | undefined {
  const record = pod.metadata.annotations?.['sidecar.istio.io/status'];
  return record && JSON.parse(record).revision;
}

const inject = 'sidecar.istio.io/inject';
const rev = 'istio.io/rev';

describe('which pods get a sidecar, and of which revision', () => {
  const none = undefined;
  it.each([
    [
      'namespace with istio.io/rev of a revision',
      { [rev]: 'canary' },
      {},
      'canary',
    ],
    ['namespace with istio.io/rev of a tag', { [rev]: 'prod' }, {}, 'default'],
    [
      'namespace with istio.io/rev of the default revision',
      { [rev]: 'default' },
      {},
      'default',
    ],
    [
      'namespace with istio.io/rev that nothing answers to',
      { [rev]: '1-28-3' },
      {},
      none,
    ],
    [
      'namespace with istio.io/rev, pod opts out',
      { [rev]: 'canary' },
      { [inject]: 'false' },
      none,
    ],
    [
      'pod with istio.io/rev in a plain namespace',
      {},
      { [rev]: 'canary' },
      'canary',
    ],
    ['pod with istio.io/rev of a tag', {}, { [rev]: 'prod' }, 'default'],
    [
      'pod with istio.io/rev that opts out',
      {},
      { [rev]: 'canary', [inject]: 'false' },
      none,
    ],
    [
      'pod with istio.io/rev in a namespace with another',
      { [rev]: 'prod' },
      { [rev]: 'canary' },
      'default',
    ],
    [
      'namespace with istio-injection',
      { 'istio-injection': 'enabled' },
      {},
      'default',
    ],
    [
      'namespace with istio-injection, pod opts out',
      { 'istio-injection': 'enabled' },
      { [inject]: 'false' },
      none,
    ],
    [
      'istio-injection wins over istio.io/rev',
      { 'istio-injection': 'enabled', [rev]: 'canary' },
      {},
      'default',
    ],
    [
      'disabled namespace with istio.io/rev',
      { 'istio-injection': 'disabled', [rev]: 'canary' },
      {},
      none,
    ],
    [
      'disabled namespace, pod opts in',
      { 'istio-injection': 'disabled' },
      { [inject]: 'true' },
      none,
    ],
    ['plain namespace, pod opts in', {}, { [inject]: 'true' }, 'default'],
    [
      'plain namespace, pod opts in and names a revision',
      {},
      { [inject]: 'true', [rev]: 'canary' },
      'canary',
    ],
    ['plain namespace, plain pod', {}, {}, none],
  ])('%s', (_title, namespaceLabels, labels, revision) => {
    const namespace = aNamespace(namespaceLabels);
    expect(revisionOf(create({ namespace, labels }))).toBe(revision);
  });

  it('is not decided by an annotation alone, but one that says false suppresses', () => {
    const plain = aNamespace({});
    expect(
      revisionOf(
        create({ namespace: plain, annotations: { [inject]: 'true' } }),
      ),
    ).toBeUndefined();
    const declared = aNamespace({ 'istio-injection': 'enabled' });
    expect(
      revisionOf(
        create({ namespace: declared, annotations: { [inject]: 'false' } }),
      ),
    ).toBeUndefined();
  });

  it('never includes pods on the host network or of the namespaces that istiod ignores', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    expect(
      revisionOf(create({ namespace, spec: { hostNetwork: true } })),
    ).toBeUndefined();
    const labels = { [inject]: 'true' };
    expect(
      revisionOf(create({ namespace: 'kube-system', labels })),
    ).toBeUndefined();
    expect(
      revisionOf(create({ namespace: 'kube-public', labels })),
    ).toBeUndefined();
  });

  it('follows a tag that is moved to another revision', () => {
    const namespace = aNamespace({ [rev]: 'prod' });
    const ref = {
      resource: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
      name: 'istio-revision-tag-prod',
    };
    const before = structuredClone(cluster.store.get(ref));
    cluster.store.modify(
      ref,
      copy => {
        const webhooks = copy.webhooks as {
          clientConfig: { service: { name: string } };
        }[];
        for (const webhook of webhooks)
          webhook.clientConfig.service.name = 'istiod-canary';
      },
      { manager: 'test' },
    );
    expect(revisionOf(create({ namespace }))).toBe('canary');
    cluster.store.modify(
      ref,
      copy => {
        copy.webhooks = before?.webhooks;
      },
      { manager: 'test' },
    );
  });
});

describe('an injected pod', () => {
  it('has what the real injector writes', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    const pod = create({ namespace, labels: { version: 'v2' } });
    expect(pod.metadata.labels).toMatchObject({
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': 'shop',
      'service.istio.io/canonical-revision': 'v2',
      'topology.istio.io/network': 'network-aws',
    });
    expect(pod.metadata.annotations).toMatchObject({
      'istio.io/rev': 'default',
      'kubectl.kubernetes.io/default-container': 'app',
      'prometheus.io/port': '15020',
    });
    expect(pod.spec.containers.map(c => c.name)).toEqual([
      'app',
      'istio-proxy',
    ]);
    expect(pod.spec.initContainers?.map(c => c.name)).toEqual([
      'istio-validation',
    ]);
    expect(pod.spec.containers[1]).toMatchObject({
      image: 'registry.istio.io/release/proxyv2:1.30.3',
      resources: {
        limits: { cpu: '2', memory: '1Gi' },
        requests: { cpu: '100m', memory: '128Mi' },
      },
    });
    const record = JSON.parse(
      pod.metadata.annotations?.['sidecar.istio.io/status'] ?? '',
    );
    expect(record).toMatchObject({
      initContainers: ['istio-validation'],
      containers: ['istio-proxy'],
    });
  });

  it('takes HBONE where the mesh is set up for ambient', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    const ref = {
      resource: 'configmaps',
      namespace: 'istio-system',
      name: 'istio',
    };
    const mesh = (text: string) =>
      cluster.store.patch(
        ref,
        { type: 'merge', body: { data: { mesh: text } } },
        { manager: 'test' },
      );
    const before = (cluster.store.get(ref)?.data as { mesh: string }).mesh;
    const hbone = 'networking.istio.io/tunnel';
    expect(create({ namespace }).metadata.labels).not.toHaveProperty([hbone]);
    mesh(
      'defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: "true" } }',
    );
    expect(create({ namespace }).metadata.labels?.[hbone]).toBe('http');
    mesh(before);
  });

  it('has a native sidecar where its annotation asks for one', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    const annotations = { 'sidecar.istio.io/nativeSidecar': 'true' };
    const initContainers = [
      { name: 'migrate', image: 'example.test/migrate:1' },
    ];
    const pod = create({ namespace, annotations, spec: { initContainers } });
    expect(pod.spec.containers.map(c => c.name)).toEqual(['app']);
    expect(
      pod.spec.initContainers?.map(c => [c.name, c.restartPolicy]),
    ).toEqual([
      ['istio-validation', undefined],
      ['istio-proxy', 'Always'],
      ['migrate', undefined],
    ]);
    const record = JSON.parse(
      pod.metadata.annotations?.['sidecar.istio.io/status'] ?? '',
    );
    expect(record).toMatchObject({
      initContainers: ['istio-validation', 'istio-proxy'],
      containers: null,
    });
  });

  it('has a native sidecar without asking where the kubelet of its node is 1.33 or newer', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    const status = { nodeInfo: { kubeletVersion: 'v1.33.1' } };
    const node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'new' },
      spec: { podCIDR: '10.88.9.0/24' },
      status,
    };
    cluster.store.create('nodes', node, { manager: 'test' });
    const native = create({ namespace, spec: { nodeName: 'new' } });
    expect(native.spec.initContainers?.map(c => c.name)).toContain(
      'istio-proxy',
    );
    const ordinary = create({ namespace });
    expect(ordinary.spec.containers.map(c => c.name)).toContain('istio-proxy');
  });

  it('answers HTTP probes through the agent', () => {
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    const readinessProbe = { httpGet: { path: '/healthz', port: 8080 } };
    const containers = [
      { name: 'app', image: 'example.test/app:1', readinessProbe },
    ];
    const pod = create({ namespace, spec: { containers } });
    expect(pod.spec.containers[0].readinessProbe).toMatchObject({
      httpGet: { path: '/app-health/app/readyz', port: 15020 },
    });
  });
});

describe('an istiod that is scaled to zero', () => {
  function scaleIstiod(replicas: number): void {
    const ref = {
      resource: 'deployments.apps',
      namespace: 'istio-system',
      name: 'istiod',
    };
    cluster.store.patch(
      ref,
      { type: 'merge', body: { spec: { replicas } } },
      { manager: 'test' },
    );
    cluster.timeline.runFor(60_000);
  }

  const message =
    'Internal error occurred: failed calling webhook "namespace.sidecar-injector.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/inject?timeout=10s": no endpoints available for service "istiod"';

  it('has new pods refused, which their ReplicaSet reports, and let in again once it is back', () => {
    scaleIstiod(0);
    const namespace = aNamespace({ 'istio-injection': 'enabled' });
    expect(() => create({ namespace })).toThrow(message);
    expect(() =>
      create({ namespace: aNamespace({ [rev]: 'canary' }) }),
    ).not.toThrow();

    const set = { resource: 'replicasets.apps', namespace };
    const template = {
      metadata: { labels: { app: 'shop' } },
      spec: { containers: [{ name: 'app', image: 'example.test/app:1' }] },
    };
    const spec = {
      replicas: 1,
      selector: { matchLabels: { app: 'shop' } },
      template,
    };
    const draft = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop', namespace },
      spec,
    };
    cluster.store.create('deployments.apps', draft, { manager: 'test' });
    cluster.timeline.runFor(30_000);
    const [refused] = cluster.store.list(set.resource, { namespace }).items;
    expect(refused.status).toMatchObject({
      replicas: 0,
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message,
        },
      ],
    });
    const events = cluster.store
      .list('events', { namespace })
      .items.map(event => [event.type, event.reason, event.message]);
    expect(events).toContainEqual([
      'Warning',
      'FailedCreate',
      `Error creating: ${message}`,
    ]);

    scaleIstiod(2);
    const pods = cluster.store
      .list<Pod>('pods', { namespace })
      .items.filter(pod => pod.metadata.labels?.['pod-template-hash']);
    expect(pods.map(revisionOf)).toEqual(['default']);
  });

  it('lets pods pass without a proxy where the webhook ignores failures', () => {
    const ref = {
      resource: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
      name: 'istio-revision-tag-default',
    };
    const setPolicy = (policy: string) =>
      cluster.store.modify(
        ref,
        copy => {
          for (const webhook of copy.webhooks as { failurePolicy: string }[])
            webhook.failurePolicy = policy;
        },
        { manager: 'test' },
      );
    scaleIstiod(0);
    setPolicy('Ignore');
    expect(
      revisionOf(
        create({ namespace: aNamespace({ 'istio-injection': 'enabled' }) }),
      ),
    ).toBeUndefined();
    setPolicy('Fail');
    scaleIstiod(2);
  });
});
