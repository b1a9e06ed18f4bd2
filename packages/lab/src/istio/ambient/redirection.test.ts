import type { Pod } from '../../controllers/objects.ts';
import type { Behaviour } from '../../kubelet/behaviours.ts';
import { activePods, aNamespace, aWorkload } from '../../testing/clusters.ts';
import { anAmbientCluster } from '../../testing/istio.ts';
import type { SimulatedCluster } from '../../world/SimulatedCluster.ts';

const SECOND = 1_000;
const mode = 'istio.io/dataplane-mode';
const ambient = { [mode]: 'ambient' };

function redirections(cluster: SimulatedCluster): (string | undefined)[] {
  return activePods(cluster).map(
    pod => pod.metadata.annotations?.['ambient.istio.io/redirection'],
  );
}

function relabel(
  { store }: SimulatedCluster,
  labels: Record<string, string | null>,
): void {
  store.patch(
    { resource: 'namespaces', name: 'default' },
    { type: 'merge', body: { metadata: { labels } } },
    { manager: 'test' },
  );
}

describe('which pods istio-cni redirects', () => {
  it.each([
    ['no label', {}, {}, undefined],
    ['a namespace in ambient', ambient, {}, 'enabled'],
    ['a pod in ambient', {}, ambient, 'enabled'],
    ['a pod that opts out', ambient, { [mode]: 'none' }, undefined],
  ])('%s', (_title, namespaceLabels, podLabels, expected) => {
    const cluster = anAmbientCluster([
      aNamespace('default', namespaceLabels),
      aWorkload({ replicas: 1, labels: podLabels }),
    ]);
    expect(redirections(cluster)).toEqual([expected]);
  });

  it('leaves pods on the host network alone', () => {
    const workload = aWorkload({ replicas: 1 });
    const { template } = workload.spec as { template: Pod };
    template.spec.hostNetwork = true;
    const cluster = anAmbientCluster([
      aNamespace('default', ambient),
      workload,
    ]);
    expect(redirections(cluster)).toEqual([undefined]);
  });

  it('leaves pods with a sidecar alone', () => {
    const workload = aWorkload({ replicas: 1 });
    const { template } = workload.spec as { template: Pod };
    template.metadata.annotations = { 'sidecar.istio.io/status': '{}' };
    const cluster = anAmbientCluster([
      aNamespace('default', ambient),
      workload,
    ]);
    expect(redirections(cluster)).toEqual([undefined]);
  });

  it('leaves namespaces alone that its settings exclude', () => {
    const cluster = anAmbientCluster(
      [aNamespace('default', ambient), aWorkload({ replicas: 1 })],
      { excludedNamespaces: 'kube-system, default' },
    );
    expect(redirections(cluster)).toEqual([undefined]);
  });

  it('goes by the selectors of its settings', () => {
    const cluster = anAmbientCluster([aWorkload({ replicas: 1 })]);
    const selectors = '- podSelector: { matchLabels: { app: web } }';
    cluster.store.patch(
      {
        resource: 'configmaps',
        namespace: 'istio-system',
        name: 'istio-cni-config',
      },
      {
        type: 'merge',
        body: { data: { AMBIENT_ENABLEMENT_SELECTOR: selectors } },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(SECOND);
    expect(redirections(cluster)).toEqual(['enabled']);
  });
});

describe('a namespace that', () => {
  it('joins and leaves ambient takes its running pods along', () => {
    const cluster = anAmbientCluster([aWorkload({ replicas: 2 })]);
    relabel(cluster, ambient);
    cluster.timeline.runFor(SECOND);
    expect(redirections(cluster)).toEqual(['enabled', 'enabled']);
    relabel(cluster, { [mode]: null });
    cluster.timeline.runFor(SECOND);
    expect(redirections(cluster)).toEqual([undefined, undefined]);
  });
});

describe('a node without', () => {
  const agentAway = (name: string): Behaviour => ({
    namespace: 'istio-system',
    matchLabels: { [name === 'ztunnel' ? 'app' : 'k8s-app']: name },
    node: 'node-a',
    unready: true,
  });
  const byNode = (cluster: SimulatedCluster) =>
    Object.fromEntries(
      activePods(cluster).map(pod => [
        pod.spec.nodeName,
        pod.metadata.annotations?.['ambient.istio.io/redirection'],
      ]),
    );
  it.each([
    ['ztunnel', { 'node-a': 'pending', 'node-b': 'enabled' }],
    ['istio-cni-node', { 'node-a': undefined, 'node-b': 'enabled' }],
  ])('%s that is ready', (name, expected) => {
    const cluster = anAmbientCluster(
      [aNamespace('default', ambient), aWorkload({ replicas: 2 })],
      { world: { behaviours: [agentAway(name)] } },
    );
    expect(byNode(cluster)).toEqual(expected);
  });

  it('istio-cni keeps what it had, also when the label goes', () => {
    const cluster = anAmbientCluster([
      aNamespace('default', ambient),
      aWorkload({ replicas: 1 }),
    ]);
    cluster.store.patch(
      {
        resource: 'daemonsets.apps',
        namespace: 'istio-system',
        name: 'istio-cni-node',
      },
      {
        type: 'merge',
        body: {
          spec: { template: { spec: { nodeSelector: { no: 'node' } } } },
        },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(60 * SECOND);
    relabel(cluster, { [mode]: null });
    cluster.timeline.runFor(SECOND);
    expect(redirections(cluster)).toEqual(['enabled']);
  });
});
