import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import {
  aCluster,
  aNamespace,
  aService,
  activePods,
  aWorkload,
} from '../testing/clusters.ts';
import type { Deployment, EndpointSlice, Pod, ReplicaSet } from './objects.ts';
import { isReady } from './podTemplates.ts';

const SECOND = 1000;
const deployment = {
  resource: 'deployments.apps',
  namespace: 'default',
  name: 'web',
};

function restart(
  { store }: SimulatedCluster,
  resource = deployment.resource,
): void {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
  store.patch(
    { ...deployment, resource },
    {
      type: 'merge',
      body: { spec: { template: { metadata: { annotations } } } },
    },
    { manager: 'test' },
  );
}

function scale(
  { store }: SimulatedCluster,
  replicas: number,
  resource = deployment.resource,
): void {
  store.patch(
    { ...deployment, resource },
    { type: 'merge', body: { spec: { replicas } } },
    { manager: 'test' },
  );
}

function endpoints({ store }: SimulatedCluster) {
  const [slice] = store.list<EndpointSlice>('endpointslices.discovery.k8s.io', {
    namespace: 'default',
  }).items;
  return slice.endpoints ?? [];
}

describe('a Deployment', () => {
  it('has settled when the history has been replayed', () => {
    const cluster = aCluster([aWorkload()]);
    expect(activePods(cluster).map(isReady)).toEqual([true, true, true]);
    expect(cluster.store.get<Deployment>(deployment)?.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
  });

  it('makes a pod ready 5 to 20 seconds after it was asked for', () => {
    const cluster = aCluster([aWorkload({ replicas: 0 })]);
    scale(cluster, 1);
    cluster.timeline.runFor(4.9 * SECOND);
    expect(activePods(cluster).filter(isReady)).toHaveLength(0);
    cluster.timeline.runFor(15.1 * SECOND);
    expect(activePods(cluster).filter(isReady)).toHaveLength(1);
  });

  it('replaces pods one by one at a restart and never has fewer ready than asked for', () => {
    const cluster = aCluster([aWorkload()]);
    const old = new Set(activePods(cluster).map(pod => pod.metadata.uid));
    const starting: number[] = [];
    const ready: number[] = [];
    cluster.store.watch(({ resource }) => {
      if (resource !== 'pods') return;
      const pods = activePods(cluster);
      starting.push(pods.filter(pod => !isReady(pod)).length);
      ready.push(pods.filter(isReady).length);
    });
    restart(cluster);
    cluster.timeline.runFor(90 * SECOND);
    expect(Math.max(...starting)).toBe(1);
    expect(Math.min(...ready)).toBe(3);
    expect(activePods(cluster).some(pod => old.has(pod.metadata.uid))).toBe(
      false,
    );
    expect(activePods(cluster)).toHaveLength(3);
  });

  it('counts revisions and goes back to an old ReplicaSet when its template comes back', () => {
    const cluster = aCluster([aWorkload()]);
    restart(cluster);
    cluster.timeline.runFor(90 * SECOND);
    const body = { spec: { template: { metadata: { annotations: null } } } };
    cluster.store.patch(
      deployment,
      { type: 'merge', body },
      { manager: 'test' },
    );
    cluster.timeline.runFor(90 * SECOND);
    const sets = cluster.store.list<ReplicaSet>('replicasets.apps').items;
    const revisions = sets.map(set => [
      set.metadata.annotations?.['deployment.kubernetes.io/revision'],
      set.spec.replicas,
    ]);
    expect(revisions.sort()).toEqual([
      ['2', 0],
      ['3', 3],
    ]);
  });

  it('shrinks to zero and its Service loses every endpoint', () => {
    const cluster = aCluster([aWorkload(), aService()]);
    expect(endpoints(cluster)).toHaveLength(3);
    scale(cluster, 0);
    cluster.timeline.runFor(10 * SECOND);
    expect(cluster.store.list('pods').items).toHaveLength(0);
    expect(endpoints(cluster)).toHaveLength(0);
  });

  it('ends all pods before it starts new ones where its strategy is Recreate', () => {
    const cluster = aCluster([
      aWorkload({ spec: { strategy: { type: 'Recreate' } } }),
    ]);
    const old = new Set(activePods(cluster).map(pod => pod.metadata.uid));
    let together = false;
    cluster.store.watch(() => {
      const pods = cluster.store.list<Pod>('pods').items;
      const olds = pods.filter(
        pod => old.has(pod.metadata.uid) && !pod.metadata.deletionTimestamp,
      );
      together ||=
        olds.length > 0 &&
        olds.length < pods.length &&
        pods.some(pod => !old.has(pod.metadata.uid));
    });
    restart(cluster);
    cluster.timeline.runFor(60 * SECOND);
    expect(together).toBe(false);
    expect(activePods(cluster).filter(isReady)).toHaveLength(3);
  });

  it('takes its ReplicaSets and pods with it when it is deleted', () => {
    const cluster = aCluster([aWorkload()]);
    cluster.store.delete(deployment);
    cluster.timeline.runFor(10 * SECOND);
    expect(cluster.store.list('replicasets.apps').items).toHaveLength(0);
    expect(cluster.store.list('pods').items).toHaveLength(0);
  });

  it('goes last in foreground deletion and leaves its pods in orphan deletion', () => {
    const foreground = aCluster([aWorkload()]);
    foreground.store.delete(deployment, { propagation: 'Foreground' });
    expect(foreground.store.get(deployment)).toBeDefined();
    foreground.timeline.runFor(20 * SECOND);
    expect(foreground.store.get(deployment)).toBeUndefined();
    expect(foreground.store.list('pods').items).toHaveLength(0);

    const orphaned = aCluster([aWorkload()]);
    orphaned.store.delete(deployment, { propagation: 'Orphan' });
    orphaned.timeline.runFor(20 * SECOND);
    expect(orphaned.store.get(deployment)).toBeUndefined();
    expect(activePods(orphaned)).toHaveLength(3);
  });
});

describe('a pod', () => {
  it('stays, terminating and out of its endpoints, until its processes have ended', () => {
    const cluster = aCluster([aWorkload({ replicas: 1 }), aService()]);
    const [pod] = activePods(cluster);
    const ref = {
      resource: 'pods',
      namespace: 'default',
      name: pod.metadata.name,
    };
    cluster.store.delete(ref);
    cluster.timeline.runFor(1 * SECOND);
    expect(cluster.store.get(ref)?.metadata.deletionGracePeriodSeconds).toBe(
      30,
    );
    const endpoint = endpoints(cluster).find(
      e => e.targetRef?.name === pod.metadata.name,
    );
    expect(endpoint?.conditions).toEqual({
      ready: false,
      serving: true,
      terminating: true,
    });
    cluster.timeline.runFor(5 * SECOND);
    expect(cluster.store.get(ref)).toBeUndefined();
  });

  it('is placed where fewest of its siblings are, with an address of that node', () => {
    const pods = activePods(aCluster([aWorkload({ replicas: 4 })]));
    const placed = pods.map(
      pod =>
        `${pod.spec.nodeName} ${pod.status?.podIP
          ?.split('.')
          .slice(0, 3)
          .join('.')}`,
    );
    expect(placed.sort()).toEqual([
      'node-a 10.88.0',
      'node-a 10.88.0',
      'node-b 10.88.1',
      'node-b 10.88.1',
    ]);
    expect(new Set(pods.map(pod => pod.status?.podIP)).size).toBe(4);
  });

  it('has the address of its node on the host network', () => {
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: {
        hostNetwork: true,
        containers: [{ name: 'app', image: 'example.test/app:1' }],
      },
    };
    const [pod] = activePods(
      aCluster([aWorkload({ replicas: 1, spec: { template } })]),
    );
    expect(pod.status?.podIP).toBe(pod.status?.hostIP);
  });

  it('waits without a node until one is there', () => {
    const cluster = aCluster([
      aWorkload({
        replicas: 1,
        spec: { template: selectingNodes({ disk: 'ssd' }) },
      }),
    ]);
    expect(activePods(cluster)[0].spec.nodeName).toBeUndefined();
    cluster.store.create(
      'nodes',
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'node-c', labels: { disk: 'ssd' } },
        spec: { podCIDR: '10.88.2.0/24' },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30 * SECOND);
    expect(activePods(cluster)[0].spec.nodeName).toBe('node-c');
  });
});

function selectingNodes(nodeSelector: Record<string, string>) {
  return {
    metadata: { labels: { app: 'web' } },
    spec: {
      nodeSelector,
      containers: [{ name: 'app', image: 'example.test/app:1' }],
    },
  };
}

describe('a StatefulSet', () => {
  it('numbers its pods and replaces them from the last to the first', () => {
    const cluster = aCluster([aWorkload({ kind: 'StatefulSet' })]);
    expect(activePods(cluster).map(pod => pod.metadata.name)).toEqual([
      'web-0',
      'web-1',
      'web-2',
    ]);
    const deleted: string[] = [];
    cluster.store.watch(change => {
      if (change.resource === 'pods' && change.type === 'DELETED')
        deleted.push(change.object.metadata.name);
    });
    restart(cluster, 'statefulsets.apps');
    cluster.timeline.runFor(120 * SECOND);
    expect(deleted).toEqual(['web-2', 'web-1', 'web-0']);
    expect(activePods(cluster).filter(isReady)).toHaveLength(3);
  });

  it('removes the highest numbers first when it shrinks', () => {
    const cluster = aCluster([aWorkload({ kind: 'StatefulSet' })]);
    scale(cluster, 1, 'statefulsets.apps');
    cluster.timeline.runFor(30 * SECOND);
    expect(activePods(cluster).map(pod => pod.metadata.name)).toEqual([
      'web-0',
    ]);
  });
});

describe('a DaemonSet', () => {
  it('has one pod on every node and replaces them one at a time', () => {
    const cluster = aCluster([aWorkload({ kind: 'DaemonSet' })]);
    const nodes = () =>
      activePods(cluster)
        .map(pod => pod.spec.nodeName)
        .sort();
    expect(nodes()).toEqual(['node-a', 'node-b']);
    const old = new Set(activePods(cluster).map(pod => pod.metadata.uid));
    let fewest = 2;
    cluster.store.watch(() => {
      fewest = Math.min(fewest, activePods(cluster).filter(isReady).length);
    });
    restart(cluster, 'daemonsets.apps');
    cluster.timeline.runFor(90 * SECOND);
    expect(nodes()).toEqual(['node-a', 'node-b']);
    expect(activePods(cluster).some(pod => old.has(pod.metadata.uid))).toBe(
      false,
    );
    expect(fewest).toBe(1);
  });
});

describe('a namespace', () => {
  it('takes everything in it with it', () => {
    const cluster = aCluster([
      aNamespace('shop'),
      { ...aWorkload(), metadata: { name: 'web', namespace: 'shop' } },
    ]);
    expect(activePods(cluster, 'shop')).toHaveLength(3);
    cluster.store.delete({ resource: 'namespaces', name: 'shop' });
    cluster.timeline.runFor(30 * SECOND);
    expect(
      cluster.store.get({ resource: 'namespaces', name: 'shop' }),
    ).toBeUndefined();
    expect(
      cluster.store.list('pods', { namespace: 'shop' }).items,
    ).toHaveLength(0);
  });
});
