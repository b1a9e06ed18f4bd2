import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import { aCluster, aService, aWorkload } from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';

const SECOND = 1000;

function inDefault(resource: string, name: string): ObjectRef {
  return { resource, namespace: 'default', name };
}

function isThere({ store }: SimulatedCluster, ref: ObjectRef): boolean {
  return store.get(ref) !== undefined;
}

describe('objects of different kinds with one name', () => {
  it('both go with the owner that they share', () => {
    const cluster = aCluster([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'owner', namespace: 'default' },
      },
    ]);
    const owner = inDefault('configmaps', 'owner');
    const ownerReferences = [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'owner',
        uid: cluster.store.get(owner)?.metadata.uid ?? '',
      },
    ];
    for (const kind of ['ConfigMap', 'Secret']) {
      const dependant: DraftObject = {
        apiVersion: 'v1',
        kind,
        metadata: { name: 'x', namespace: 'default', ownerReferences },
      };
      cluster.store.create(`${kind.toLowerCase()}s`, dependant, {
        manager: 'test',
      });
    }
    cluster.store.delete(owner);
    cluster.timeline.runFor(5 * SECOND);
    expect(isThere(cluster, inDefault('configmaps', 'x'))).toBe(false);
    expect(isThere(cluster, inDefault('secrets', 'x'))).toBe(false);
  });

  it('both finish a deletion in the foreground', () => {
    const cluster = aCluster([aWorkload(), aService()]);
    const refs = [
      inDefault('services', 'web'),
      inDefault('deployments.apps', 'web'),
    ];
    for (const ref of refs)
      cluster.store.delete(ref, { propagation: 'Foreground' });
    cluster.timeline.runFor(120 * SECOND);
    expect(refs.filter(ref => isThere(cluster, ref))).toEqual([]);
  });
});
