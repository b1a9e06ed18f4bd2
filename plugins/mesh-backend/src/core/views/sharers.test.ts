import { aShopWorld } from '../../testing/callBuilders';
import { aServiceModel } from '../../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  someTraffic,
} from '../../testing/trafficBuilders';

const CART = 'apps/Deployment/shop/cart';

/** `cart` and a headless Service over its pods, `front` by itself; another `cart` in east. */
const WORLD = aShopWorld(
  { west: ['shop/cart', 'shop/front'], east: ['shop/cart'] },
  {
    west: {
      services: [
        aServiceModel({ name: 'cart-headless', workloads: [CART] }),
        aServiceModel({
          name: 'cart-mirrored',
          workloads: [CART],
          standsFor: { kind: 'mirror', of: [] },
        }),
      ],
    },
  },
);

function reasonOf(name: string, cluster = 'west') {
  const to = { cluster, service: undefined, workload: name.split('-')[0] };
  const tick = aTick([anObservation({ mesh: 'linkerd', to })]);
  const traffic = someTraffic(WORLD, {
    state: aMetricsState([aStore({ tick })]),
  });
  const entries = [...WORLD.services.values()]
    .filter(service => service.name === name)
    .flatMap(({ instances }) => instances)
    .filter(({ instance }) => instance.cluster === cluster);
  const [{ counts }, ...others] = entries.map(traffic.instance);
  expect(others).toEqual([]);
  expect(counts.requests).toBe(10);
  return counts.reason;
}

describe('calls that are counted by workload', () => {
  it.each(['cart', 'cart-headless'])(
    'are those of every Service that selects it, which %s says',
    name => {
      expect(reasonOf(name)).toEqual({
        id: 'golden.shared-workload',
        params: { count: 1 },
      });
    },
  );

  it.each([
    ['front', 'west'],
    ['cart', 'east'],
  ])('are only those of %s in %s, which no other Service selects', (...at) => {
    expect(reasonOf(...at)).toBeUndefined();
  });
});
