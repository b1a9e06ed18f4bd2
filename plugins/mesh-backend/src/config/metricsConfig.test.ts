import { metricsConfig, storeOfCluster } from './metricsConfig';

function storeOf(
  stores: readonly string[],
  named: Readonly<Record<string, string>>,
): string | undefined {
  const clusters = Object.entries(named).map(
    ([cluster, metrics]) => [cluster, { metrics }] as const,
  );
  const written = stores.map(name => [name, { url: `http://${name}` }]);
  return storeOfCluster(
    {
      metrics: metricsConfig({ stores: Object.fromEntries(written) }),
      clusters: new Map(clusters),
    },
    'west',
  )?.name;
}

describe('storeOfCluster', () => {
  it.each<[string, string[], Record<string, string>, string | undefined]>([
    ['nothing is configured', [], {}, undefined],
    ['there is one store', ['main'], {}, 'main'],
    [
      'there is one store that another names',
      ['main'],
      { east: 'main' },
      'main',
    ],
    ['it names one', ['main', 'own'], { west: 'own' }, 'own'],
    [
      'others have stores of their own',
      ['main', 'own'],
      { east: 'own' },
      'main',
    ],
    ['two are left', ['a', 'b', 'own'], { east: 'own' }, undefined],
    [
      'all stores are those of others',
      ['a', 'b'],
      { east: 'a', north: 'b' },
      undefined,
    ],
  ])('where %s', (_, stores, named, store) => {
    expect(storeOf(stores, named)).toBe(store);
  });
});
