import { readTraffic } from './readTraffic.ts';

function aFlow(overrides: Record<string, unknown> = {}) {
  return {
    id: 'pages',
    from: { cluster: 'west', namespace: 'edge', workload: 'gateway' },
    to: { namespace: 'shop', name: 'web', port: 80 },
    rate: 2,
    routes: [{ method: 'GET', path: '/', ms: 10, bytes: [100, 2000] }],
    ...overrides,
  };
}

function aFile(...flows: unknown[]) {
  return { seed: 'test', flows };
}

const nested = {
  id: 'stock',
  to: { namespace: 'shop', name: 'stock', port: 80 },
  routes: [{ method: 'GET', path: '/stock', ms: 5, bytes: [100, 200] }],
};

describe('traffic.yaml', () => {
  it('has flows with an origin, a target and routes', () => {
    const [flow] = readTraffic(aFile(aFlow())).flows;
    expect(flow).toEqual({
      id: 'pages',
      origin: {
        cluster: 'west',
        rate: 2,
        workload: { namespace: 'edge', name: 'gateway' },
      },
      target: { kind: 'service', namespace: 'shop', name: 'web', port: 80 },
      protocol: 'http',
      timeout: 15_000,
      routes: [
        {
          ...{ method: 'GET', path: '/', share: 1, ms: 10, tail: 3 },
          ...{ failures: 0.000_03, status: 200, calls: [] },
          ...{ requestBytes: 100, responseBytes: 2000 },
        },
      ],
    });
  });

  it('joins the calls of a route with the flow and the route that they name', () => {
    const call = { flow: 'stock', route: '/stock', required: true };
    const routes = [{ ...aFlow().routes[0], calls: [call] }];
    const { flows } = readTraffic(aFile(aFlow({ routes }), nested));
    expect(flows[0].routes[0].calls).toEqual([
      { flow: flows[1], route: flows[1].routes[0], share: 1, required: true },
    ]);
  });

  const circular = (flow: string) => [
    { ...nested.routes[0], calls: [{ flow }] },
  ];

  it.each([
    ['no mapping', 'text', 'traffic.yaml is no mapping'],
    ['a flow without id', aFile({ ...aFlow(), id: '' }), '"id" of flows[0]'],
    ['a flow twice', aFile(nested, nested), 'has two flows "stock"'],
    ['no rate', aFile(aFlow({ rate: undefined })), '"rate" of "pages"'],
    [
      'a shape that there is not',
      aFile(aFlow({ shape: 'tides' })),
      '"shape" of "pages"',
    ],
    [
      'another protocol',
      aFile(aFlow({ protocol: 'smoke' })),
      '"protocol" of "pages" has to be one of http, grpc, tcp',
    ],
    ['no routes', aFile(aFlow({ routes: [] })), '"routes" of "pages"'],
    [
      'a call of a flow that there is not',
      aFile({ ...nested, routes: circular('prices') }),
      'has to be one of stock',
    ],
    [
      'a call that causes itself',
      aFile({ ...nested, routes: circular('stock') }),
      'Calls of "stock" cause themselves',
    ],
  ])('is refused with %s', (_what, content, message) => {
    expect(() => readTraffic(content)).toThrow(message);
  });
});
