import { join } from 'node:path';
import type { Store } from '../apiserver/Store.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { isMeshed, templateOf, type Template } from './prototypes.ts';
import { isPlain, scaledCluster, scaledServices } from './scaledCluster.ts';
import { readScaleOptions, ScaleOptionsError } from './scaleOptions.ts';

describe('the size of a synthetic world', () => {
  it('is read from what was typed, with defaults for the rest', () => {
    expect(readScaleOptions('clusters=3,pods=2')).toEqual({
      clusters: 3,
      services: 200,
      pods: 2,
    });
  });

  it.each(['clusters=0', 'nodes=3', 'pods', 'pods=1.5', 'pods=501'])(
    'is refused as %s',
    text => {
      expect(() => readScaleOptions(text)).toThrow(ScaleOptionsError);
    },
  );
});

describe('a synthetic cluster', () => {
  const size = { services: 100, pods: 3 };
  let template: Template;
  let store: Store;

  beforeAll(() => {
    const worlds = loadWorlds(join(import.meta.dirname, '../../world'));
    const world = worlds.find(one => one.serves.includes('calico'));
    if (!world) throw new Error('No world with Calico');
    template = templateOf(world, { now: new Date(), certificate: 'ca' });
    store = scaledCluster(template, { ...size, index: 0 });
  });

  it('has all services with their pods and endpoints', () => {
    for (const { namespace, name } of scaledServices(0, size)) {
      expect(
        store.get({ resource: 'services', namespace, name }),
      ).toBeDefined();
      const slices = store.list('endpointslices.discovery.k8s.io', {
        namespace,
      });
      const own = slices.items.filter(
        ({ metadata }) =>
          metadata.labels?.['kubernetes.io/service-name'] === name,
      );
      expect(own[0].endpoints).toHaveLength(size.pods);
    }
    const synthetic = store
      .list('pods')
      .items.filter(({ metadata }) => metadata.namespace?.startsWith('team-'));
    expect(synthetic).toHaveLength(size.services * size.pods);
  });

  it('has pods as large as real ones, in a mesh where the namespace asks for it', () => {
    const pods = store
      .list('pods')
      .items.filter(({ metadata }) => metadata.namespace?.startsWith('team-'));
    const meshed = pods.filter(
      ({ metadata }) => !isPlain(metadata.namespace ?? ''),
    );
    expect(pods.filter(isMeshed)).toEqual(meshed);
    const sizes = meshed.map(pod => JSON.stringify(pod).length);
    expect(Math.min(...sizes)).toBeGreaterThan(9_000);
  });

  it('has pods whose owners are there', () => {
    const [pod] = store.list('pods', { namespace: 'team-000' }).items;
    const [owner] = pod.metadata.ownerReferences ?? [];
    const replicaSet = store.get({
      resource: 'replicasets.apps',
      namespace: 'team-000',
      name: owner.name,
    });
    expect(replicaSet?.metadata.uid).toBe(owner.uid);
  });

  it('shares some services with other clusters, by name', () => {
    const names = (index: number) =>
      new Set(scaledServices(index, size).map(({ name }) => name));
    const both = [...names(0)].filter(name => names(1).has(name));
    expect(both).toHaveLength(size.services / 5);
  });
});
