import { aCluster, aModel } from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import {
  type ClusterFilter,
  listClusters,
  type ClusterSort,
} from './clusterList';
import type { Order } from './pages';

/** A cluster of so many pods, so many of them in a mesh. */
function modelOf(cluster: string, pods: number, meshedPods: number) {
  const { counts, ...model } = aModel({ cluster });
  return { ...model, counts: { ...counts, pods, meshedPods } };
}

const WORLD = buildWorld({
  sets: [
    { name: 'live', title: 'Live' },
    { name: 'trial', title: 'Trial' },
  ],
  clusters: [
    aCluster({ name: 'west', model: modelOf('west', 10, 5) }),
    aCluster({
      name: 'east',
      displayName: 'Asia',
      model: modelOf('east', 20, 2),
    }),
    aCluster({
      name: 'lab',
      set: 'trial',
      reachability: { status: 'unreachable' },
      model: modelOf('lab', 1, 1),
    }),
  ],
  systems: [],
  matches: [],
});

function list(
  filter: ClusterFilter,
  sort: ClusterSort = 'place',
  order: Order = 'asc',
) {
  return listClusters(WORLD, { filter, sort, order }).map(
    ({ item }) => item.name,
  );
}

describe('listClusters', () => {
  it.each<[string, ClusterFilter, string[]]>([
    ['nothing', {}, ['west', 'east', 'lab']],
    ['set', { set: ['trial'] }, ['lab']],
    ['status', { status: ['live'] }, ['west', 'east']],
    ['a mesh that is not there', { mesh: ['linkerd'] }, []],
    ['text of the display name', { q: 'asi' }, ['east']],
    ['text of the name', { q: 'EAS' }, ['east']],
  ])('narrows by %s', (_, filter, expected) => {
    expect(list(filter)).toEqual(expected);
  });

  it.each<[ClusterSort, Order, string[]]>([
    ['place', 'desc', ['lab', 'east', 'west']],
    ['name', 'asc', ['east', 'lab', 'west']],
    ['status', 'asc', ['lab', 'west', 'east']],
    ['pods', 'desc', ['east', 'west', 'lab']],
    ['meshed', 'asc', ['east', 'west', 'lab']],
  ])('sorts by %s %s', (sort, order, expected) => {
    expect(list({}, sort, order)).toEqual(expected);
  });
});
