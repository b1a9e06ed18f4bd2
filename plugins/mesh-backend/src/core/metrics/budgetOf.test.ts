import { text } from '@meshport/plugin-mesh-common';
import {
  anObservation,
  aMetricsState,
  aStore,
  aTick,
  TICK_AT,
} from '../../testing/trafficBuilders';
import { aMembership } from '../../testing/modelBuilders';
import { budgetOf } from './budgetOf';
import type { CountedInstance } from './goldenOfInstance';
import { objectivesOf } from './objectives';

function anInstance(cluster = 'west'): CountedInstance {
  return {
    cluster,
    namespace: 'shop',
    name: 'cart',
    kind: 'local',
    workloads: [],
    membership: [aMembership()],
  };
}

function hours(
  count: number,
  requests: number,
  failed: number,
  cluster = 'west',
) {
  const calls = { requests, failures: { 'server-error': failed } };
  return aTick([anObservation({ to: { cluster }, calls })], {
    windowSeconds: count * 3600,
  });
}

const FAULT = text('store.deadline', { store: 'main' });

const { objectives } = objectivesOf([], {});

describe('the error budget', () => {
  it('is what was spent of the allowed errors, window by window', () => {
    const budgets = [hours(1, 10, 0.1), hours(6, 10, 0.01), hours(24, 10, 0)];
    const state = aMetricsState([aStore({ budgets })]);
    expect(budgetOf([anInstance()], state, objectives)).toEqual([
      { hours: 1, requests: 36_000, successRatio: 0.99, burnRate: 10 },
      { hours: 6, requests: 216_000, successRatio: 0.999, burnRate: 1 },
      { hours: 24, requests: 864_000, successRatio: 1, burnRate: 0 },
    ]);
  });

  it('says how much of a window the store has, and does not say that twice', () => {
    const knownFrom = TICK_AT - 2 * 3_600_000;
    const budgets = [hours(1, 10, 0.1), hours(6, 2, 0.02), hours(24, 1, 0.01)];
    const state = aMetricsState([
      aStore({ budgets: budgets.map(tick => ({ ...tick, knownFrom })) }),
    ]);
    expect(budgetOf([anInstance()], state, objectives)).toMatchObject([
      { hours: 1, requests: 36_000 },
      { hours: 6, knownHours: 2, requests: 43_200, burnRate: 10 },
    ]);
    expect(budgetOf([anInstance()], state, objectives)[0]).not.toHaveProperty(
      'knownHours',
    );
  });

  it('is not told of a store that has only just begun', () => {
    const knownFrom = TICK_AT - 20 * 60_000;
    const budgets = [{ ...hours(1, 10, 0.1), knownFrom }];
    const state = aMetricsState([aStore({ budgets })]);
    expect(budgetOf([anInstance()], state, objectives)).toEqual([]);
  });

  it('is that of all clusters together', () => {
    const tick = hours(1, 30, 0);
    const both = {
      ...tick,
      observations: [
        ...tick.observations,
        ...hours(1, 10, 4, 'east').observations,
      ],
    };
    const state = aMetricsState([aStore({ budgets: [both] })]);
    const instances = [anInstance('west'), anInstance('east')];
    expect(budgetOf(instances, state, objectives)).toMatchObject([
      { hours: 1, requests: 144_000, successRatio: 0.9, burnRate: 100 },
    ]);
  });

  it.each([
    ['that are not known yet', []],
    ['without requests', [hours(1, 0, 0)]],
    [
      'in which nobody counted the service',
      [aTick([], { windowSeconds: 3600 })],
    ],
  ])('leaves out windows %s', (_, budgets) => {
    const state = aMetricsState([aStore({ budgets })]);
    expect(budgetOf([anInstance()], state, objectives)).toEqual([]);
  });

  it('is not told of a part of the clusters', () => {
    const state = aMetricsState([aStore({ budgets: [hours(1, 10, 0)] })], {
      storeOf: cluster => (cluster === 'west' ? 'main' : undefined),
    });
    const instances = [anInstance('west'), anInstance('east')];
    expect(budgetOf(instances, state, objectives)).toEqual([]);
  });

  it.each([
    [
      'whose query failed in one cluster',
      {
        budgets: [
          {
            ...hours(1, 10, 0),
            failed: [
              {
                query: 'istio-totals',
                mesh: 'istio',
                onlyForEdges: false,
                reason: FAULT,
              },
            ],
          },
        ],
      },
    ],
    [
      'that are older than five minutes',
      {
        budgets: [hours(1, 10, 0)],
        fault: FAULT,
        receivedAt: TICK_AT - 300_001,
      },
    ],
  ])('leaves out windows %s', (_, fields) => {
    const instances = [anInstance('west'), anInstance('east')];
    const state = aMetricsState([aStore(fields)]);
    expect(budgetOf(instances, state, objectives)).toEqual([]);
  });
});
