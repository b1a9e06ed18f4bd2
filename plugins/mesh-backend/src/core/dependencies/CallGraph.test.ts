import {
  aCall,
  aCallGraph,
  aDeployment,
  aShopWorld,
  type Shops,
} from '../../testing/callBuilders';
import { aMembership, aServiceModel } from '../../testing/modelBuilders';
import { aMetricsState, aStore, aTick } from '../../testing/trafficBuilders';
import type { GatewayMark, MetricQueries } from '@meshport/plugin-mesh-node';
import type { MeshObservation } from '../metrics/StoreTick';
import type { World } from '../views/World';

const SHOPS: Shops = {
  west: ['shop/cart', 'shop/front'],
  east: ['shop/stock', 'shop/cart'],
};

function graphOf(
  calls: readonly MeshObservation[],
  world: World = aShopWorld(SHOPS),
) {
  return aCallGraph(world, aMetricsState([aStore({ tick: aTick(calls) })]));
}

/** `from -> to` with requests per second. */
function edgesOf(calls: readonly MeshObservation[], world?: World) {
  return graphOf(calls, world).edges.map(
    ({ from, to, counts }) =>
      `${from.id} -> ${to.id} ${counts.requests ?? '-'}`,
  );
}

/** What a mesh counts that counts nothing. */
const NONE: MetricQueries = {
  ...{ queries: [], totals: [], series: [] },
  forService: () => ({}),
};

const withGateways = (...gateways: readonly GatewayMark[]): MetricQueries => ({
  ...NONE,
  gateways,
});

const FRONT = 'service|west|shop|front';
const CART = 'service|west|shop|cart';
const STOCK = 'service|east|shop|stock';

const GATEWAY = aDeployment('east', 'mesh/gateway', {
  labelSets: [{ istio: 'eastwestgateway' }],
  membership: [aMembership({ mode: 'gateway' })],
});

describe('edges', () => {
  it('are between the services that workloads are behind', () => {
    expect(edgesOf([aCall('west/shop/front', 'west/shop/cart')])).toEqual([
      `${FRONT} -> ${CART} 10`,
    ]);
  });

  it('are one, with the numbers of the client, however many proxies saw the calls', () => {
    const call = (reporter: MeshObservation['reporter'], requests: number) =>
      aCall('west/shop/front', 'west/shop/cart', {
        reporter,
        calls: { requests, failures: {} },
      });
    const [edge, ...others] = graphOf([
      call('destination', 8),
      call('source', 10),
      call('waypoint', 9),
    ]).edges;
    expect(others).toEqual([]);
    expect(edge.counts.requests).toBe(10);
  });

  it('are one, whichever meshes saw the calls', () => {
    const [edge, ...others] = graphOf([
      aCall('west/shop/front', 'west/shop/cart'),
      aCall('west/shop/front', 'west/shop/cart', {
        mesh: 'cilium',
        reporter: 'destination',
        calls: { requests: 9, failures: {} },
      }),
    ]).edges;
    expect(others).toEqual([]);
    expect(edge).toMatchObject({
      counts: { requests: 10 },
      evidence: ['cilium', 'istio'],
    });
  });

  it('count the series of a cluster once, also where two stores have them', () => {
    const tick = aTick([aCall('west/shop/front', 'west/shop/cart')]);
    const state = aMetricsState([
      aStore({ tick }),
      aStore({ store: 'copy', tick: { ...tick, store: 'copy' } }),
    ]);
    const { edges } = aCallGraph(aShopWorld(SHOPS), state);
    expect(edges.map(({ counts }) => counts.requests)).toEqual([10]);
  });

  it('cross clusters, and tell what the way adds', () => {
    const seen = (reporter: MeshObservation['reporter'], mean: number) =>
      aCall('west/shop/cart', 'east/shop/stock', {
        reporter,
        calls: { requests: 10, failures: {}, latency: { mean } },
      });
    const [edge] = graphOf([seen('source', 32), seen('destination', 12)]).edges;
    expect(edge).toMatchObject({ crossCluster: true, overheadMs: 20 });
  });

  it.each<[MeshObservation['mtls'][], unknown]>([
    [[undefined, true], true],
    [[undefined, undefined], 'unknown'],
    [[true, false], 'mixed'],
    [[undefined, false], false],
  ])('tell mTLS of what the proxies say: %j is %s', (said, mtls) => {
    const reporters = ['source', 'destination'] as const;
    const [edge] = graphOf(
      said.map((one, at) =>
        aCall('west/shop/front', 'west/shop/cart', {
          reporter: reporters[at],
          mtls: one,
        }),
      ),
    ).edges;
    expect(edge.mtls).toBe(mtls);
  });

  it('of clients that do not know where they were answered go where the server says', () => {
    const to = { namespace: 'shop', service: 'cart' };
    expect(
      edgesOf([
        aCall('west/shop/front', '', { to }),
        aCall('west/shop/front', 'east/shop/cart', {
          reporter: 'destination',
          calls: { requests: 9, failures: {} },
        }),
      ]),
    ).toEqual([`${FRONT} -> service|east|shop|cart 10`]);
  });

  it('keep failures apart that reached no server, where several answered', () => {
    const to = { namespace: 'shop', service: 'cart' };
    const arrived = (cluster: string) =>
      aCall('west/shop/front', `${cluster}/shop/cart`, {
        reporter: 'destination',
        calls: { requests: 4, failures: {} },
      });
    const failures = { 'no-healthy-upstream': 2 };
    expect(
      edgesOf([
        aCall('west/shop/front', '', { to, calls: { requests: 10, failures } }),
        arrived('west'),
        arrived('east'),
      ]).sort(),
    ).toEqual([
      `${FRONT} -> service|east|shop|cart 4`,
      `${FRONT} -> ${CART} 4`,
      `${FRONT} -> service||live|shop|cart 2`,
    ]);
  });

  it('of a service that is in one cluster alone go there, wherever it is called', () => {
    const to = { namespace: 'shop', service: 'stock' };
    expect(edgesOf([aCall('west/shop/cart', '', { to })])).toEqual([
      `${CART} -> ${STOCK} 10`,
    ]);
  });

  it('of mirrors go to what these stand for', () => {
    const world = aShopWorld(SHOPS, {
      west: {
        services: [
          aServiceModel({
            name: 'stock-east',
            standsFor: {
              kind: 'mirror',
              of: [
                {
                  system: 'linkerd',
                  alias: 'east',
                  namespace: 'shop',
                  name: 'stock',
                },
              ],
            },
          }),
        ],
      },
    });
    const to = { cluster: 'west', namespace: 'shop', service: 'stock-east' };
    expect(
      edgesOf([aCall('west/shop/cart', '', { mesh: 'linkerd', to })], world),
    ).toEqual([`${CART} -> ${STOCK} 10`]);
  });

  it('of a service that is joined from several clusters go where its pod is', () => {
    const to = { namespace: 'shop', service: 'cart', pod: 'cart-east-0' };
    expect(
      edgesOf([aCall('west/shop/front', '', { mesh: 'linkerd', to })]),
    ).toEqual([`${FRONT} -> service|east|shop|cart 10`]);
  });

  it('are between workloads where no Service selects these', () => {
    const job = aDeployment('west', 'shop/job');
    const world = aShopWorld(SHOPS, { west: { workloads: [job] } });
    expect(edgesOf([aCall('west/shop/job', 'west/shop/cart')], world)).toEqual([
      `workload|west|shop|job -> ${CART} 10`,
    ]);
  });

  it.each([
    ['consul', 'service|east|books|ledger'],
    ['istio', 'unknown|||ledger'],
  ])('of %s that name services alone go to %s', (mesh, callee) => {
    const service = aServiceModel({
      namespace: 'books',
      name: 'ledger',
      workloads: ['apps/Deployment/books/ledger'],
      membership: [aMembership({ mesh })],
    });
    const world = aShopWorld(SHOPS, {
      east: {
        services: [service],
        workloads: [aDeployment('east', 'books/ledger')],
      },
    });
    const call = aCall('west/shop/cart', '', {
      mesh,
      to: { cluster: 'east', service: 'ledger' },
    });
    expect(edgesOf([call], world)).toEqual([`${CART} -> ${callee} 10`]);
  });

  it.each<[string, MeshObservation['to'], string]>([
    ['a host outside', { host: 'pay.example.com' }, 'external|pay.example.com'],
    ['the name of a Service', { host: 'cart.shop.svc.cluster.local' }, CART],
    ['nothing', { isOutside: true }, `unknown|from|${FRONT}`],
    [
      'a cluster that the portal does not know',
      { alias: 'far', namespace: 'shop', service: 'cart' },
      'unknown|far|shop|cart',
    ],
  ])('lead to what is known of the callee: %s', (_, to, id) => {
    expect(edgesOf([aCall('west/shop/front', '', { to })])).toEqual([
      `${FRONT} -> ${id} 10`,
    ]);
  });
});

describe('callers that a proxy does not know', () => {
  const plain = (requests: number) =>
    aCall('', 'west/shop/cart', {
      reporter: 'destination',
      calls: { requests, failures: {} },
    });

  it('are unknown, each for itself', () => {
    expect(edgesOf([plain(3)])).toEqual([`unknown|to|${CART} -> ${CART} 3`]);
  });

  it('are those that another mesh knows', () => {
    const known = aCall('west/shop/front', 'west/shop/cart', {
      mesh: 'linkerd',
    });
    expect(edgesOf([plain(10), known])).toEqual([`${FRONT} -> ${CART} 10`]);
  });

  it('stay beside those that the same mesh knows', () => {
    const known = aCall('west/shop/front', 'west/shop/cart');
    expect(edgesOf([plain(3), known])).toHaveLength(2);
  });

  it('are the one of the same name that another mesh knows, where its cluster is not told', () => {
    const from = { namespace: 'shop', app: 'cart' };
    const hubble = aCall('', 'east/shop/stock', {
      mesh: 'cilium',
      reporter: 'destination',
      from,
    });
    const istio = aCall('west/shop/cart', 'east/shop/stock');
    expect(edgesOf([hubble, istio])).toEqual([`${CART} -> ${STOCK} 10`]);
    expect(edgesOf([hubble])).toEqual([`unknown||shop|cart -> ${STOCK} 10`]);
  });
});

describe('gateways between clusters', () => {
  const world = aShopWorld(SHOPS, { east: { workloads: [GATEWAY] } });
  const toStock = aCall('east/mesh/gateway', 'east/shop/stock', {
    protocol: 'tcp',
    calls: { connections: 2 },
  });

  it('are folded where the client knows whom it calls', () => {
    const { edges, gatewayEdges } = graphOf(
      [aCall('west/shop/cart', 'east/shop/stock'), toStock],
      world,
    );
    expect(edges).toHaveLength(1);
    expect(edges[0].via.map(({ id }) => id)).toEqual([
      'gateway|east|mesh|gateway',
    ]);
    expect(gatewayEdges).toHaveLength(1);
  });

  it('join the caller with the only one that they pass calls on to', () => {
    const toGateway = aCall('west/shop/cart', '', {
      to: { cluster: 'east', namespace: 'mesh', workload: 'gateway' },
    });
    expect(edgesOf([toGateway, toStock], world)).toEqual([
      `${CART} -> ${STOCK} 10`,
    ]);
  });

  it('stay where nobody can tell whom a caller meant', () => {
    const toGateway = aCall('west/shop/front', '', {
      to: { cluster: 'east', namespace: 'mesh', workload: 'gateway' },
    });
    const toCart = {
      ...toStock,
      to: { ...toStock.to, service: 'cart', workload: 'cart' },
    };
    expect(edgesOf([toGateway, toStock, toCart], world)).toEqual([
      `${FRONT} -> gateway|east|mesh|gateway 10`,
    ]);
  });

  it('are what the mesh that has them says, and no other', () => {
    const aGateway = (mesh: string) =>
      aDeployment('east', 'mesh/gateway', {
        labelSets: [{ role: 'zone-ingress' }],
        membership: [aMembership({ mesh, mode: 'gateway' })],
      });
    const mark = { label: 'role', value: 'zone-ingress' } as const;
    const queries = new Map([
      ['acme', withGateways({ ...mark, passesOn: 'between-clusters' })],
      ['istio', withGateways()],
    ]);
    const viaOf = (mesh: string) => {
      const calls = [aCall('west/shop/cart', 'east/shop/stock'), toStock];
      const found = aCallGraph(
        aShopWorld(SHOPS, { east: { workloads: [aGateway(mesh)] } }),
        aMetricsState([aStore({ tick: aTick(calls) })], { queries }),
      );
      return found.edges.map(({ via }) => via.length);
    };
    expect(viaOf('acme')).toEqual([1]);
    // A gateway that passes nothing on is a caller by itself.
    expect(viaOf('istio')).toEqual([0, 0]);
  });

  it('are found by the name that their mesh calls them in series', () => {
    const gateway = aDeployment('east', 'mesh/gateway', {
      labelSets: [{ app: 'acme', role: 'zone-ingress' }],
      membership: [aMembership({ mesh: 'acme', mode: 'gateway' })],
    });
    const to = { cluster: 'east', namespace: 'mesh', app: 'zone-ingress' };
    const calleesOf = (gatewayNameLabel?: string) =>
      aCallGraph(
        aShopWorld(SHOPS, { east: { workloads: [gateway] } }),
        aMetricsState(
          [aStore({ tick: aTick([aCall('west/shop/cart', '', { to })]) })],
          { queries: new Map([['acme', { ...NONE, gatewayNameLabel }]]) },
        ),
      ).edges.map(edge => edge.to.id);
    expect(calleesOf('role')).toEqual(['gateway|east|mesh|gateway']);
    expect(calleesOf()).toEqual(['unknown||mesh|zone-ingress']);
  });

  it('are not what calls within the cluster pass', () => {
    const [edge] = graphOf(
      [aCall('east/shop/cart', 'east/shop/stock'), toStock],
      world,
    ).edges;
    expect(edge.via).toEqual([]);
  });
});

describe('stores that fail', () => {
  it('leave their last edges, which are old', () => {
    const fault = { id: 'store.down', params: {}, message: 'It is down.' };
    const tick = aTick([aCall('west/shop/front', 'west/shop/cart')]);
    const { edges } = aCallGraph(
      aShopWorld(SHOPS),
      aMetricsState([aStore({ tick, fault })]),
    );
    expect(edges.map(({ counts }) => counts.state)).toEqual(['stale']);
  });
});
