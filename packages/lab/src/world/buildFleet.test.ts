import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { FleetController } from '../controllers/FleetController.ts';
import { aNamespace, TEST_NOW } from '../testing/clusters.ts';
import { buildFleet } from './buildFleet.ts';
import type { World } from './World.ts';

const HOUR = 3_600_000;

function aWorld(
  name: string,
  steps: readonly { age: number; objects: readonly DraftObject[] }[],
): World {
  return {
    name,
    title: name,
    kubernetesVersion: 'v1.33.5',
    serves: [],
    behaviours: [],
    manifests: Object.fromEntries(
      steps.map(({ objects }, i) => [`${i}.yaml`, objects]),
    ),
    fleet: {},
    history: steps.map(({ age }, i) => ({
      age,
      manager: 'test',
      action: { type: 'apply', files: [`${i}.yaml`] },
    })),
  };
}

function aConfigMap(name: string): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
  };
}

/** Copies the ConfigMaps of every cluster into all others that have the namespace, once. */
const copier: FleetController = {
  name: 'copier',
  *concerns({ resource, object }, origin) {
    const { name, namespace } = object.metadata;
    if (resource === 'configmaps' && !name.startsWith('copy-'))
      yield { cluster: origin.name, resource, namespace, name };
  },
  reconcile({ cluster, ...ref }, { members }) {
    for (const { name, store } of members) {
      const copy = { ...ref, name: `copy-${ref.name}` };
      if (name === cluster || ref.name === 'kube-root-ca.crt') continue;
      if (!store.get(copy))
        store.create(copy.resource, aConfigMap(copy.name), {
          manager: 'copier',
        });
    }
  },
};

function agesIn(
  fleet: ReturnType<typeof buildFleet>,
  cluster: number,
): Record<string, number> {
  const { items } = fleet.clusters[cluster].store.list('configmaps');
  return Object.fromEntries(
    items
      .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
      .map(({ metadata }) => [
        metadata.name,
        Math.round(
          (TEST_NOW.getTime() - Date.parse(metadata.creationTimestamp ?? '')) /
            HOUR,
        ),
      ]),
  );
}

describe('the histories of several clusters', () => {
  const namespace = aNamespace('default');
  const worlds = [
    aWorld('west', [
      { age: 9 * HOUR, objects: [namespace] },
      { age: 5 * HOUR, objects: [aConfigMap('a')] },
    ]),
    aWorld('east', [
      { age: 7 * HOUR, objects: [namespace] },
      { age: 3 * HOUR, objects: [aConfigMap('b')] },
    ]),
  ];

  it('run beside each other, so that what one does reaches the other at that time', () => {
    const fleet = buildFleet(worlds, {
      now: TEST_NOW,
      certificate: 'PEM',
      controllers: [copier],
    });
    expect(agesIn(fleet, 0)).toEqual({ a: 5, 'copy-b': 3 });
    expect(agesIn(fleet, 1)).toEqual({ b: 3, 'copy-a': 5 });
  });

  it('end at the same moment', () => {
    const { clusters, timeline } = buildFleet(worlds, {
      now: TEST_NOW,
      certificate: 'PEM',
    });
    expect(timeline.now()).toEqual(TEST_NOW);
    expect(clusters.map(cluster => cluster.timeline)).toEqual([
      timeline,
      timeline,
    ]);
  });

  it('stop with the name of the cluster where a controller fails', () => {
    const failing: FleetController = {
      ...copier,
      reconcile: () => {
        throw new Error('no route');
      },
    };
    expect(() =>
      buildFleet(worlds, {
        now: TEST_NOW,
        certificate: 'PEM',
        controllers: [failing],
      }),
    ).toThrow('copier failed on configmaps default/kube-root-ca.crt of west');
  });
});
