import {
  aCronJob,
  aDaemonSet,
  aDeployment,
  aJob,
  aNamespace,
  aPod,
  aReplicaSet,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
} from '../testing';
import { podKind } from '../kinds/sharedKinds';

function workloads(...objects: KubeObject[]) {
  return Object.fromEntries(
    aSnapshot(objects).workloads.map(({ key, pods }) => [
      key,
      pods.map(pod => pod.metadata.name),
    ]),
  );
}

const deployment = aDeployment({ name: 'cart' });
const replicaSet = aReplicaSet({ name: 'cart-5d9f', owner: deployment });

describe('workloads of a snapshot', () => {
  it('puts pods under the Deployment that owns their ReplicaSet', () => {
    const older = aReplicaSet({ name: 'cart-77aa', owner: deployment });
    expect(
      workloads(
        deployment,
        replicaSet,
        older,
        aPod({ name: 'cart-5d9f-b', owner: replicaSet }),
        aPod({ name: 'cart-77aa-a', owner: older }),
      ),
    ).toEqual({ 'apps/Deployment/shop/cart': ['cart-5d9f-b', 'cart-77aa-a'] });
  });

  it('finds the Deployment by name where ReplicaSets cannot be read', () => {
    expect(
      workloads(
        deployment,
        aPod({
          name: 'cart-5d9f-b',
          owner: replicaSet,
          labels: { 'pod-template-hash': '5d9f' },
        }),
      ),
    ).toEqual({ 'apps/Deployment/shop/cart': ['cart-5d9f-b'] });
  });

  it.each([
    ['StatefulSet', aStatefulSet({ name: 'db' }), 'apps/StatefulSet/shop/db'],
    ['DaemonSet', aDaemonSet({ name: 'agent' }), 'apps/DaemonSet/shop/agent'],
    ['Job', aJob({ name: 'migrate' }), 'batch/Job/shop/migrate'],
    [
      'bare ReplicaSet',
      aReplicaSet({ name: 'old' }),
      'apps/ReplicaSet/shop/old',
    ],
  ])('knows pods of a %s', (_, owner, key) => {
    expect(workloads(owner, aPod({ name: 'p', owner }))).toEqual({
      [key]: ['p'],
    });
  });

  it('puts the Jobs of a CronJob under it', () => {
    const cronJob = aCronJob({ name: 'report' });
    const job = aJob({ name: 'report-1', owner: cronJob });
    expect(workloads(cronJob, job, aPod({ name: 'p', owner: job }))).toEqual({
      'batch/CronJob/shop/report': ['p'],
    });
  });

  it('names an owner of a kind that is not watched as itself', () => {
    const rollout: KubeObject = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'cart', namespace: 'shop' },
    };
    const owned = aReplicaSet({ name: 'cart-1', owner: rollout });
    const snapshot = aSnapshot([
      owned,
      aPod({ name: 'a', owner: owned, startedAt: '2026-01-01T00:00:00Z' }),
      aPod({
        name: 'b',
        owner: owned,
        startedAt: '2026-01-02T00:00:00Z',
        labels: { version: 'new' },
      }),
    ]);
    expect(snapshot.workloads).toMatchObject([
      {
        key: 'argoproj.io/Rollout/shop/cart',
        templateFrom: 'pods',
        template: { metadata: { labels: { version: 'new' } } },
      },
    ]);
  });

  it.each([
    ['a pod without an owner', aPod({ name: 'debug' })],
    [
      'a static pod',
      aPod({
        name: 'debug',
        owner: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
      }),
    ],
  ])('takes %s as a workload by itself', (_, pod) => {
    expect(workloads(pod)).toEqual({ '/Pod/shop/debug': ['debug'] });
  });

  it.each([
    ['succeeded', aPod({ phase: 'Succeeded', owner: replicaSet })],
    ['failed', aPod({ phase: 'Failed', owner: replicaSet })],
    [
      'being deleted',
      aPod({ deletedAt: '2026-01-01T00:00:00Z', owner: replicaSet }),
    ],
  ])('does not count a pod that has %s', (_, pod) => {
    expect(workloads(deployment, replicaSet, pod)).toEqual({
      'apps/Deployment/shop/cart': [],
    });
  });

  it('counts a pod that is pending', () => {
    expect(
      workloads(
        deployment,
        replicaSet,
        aPod({ name: 'p', phase: 'Pending', owner: replicaSet }),
      ),
    ).toEqual({ 'apps/Deployment/shop/cart': ['p'] });
  });
});

describe('a snapshot', () => {
  it('answers absent for a kind that is not watched', () => {
    const unknown = { ...podKind, group: 'example.test' };
    expect(aSnapshot([]).kind(unknown)).toEqual({
      status: 'absent',
      items: [],
    });
  });

  it('finds namespaces by name', () => {
    const snapshot = aSnapshot([aNamespace({ name: 'shop' })]);
    expect(snapshot.namespace('shop')?.metadata.name).toBe('shop');
    expect(snapshot.namespace('other')).toBeUndefined();
  });
});
