import type { ClusterAlias } from '../links';
import { storePlaces, type PlacedCluster } from './storePlaces';

function named(
  name: string,
  names: Record<string, string> = {},
): PlacedCluster {
  return {
    name,
    set: 'live',
    aliases: {},
    names: Object.entries(names).map(
      ([system, alias]): ClusterAlias => ({
        system,
        alias,
        source: 'configured',
      }),
    ),
  };
}

const CLUSTERS = [
  named('west', { metrics: 'eu-west', istio: 'one' }),
  named('east', { istio: 'two' }),
  named('north'),
];

function places(served: readonly string[], clusterLabel?: string) {
  return storePlaces({
    clusters: CLUSTERS,
    isServed: cluster => served.includes(cluster),
    clusterLabel,
  });
}

describe('storePlaces', () => {
  it.each<[string, string, string | undefined]>([
    ['its name in stores', 'eu-west', 'west'],
    ['its own name, where it has another one', 'west', undefined],
    ['its own name', 'north', 'north'],
    ['what another system calls it', 'two', 'east'],
    ['nobody', 'south', undefined],
    ['nothing', '', undefined],
  ])('tells a cluster by %s', (_, value, cluster) => {
    const { clusterOf } = places(['west', 'east', 'north'], 'dc');
    expect(clusterOf({ dc: value })).toBe(cluster);
  });

  it('knows only clusters that have their numbers there', () => {
    const { clusterOf, resolve } = places(['north'], 'dc');
    expect(clusterOf({ dc: 'eu-west' })).toBeUndefined();
    expect(clusterOf({})).toBeUndefined();
    expect(resolve('istio', 'one')).toBe('west');
  });

  it.each<[string[], string | undefined]>([
    [['east'], 'east'],
    [['east', 'west'], undefined],
    [[], undefined],
  ])('without a label is of the only one of %s', (served, cluster) => {
    expect(places(served).clusterOf({ dc: 'west' })).toBe(cluster);
  });
});
