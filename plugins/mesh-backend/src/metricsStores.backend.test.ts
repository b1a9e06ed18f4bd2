import { aNamespace } from '@meshport/plugin-mesh-node/testing';
import { anApp } from './__testUtils__/apps';
import {
  aCountingStore,
  counted,
  countingMeshModule,
} from './__testUtils__/countingMesh';
import { startMesh } from './__testUtils__/startMesh';
import { systemClock } from './io/clock';
import { InMemoryMetricsSource } from './io/prometheus/InMemoryMetricsSource';
import { eventually } from './testing/eventually';

/** One store with series of `west` and of `east`, which nobody is called; and one that answers nobody. */
async function start() {
  const mesh = await startMesh({
    mesh: {
      clusters: { north: { metrics: 'broken' } },
      metrics: {
        stores: {
          main: {
            url: 'http://store.example/',
            clusterLabel: 'cluster',
            bearerToken: 's3cret',
          },
          broken: { url: 'http://broken.example' },
        },
      },
    },
    clusters: source => {
      for (const cluster of ['west', 'south', 'north']) {
        source
          .add(cluster)
          .apply(aNamespace({ name: 'shop' }), ...anApp('shop', 'cart'));
      }
    },
    features: [countingMeshModule],
    metricsSource: ({ name }) =>
      name === 'broken'
        ? new InMemoryMetricsSource(name, systemClock).answer(
            'time()',
            'credentials',
          )
        : aCountingStore(
            () => [counted('west', 'shop/cart', [10])],
            () => Date.now(),
          ),
  });
  const setup = await eventually(async () => {
    const answer = await mesh.client.getSetup({ params: {} });
    const isDone = answer.stores?.every(({ refresh }) => refresh);
    return isDone && answer.clusters.length === 3 ? answer : undefined;
  });
  return { ...mesh, setup };
}

describe('Metrics stores in /v1/setup', () => {
  it('are told with their clusters, their faults and what to mend', async () => {
    const { setup } = await start();
    expect(setup.stores).toMatchObject([
      {
        name: 'main',
        status: 'live',
        clusters: ['west'],
        notes: [
          { id: 'setup.store-unknown-values', params: { values: 'east' } },
        ],
      },
      {
        name: 'broken',
        status: 'unavailable',
        reason: { id: 'store.credentials' },
      },
    ]);
    const metrics = Object.fromEntries(
      setup.clusters.map(cluster => [cluster.name, cluster.metrics]),
    );
    expect(metrics).toMatchObject({
      west: {
        store: 'main',
        label: { name: 'cluster', value: 'west' },
        isFound: true,
      },
      south: {
        store: 'main',
        isFound: false,
        reason: { id: 'setup.store-label-not-found' },
      },
      north: { store: 'broken', reason: { id: 'store.credentials' } },
    });
    expect(JSON.stringify(setup)).not.toContain('s3cret');
  });

  it('are missed where none is configured', async () => {
    const { client } = await startMesh();
    const { stores, storeAdvice } = await client.getSetup({ params: {} });
    expect(stores).toBeUndefined();
    expect(storeAdvice?.configuration).toContain('clusterLabel: cluster');
  });
});
