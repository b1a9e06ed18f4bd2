import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshConfig } from '../config/readMeshConfig';
import type { PublishedCluster } from './ClusterModels';
import { placeClusters } from './placement';

function configOf(mesh: JsonObject) {
  return readMeshConfig(new ConfigReader({ mesh }), ['istio']);
}

function clusters(...names: string[]): PublishedCluster[] {
  return names.map(name => ({
    name,
    title: name === 'titled' ? 'From Kubernetes' : undefined,
    reachability: { status: 'live' },
    hash: '',
  }));
}

const SETS = configOf({
  clusterSets: [
    { name: 'live', clusters: ['west', 'east'] },
    { name: 'trial', clusters: ['lab'] },
  ],
  clusters: {
    west: { displayName: 'West', region: 'eu-1', kubectlContext: 'w' },
  },
});

describe('placeClusters', () => {
  it('has one set with every cluster where none is configured', () => {
    const placed = placeClusters(configOf({}), clusters('b', 'a'));
    expect(placed.sets).toEqual([{ name: 'all', title: 'All clusters' }]);
    expect(placed.clusters.map(({ name, set }) => [name, set])).toEqual([
      ['a', 'all'],
      ['b', 'all'],
    ]);
  });

  it.each([
    ['live', 'stale', 'source.model-failed'],
    ['unreachable', 'unreachable', undefined],
  ] as const)(
    'shows a cluster that is %s and cannot be put together as %s',
    (status, shown, id) => {
      const failingSince = '2026-01-01T00:00:00.000Z';
      const [west] = clusters('west');
      const failing = { ...west, reachability: { status }, failingSince };
      const [view] = placeClusters(SETS, [failing]).clusters;
      expect(view.reachability.status).toBe(shown);
      expect(view.reachability.reason?.id).toBe(id);
    },
  );

  it('keeps the configured order, and puts clusters of no set last and apart', () => {
    const placed = placeClusters(
      SETS,
      clusters('x', 'lab', 'east', 'west', 'a'),
    );
    expect(placed.sets.map(({ name }) => name)).toEqual([
      'live',
      'trial',
      'unassigned',
    ]);
    expect(placed.clusters.map(({ name, set }) => `${set}/${name}`)).toEqual([
      'live/west',
      'live/east',
      'trial/lab',
      'unassigned/a',
      'unassigned/x',
    ]);
  });

  it('shows sets that have no cluster yet, but no set for clusters of none', () => {
    const placed = placeClusters(SETS, clusters('west'));
    expect(placed.sets.map(({ name }) => name)).toEqual(['live', 'trial']);
  });

  it.each([
    ['west', { displayName: 'West', region: 'eu-1', kubectlContext: 'w' }],
    ['titled', { displayName: 'From Kubernetes', kubectlContext: 'titled' }],
    ['east', { displayName: 'east', kubectlContext: 'east' }],
  ])('names %s by configuration, title or name', (name, expected) => {
    const placed = placeClusters(SETS, clusters(name));
    expect(placed.clusters[0]).toMatchObject(expected);
  });
});
