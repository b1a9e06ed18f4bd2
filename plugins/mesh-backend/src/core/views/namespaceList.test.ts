import {
  aCluster,
  aMembership,
  aModel,
  aNamespaceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import { namespaceEntries } from './namespaceEntries';
import {
  listNamespaces,
  type NamespaceFilter,
  type NamespaceSort,
} from './namespaceList';
import type { Order } from './pages';

/** A workload of so many pods, so many of them in a mesh. */
function pods(namespace: string, enrolled: number, total: number) {
  const state = enrolled === total ? 'enrolled' : 'partial';
  return aWorkload({
    namespace,
    pods: total,
    membership: [aMembership({ state, pods: { enrolled, total } })],
  });
}

const CLUSTERS = [
  aCluster({
    name: 'west',
    set: 'live',
    model: aModel({
      cluster: 'west',
      namespaces: [
        aNamespaceModel({ name: 'shop', owner: 'mall' }),
        aNamespaceModel({
          name: 'billing',
          asksFor: [{ mesh: 'linkerd', mode: 'sidecar' }],
        }),
      ],
      workloads: [pods('shop', 3, 3), pods('billing', 1, 4)],
    }),
  }),
  aCluster({
    name: 'lab',
    set: 'trial',
    model: aModel({
      cluster: 'lab',
      namespaces: [aNamespaceModel({ name: 'shop' })],
    }),
  }),
];

function list(
  filter: NamespaceFilter,
  sort: NamespaceSort = 'name',
  order: Order = 'asc',
) {
  const world = buildWorld({
    sets: [
      { name: 'live', title: 'Live' },
      { name: 'trial', title: 'Trial' },
    ],
    clusters: CLUSTERS,
    systems: [],
    matches: [],
  });
  return listNamespaces(namespaceEntries(world).values(), {
    filter,
    sort,
    order,
    mayRead: () => true,
    clusters: CLUSTERS.map(({ name }) => name),
  }).map(({ item }) => `${item.cluster}/${item.name}`);
}

const SHOP = 'west/shop';
const BILLING = 'west/billing';
const TRIAL = 'lab/shop';

describe('listNamespaces', () => {
  it.each<[string, NamespaceFilter, string[]]>([
    ['nothing', {}, [BILLING, SHOP, TRIAL]],
    ['set', { set: ['trial'] }, [TRIAL]],
    ['cluster', { cluster: ['west'] }, [BILLING, SHOP]],
    ['owner', { owner: ['group:default/mall'] }, [SHOP]],
    ['what names the owner', { ownedBy: ['nobody'] }, [BILLING, TRIAL]],
    ['a mesh that something is in', { mesh: ['istio'] }, [BILLING, SHOP]],
    ['a mesh that is only asked for', { mesh: ['linkerd'] }, [BILLING]],
    ['state', { state: ['partial', 'idle'] }, [BILLING, TRIAL]],
    ['text', { q: 'BILL' }, [BILLING]],
    ['several', { q: 'shop', set: ['live'] }, [SHOP]],
  ])('narrows by %s', (_, filter, expected) => {
    expect(list(filter)).toEqual(expected);
  });

  it.each<[NamespaceSort, Order, string[]]>([
    ['name', 'desc', [SHOP, TRIAL, BILLING]],
    ['cluster', 'desc', [TRIAL, BILLING, SHOP]],
    ['state', 'asc', [BILLING, TRIAL, SHOP]],
    ['owner', 'asc', [SHOP, BILLING, TRIAL]],
    ['pods', 'desc', [BILLING, SHOP, TRIAL]],
    ['workloads', 'desc', [BILLING, SHOP, TRIAL]],
    ['services', 'asc', [BILLING, SHOP, TRIAL]],
    ['meshed', 'asc', [TRIAL, BILLING, SHOP]],
  ])('sorts by %s %s, then by name and cluster', (sort, order, expected) => {
    expect(list({}, sort, order)).toEqual(expected);
  });
});
