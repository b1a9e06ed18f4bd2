import { join } from 'node:path';
import { TEST_NOW } from '../testing/clusters.ts';
import { loadWorlds } from './loadWorlds.ts';
import { renameIn, renameWorld } from './rename.ts';
import { buildCluster } from './buildFleet.ts';

describe('renaming', () => {
  const names = { shop: 'store', 'shop-api': 'gate', canary: 'next' };
  it.each([
    ['shop', 'store'],
    ['istiod-canary', 'istiod-next'],
    ['http://shop-api.shop:8080', 'http://gate.store:8080'],
    ['shop-api-canary', 'gate-next'],
    ['workshop', 'workshop'],
    ['shopping', 'shopping'],
  ])('turns %s into %s', (text, expected) => {
    expect(renameIn({ a: [text] }, names)).toEqual({ a: [expected] });
  });

  it('leaves keys, numbers and everything else alone', () => {
    const value = { shop: 1, b: [true, null, undefined] };
    expect(renameIn(value, names)).toEqual(value);
  });
});

describe('a renamed world', () => {
  const [world] = loadWorlds(join(import.meta.dirname, '../../world'));
  const names = {
    [world.name]: 'c1',
    orders: 'ns1',
    'order-processor': 'w1',
    canary: 'r1',
  };

  it('behaves like the original', () => {
    const renamed = buildCluster(renameWorld(world, names), {
      now: TEST_NOW,
      certificate: 'PEM',
    });
    expect(renamed.world.name).toBe('c1');
    const pods = renamed.store.list('pods', { namespace: 'ns1' }).items;
    expect(pods.map(pod => pod.metadata.labels?.app)).toEqual([
      'w1',
      'w1',
      'w1',
    ]);
    const revisions = pods.map(
      pod => pod.metadata.annotations?.['istio.io/rev'],
    );
    expect(revisions.filter(Boolean)).toEqual(['default']);
    const istiod = {
      resource: 'deployments.apps',
      namespace: 'istio-system',
      name: 'istiod-r1',
    };
    expect(renamed.store.get(istiod)?.metadata.labels?.['istio.io/rev']).toBe(
      'r1',
    );
    const followers = renamed.store.list('pods', {
      namespace: 'recommendations',
    }).items;
    expect(
      followers.map(pod => pod.metadata.annotations?.['istio.io/rev']).sort(),
    ).toEqual(['default', 'default', 'r1', 'r1']);
  });

  it('says the old names nowhere', () => {
    const { store } = buildCluster(renameWorld(world, names), {
      now: TEST_NOW,
      certificate: 'PEM',
    });
    const text = JSON.stringify(
      store.kinds
        .all()
        .map(kind =>
          store.list(kind.group ? `${kind.plural}.${kind.group}` : kind.plural),
        ),
    );
    expect(text).not.toMatch(/order-processor|istiod-canary|"orders"/);
  });
});
