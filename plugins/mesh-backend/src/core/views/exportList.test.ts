import type { ExportState, ExportView } from '@meshport/plugin-mesh-common';
import type { ExportEntry } from './exportEntries';
import { listExports } from './exportList';

const CLUSTERS = ['west', 'east'];

function entry(
  name: string,
  fields: Partial<ExportView> & { state?: ExportState } = {},
): ExportEntry {
  const view: ExportView = {
    ...{ set: 'live', namespace: 'shop', name, mesh: 'linkerd' },
    ...{ mechanism: 'linkerd-mirror', from: 'west', state: 'available' },
    ...{ reasons: [], to: [] },
    ...fields,
  };
  const { set, namespace, from: cluster } = view;
  const resource = {
    ...{ cluster, set, namespace, name, owners: [] },
    ...{ namespaceOwners: [], meshes: [] },
  };
  const targets = () =>
    view.to.map(target => ({ ...resource, cluster: target.cluster }));
  return { view, resource, targets };
}

const TO_EAST: ExportView['to'] = [
  {
    ...{ cluster: 'east', state: 'available', arrived: true, ports: [] },
    as: {
      ...{ cluster: 'east', apiVersion: 'v1', kind: 'Service' },
      ...{ namespace: 'shop', name: 'cart-from-afar' },
    },
    ...{ endpoints: { ready: 1, total: 1 }, reasons: [] },
  },
];

const ALL = [
  entry('cart', { to: TO_EAST }),
  entry('bill', { state: 'missing', mechanism: 'cilium-global' }),
  entry('atlas', { state: 'limited', namespace: 'maps', from: 'east' }),
  entry('door', { state: 'unused', set: 'rehearsal' }),
];

function names(options: Partial<Parameters<typeof listExports>[1]> = {}) {
  return listExports(ALL, {
    ...{ filter: {}, sort: 'state', order: 'asc', clusters: CLUSTERS },
    reader: { mayRead: () => true, readsAll: true },
    ...options,
  }).map(({ item }) => item.name);
}

describe('exports are sorted by', () => {
  it.each([
    ['state', 'what cannot be used first', ['bill', 'atlas', 'door', 'cart']],
    ['name', 'name', ['atlas', 'bill', 'cart', 'door']],
    ['namespace', 'namespace', ['atlas', 'bill', 'cart', 'door']],
    ['set', 'set', ['atlas', 'bill', 'cart', 'door']],
    ['mechanism', 'mechanism', ['bill', 'atlas', 'cart', 'door']],
    ['from', 'the order of clusters', ['bill', 'cart', 'door', 'atlas']],
  ] as const)('%s: %s', (sort, _, expected) => {
    expect(names({ sort })).toEqual(expected);
  });

  it('the same, turned round', () => {
    expect(names({ sort: 'name', order: 'desc' })).toEqual([
      ...['door', 'cart', 'bill', 'atlas'],
    ]);
  });
});

describe('exports are narrowed to', () => {
  it.each([
    ['a set', { set: ['rehearsal'] }, ['door']],
    ['a cluster that offers them', { cluster: ['east'] }, ['atlas', 'cart']],
    ['a namespace', { namespace: ['maps'] }, ['atlas']],
    ['a mechanism', { mechanism: ['cilium-global'] }, ['bill']],
    ['states', { state: ['missing', 'unused'] }, ['bill', 'door']],
    ['a text of their names', { q: 'CAR' }, ['cart']],
    ['a text of what they are called elsewhere', { q: 'afar' }, ['cart']],
  ])('%s', (_, filter, expected) => {
    expect(names({ filter, sort: 'name' })).toEqual(expected);
  });

  it('those that may be read', () => {
    const mayRead = ({ name }: { name: string }) => name === 'bill';
    const reader = { mayRead, readsAll: false };
    expect(names({ reader })).toEqual(['bill']);
  });
});
