import {
  aCountingMesh,
  aMetricQuery,
  aSeriesQuery,
} from '../../testing/metricsBuilders';
import { anObservation, aTick } from '../../testing/trafficBuilders';
import { pastSplits } from './pastParts';

const mesh = aCountingMesh({
  totals: [aMetricQuery({ id: 'totals' })],
  series: [
    aSeriesQuery({ id: 'divisible', splitLabel: 'namespace' }),
    aSeriesQuery({ id: 'by-cluster' }),
    aSeriesQuery({ id: 'rare', metric: 'rare_total' }),
  ],
});

/** A store in which so many services are called, of two versions each. */
function splitsFor(services: number, clusters = ['west', 'east']) {
  const observations = Array.from({ length: 2 * services }, (_, index) =>
    anObservation({
      mesh: mesh.id,
      to: {
        service: `cart-${index % services}`,
        version: index < services ? 'v1' : 'v2',
      },
    }),
  );
  const counts = new Map([
    ['requests_total', 50_000],
    ['rare_total', 10],
  ]);
  const splits = pastSplits({
    meshes: [mesh],
    tick: aTick(observations),
    known: { metrics: new Set(counts.keys()), counts, clusters },
    clusterLabel: 'cluster',
  });
  return Object.fromEntries(splits);
}

describe('queries about the past', () => {
  it('are asked as a whole where few services are called', () => {
    expect(splitsFor(200)).toEqual({});
  });

  it('are divided by namespaces where they can be, as far as that is enough', () => {
    expect(splitsFor(1000)).toEqual({
      divisible: { byCluster: false, namespaceParts: 4 },
      'by-cluster': { byCluster: true, namespaceParts: 1 },
    });
  });

  it('are divided by clusters, too, where there are very many', () => {
    expect(splitsFor(6000)).toEqual({
      totals: { byCluster: false, namespaceParts: 2 },
      divisible: { byCluster: true, namespaceParts: 16 },
      'by-cluster': { byCluster: true, namespaceParts: 1 },
    });
  });

  it('stay whole where nothing divides them', () => {
    expect(splitsFor(1000, ['west'])).toEqual({
      divisible: { byCluster: false, namespaceParts: 4 },
    });
  });
});
