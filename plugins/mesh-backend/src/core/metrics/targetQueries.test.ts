import type { MetricQueries, MetricTarget } from '@meshport/plugin-mesh-node';
import { aMembership } from '../../testing/modelBuilders';
import { aStore, aTick } from '../../testing/trafficBuilders';
import type { CountedInstance } from './goldenOfInstance';
import { targetQueries } from './targetQueries';

const CART: CountedInstance = {
  cluster: 'west',
  namespace: 'shop',
  name: 'cart',
  kind: 'local',
  workloads: [],
  membership: [aMembership()],
};

/** Writes down what it is asked about. */
const BUILDERS: MetricQueries = {
  queries: [],
  totals: [],
  series: [],
  forService: target => ({ requestRate: JSON.stringify(target) }),
};

const SCOPE = {
  windowSeconds: 300,
  clusterLabel: 'cluster',
  matchers: [],
  isNative: () => false,
};

function asked(
  options: Partial<Parameters<typeof targetQueries>[1]> = {},
): MetricTarget | undefined {
  const queries = targetQueries(CART, {
    mesh: 'istio',
    isByWaypoint: false,
    aliases: { istio: 'w1' },
    store: aStore({ scope: SCOPE }),
    queries: new Map([['istio', BUILDERS]]),
    ...options,
  });
  return queries?.requestRate && JSON.parse(queries.requestRate);
}

describe('PromQL for people', () => {
  it('is about the service, and who counts it', () => {
    expect(asked({ isByWaypoint: true })).toEqual({
      cluster: 'west',
      aliases: { istio: 'w1' },
      namespace: 'shop',
      service: 'cart',
      workloads: [],
      waypoint: true,
    });
  });

  it('calls the cluster what the store has been found to call it', () => {
    const labelValues = new Map([['west', 'w1']]);
    const tick = aTick([], { labelValues });
    const store = aStore({ scope: SCOPE, tick });
    expect(asked({ store })?.aliases).toEqual({ istio: 'w1', metrics: 'w1' });
  });

  it.each<[string, Parameters<typeof asked>[0]]>([
    ['no store', { store: undefined }],
    ['a store that has not answered yet', { store: aStore() }],
    ['a mesh that counts nothing', { mesh: 'other' }],
  ])('is not there for %s', (_, options) => {
    expect(asked(options)).toBeUndefined();
  });
});
