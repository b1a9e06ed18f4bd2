import { setupSchema, text } from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMeshInstallation,
  aModel,
} from '../../testing/modelBuilders';
import type { MetricsState, StoreState } from '../metrics/MetricsState';
import type { StoreReport } from '../metrics/StoreReport';
import type { StoreTick } from '../metrics/StoreTick';
import type { ClusterView } from './ClusterView';
import { clusterMetrics, setupStores, type StoreUpkeep } from './setupStores';

const NOW = Date.parse('2026-01-01T01:00:00.000Z');
const MINUTE = 60_000;
const FAULT = text('store.refused', { store: 'main' });

const REPORT: StoreReport = {
  at: NOW - 1000,
  milliseconds: 900,
  queries: 12,
  bytes: 5000,
  clockSkewMilliseconds: -31_000,
};

function aTick(fields: Partial<StoreTick> = {}): StoreTick {
  return {
    store: 'main',
    at: NOW,
    windowSeconds: 300,
    observations: [],
    clusters: ['west'],
    unknownClusters: [],
    failed: [],
    notes: [],
    ...fields,
  };
}

function anUpkeep(
  store: Partial<StoreState> = {},
  options: {
    clusterLabel?: string;
    storeOf?: MetricsState['storeOf'];
    report?: StoreReport;
  } = {},
): StoreUpkeep {
  const { clusterLabel, storeOf = () => 'main', report } = options;
  return {
    stores: [{ name: 'main', url: 'http://prometheus.example', clusterLabel }],
    state: {
      at: NOW,
      windowSeconds: 300,
      stores: new Map([['main', { store: 'main', budgets: [], ...store }]]),
      storeOf,
      queries: new Map(),
      hash: '',
    },
    reports: new Map(report ? [['main', report]] : []),
  };
}

const WEST = aCluster();
const EAST = aCluster({
  name: 'east',
  names: [{ system: 'metrics', alias: 'eu-east', source: 'configured' }],
});

const MESHED_EAST: ClusterView = {
  ...EAST,
  model: aModel({ cluster: 'east', meshes: [aMeshInstallation()] }),
};

function shownStore(upkeep: StoreUpkeep, clusters = [WEST]) {
  const { stores } = setupStores(clusters, upkeep);
  expect(setupSchema.shape.stores.parse(stores)).toEqual(stores);
  return stores?.[0];
}

describe('setupStores', () => {
  it.each<[string, Partial<StoreState>]>([
    ['starting', {}],
    ['unavailable', { fault: FAULT }],
    ['live', { tick: aTick(), receivedAt: NOW }],
    ['stale', { tick: aTick(), receivedAt: NOW - MINUTE, fault: FAULT }],
    [
      'unavailable',
      { tick: aTick(), receivedAt: NOW - 5 * MINUTE - 1, fault: FAULT },
    ],
  ])('tells that a store is %s', (status, store) => {
    const { fault, receivedAt } = store;
    const isOld = fault !== undefined && receivedAt !== undefined;
    expect(shownStore(anUpkeep(store))).toEqual({
      name: 'main',
      url: 'http://prometheus.example',
      status,
      ...(fault ? { reason: fault } : {}),
      ...(isOld ? { observedAt: new Date(receivedAt).toISOString() } : {}),
      clusters: store.tick ? ['west'] : [],
      notes: [],
    });
  });

  it('tells what the last refresh cost, and how clocks differ', () => {
    expect(shownStore(anUpkeep({}, { report: REPORT }))).toMatchObject({
      refresh: {
        at: '2026-01-01T00:59:59.000Z',
        milliseconds: 900,
        queries: 12,
        bytes: 5000,
      },
      clockSkewMilliseconds: -31_000,
    });
  });

  it('tells what is doubtful of its numbers and its configuration', () => {
    const notes = [text('store-note.partial', { store: 'main' })];
    const tick = aTick({ unknownClusters: ['mars'], notes });
    const store = shownStore(anUpkeep({ tick, receivedAt: NOW }), [WEST, EAST]);
    expect(store?.notes.map(({ message }) => message)).toEqual([
      'Metrics store main has the numbers of several clusters (west, east), but no clusterLabel that tells them apart. Name the label with mesh.metrics.stores.main.clusterLabel.',
      'Metrics store main has series of mars, which no cluster of the portal is called. Name them with mesh.clusters.<name>.aliases.metrics.',
      notes[0].message,
    ]);
  });
});

describe('clusterMetrics', () => {
  const live = { tick: aTick(), receivedAt: NOW };
  const label = { name: 'dc', value: 'eu-east' };

  it.each([
    [
      'has its numbers in a store of its own',
      WEST,
      anUpkeep(live),
      { store: 'main', isFound: true },
    ],
    [
      'is found by its label',
      WEST,
      anUpkeep(live, { clusterLabel: 'dc' }),
      { store: 'main', label: { name: 'dc', value: 'west' }, isFound: true },
    ],
    [
      'is not asked for yet',
      EAST,
      anUpkeep({}, { clusterLabel: 'dc' }),
      { store: 'main', label },
    ],
    [
      'has no series, and nothing that counts any',
      EAST,
      anUpkeep(live, { clusterLabel: 'dc' }),
      { store: 'main', label, isFound: false },
    ],
    [
      'is not found',
      MESHED_EAST,
      anUpkeep(live, { clusterLabel: 'dc' }),
      {
        store: 'main',
        label,
        isFound: false,
        reason: text('setup.store-label-not-found', {
          store: 'main',
          cluster: 'east',
          label: 'dc',
          value: 'eu-east',
        }),
      },
    ],
    [
      'is in a store that does not answer',
      WEST,
      anUpkeep({ ...live, fault: FAULT }),
      { store: 'main', isFound: true, reason: FAULT },
    ],
    [
      'is in one of several stores',
      WEST,
      anUpkeep(live, { storeOf: () => undefined }),
      { reason: text('setup.store-of-cluster-unknown', { cluster: 'west' }) },
    ],
  ])('tells that a cluster %s', (_, cluster, upkeep, expected) => {
    expect(clusterMetrics(cluster, upkeep)).toEqual(expected);
  });
});
