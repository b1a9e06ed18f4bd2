import { aCluster, aService } from '../../testing/clusters.ts';
import { aCall, aCountingPod, anEnd, Exposed } from '../../testing/calls.ts';

const AMBIENT = {
  annotations: { 'ambient.istio.io/redirection': 'enabled' },
};

const sidecars = aCluster([
  aCountingPod('cart', { istio: 'sidecar' }, { labels: { version: 'v1' } }),
  aCountingPod('shop', { istio: 'sidecar' }, { labels: { version: 'v2' } }),
  aCountingPod('gateway', { istio: 'router' }),
  aCountingPod('plain'),
  aService('shop'),
]);
const [cart, shop, gateway, plain] = ['cart', 'shop', 'gateway', 'plain'].map(
  name => anEnd(sidecars, name),
);

function whoIs(side: string, name: string, version: string) {
  return [
    `${side}_workload="${name}"`,
    `${side}_workload_namespace="default"`,
    `${side}_principal="spiffe://cluster.local/ns/default/sa/${name}"`,
    `${side}_app="${name}"`,
    `${side}_version="${version}"`,
    `${side}_canonical_service="${name}"`,
    `${side}_canonical_revision="${version}"`,
    `${side}_cluster="istio-west"`,
  ].join(',');
}

const NOBODY = [
  ...['workload', 'workload_namespace', 'principal', 'app', 'version'],
  'canonical_service',
]
  .map(label => `${label}="unknown"`)
  .join(',');

function nobody(side: string): string {
  const rest = `canonical_revision="latest",cluster="unknown"`;
  return `${NOBODY},${rest}`.replaceAll(/(\w+)=/g, `${side}_$1=`);
}

const SHOP =
  'destination_service="shop.default.svc.cluster.local",destination_service_name="shop",destination_service_namespace="default"';
const OK = 'request_protocol="http",response_code="200",response_flags="-"';

describe('sidecars of Istio', () => {
  it('count a request at both ends', () => {
    const exposed = new Exposed([sidecars], [aCall({ from: cart, to: shop })]);
    const ends = `${whoIs('source', 'cart', 'v1')},${whoIs(
      'destination',
      'shop',
      'v2',
    )},${SHOP},${OK}`;
    expect(exposed.lines('cart', 'istio_requests_total')).toEqual([
      `istio_requests_total{reporter="source",${ends},connection_security_policy="unknown"} 1`,
    ]);
    expect(exposed.lines('shop', 'istio_requests_total')).toEqual([
      `istio_requests_total{reporter="destination",${ends},connection_security_policy="mutual_tls"} 1`,
    ]);
  });

  it('say where they were scraped', () => {
    const text = new Exposed(
      [sidecars],
      [aCall({ from: cart, to: shop })],
    ).text();
    expect(text).toContain('# TYPE istio_requests_total counter\n');
    expect(text).toContain(
      `istio_requests_total{job="kubernetes-pods",instance="${cart.podIp}:15020",namespace="default",pod="cart",node="node-a",app="cart",reporter=`,
    );
  });

  it('measure in milliseconds, each for itself, in the buckets of Envoy', () => {
    const calls = [20, 200].map(serverMs =>
      aCall({ from: cart, to: shop, serverMs, clientMs: 260 }),
    );
    const exposed = new Exposed([sidecars], calls);
    const buckets = (pod: string) =>
      exposed
        .series(pod, 'istio_request_duration_milliseconds_bucket')
        .map(({ le, value }) => `${le}:${value}`)
        .join(' ');
    expect(buckets('shop')).toBe(
      '0.5:0 1:0 5:0 10:0 25:1 50:1 100:1 250:2 500:2 1000:2 2500:2 5000:2 10000:2 30000:2 60000:2 300000:2 600000:2 1800000:2 3600000:2 +Inf:2',
    );
    expect(buckets('cart')).toMatch(/ 250:0 500:2 /);
    expect(
      exposed.series('shop', 'istio_request_duration_milliseconds_sum')[0]
        .value,
    ).toBe('220');
  });

  it('count what reached no server at the client only, with an unknown destination', () => {
    const call = aCall({
      from: cart,
      status: 503,
      flags: 'UH',
      serverMs: 0,
      mtls: false,
    });
    const exposed = new Exposed([sidecars], [call]);
    expect(exposed.lines('cart', 'istio_requests_total')).toEqual([
      `istio_requests_total{reporter="source",${whoIs(
        'source',
        'cart',
        'v1',
      )},${nobody(
        'destination',
      )},${SHOP},request_protocol="http",response_code="503",response_flags="UH",connection_security_policy="unknown"} 1`,
    ]);
    expect(exposed.lines('shop', 'istio_')).toEqual([]);
  });

  it.each([
    ['a client that gave up', { status: 504, flags: 'UT' }, '0', 'DC'],
    ['a policy that refuses', { status: 403, denied: true }, '403', '-'],
    ['an error of the server', { status: 500 }, '500', '-'],
    ['a broken connection', { status: 503, flags: 'UC' }, '503', 'UC'],
  ])('tell at the server: %s', (_what, call, code, flags) => {
    const exposed = new Exposed(
      [sidecars],
      [aCall({ from: cart, to: shop, ...call })],
    );
    expect(exposed.series('shop', 'istio_requests_total')).toMatchObject([
      { response_code: code, response_flags: flags },
    ]);
  });

  it('have the status of gRPC for gRPC only', () => {
    const exposed = new Exposed(
      [sidecars],
      [
        aCall({ from: cart, to: shop, protocol: 'grpc', grpcStatus: 14 }),
        aCall({ from: cart, to: shop }),
      ],
    );
    expect(
      exposed
        .series('shop', 'istio_requests_total')
        .map(labels => [labels.request_protocol, labels.grpc_response_status]),
    ).toEqual([
      ['grpc', '14'],
      ['http', undefined],
    ]);
    expect(
      exposed.series('cart', 'istio_request_messages_total'),
    ).toMatchObject([{ request_protocol: 'grpc', value: '1' }]);
  });

  it('do not know who calls without mutual TLS', () => {
    const exposed = new Exposed(
      [sidecars],
      [aCall({ from: plain, to: shop, mtls: false })],
    );
    expect(exposed.series('shop', 'istio_requests_total')).toMatchObject([
      {
        source_workload: 'unknown',
        source_cluster: 'unknown',
        connection_security_policy: 'none',
        destination_workload: 'shop',
      },
    ]);
  });

  it.each([
    ['a name that is not found', { flags: 'DNS', status: 0 }],
    ['plain text where only mutual TLS is taken', { flags: 'UC', status: 0 }],
  ])('see nothing of %s at the server', (_what, call) => {
    const plainly = aCall({ from: plain, to: shop, mtls: false, ...call });
    expect(new Exposed([sidecars], [plainly]).text()).toBe('');
  });

  it('count connections of TCP with what the server received and sent', () => {
    const call = aCall({ from: cart, to: shop, protocol: 'tcp' });
    const exposed = new Exposed([sidecars], [call]);
    expect(exposed.lines('shop', 'istio_requests')).toEqual([]);
    const values = ['connections_opened', 'received_bytes', 'sent_bytes'].map(
      what => exposed.series('shop', `istio_tcp_${what}_total`)[0],
    );
    expect(values.map(({ value }) => value)).toEqual(['1', '700', '2400']);
    expect(values[0]).toMatchObject({ request_protocol: 'tcp' });
    expect(values[0]).not.toHaveProperty('response_code');
  });

  it('have a counterpart in gateways, which report as clients alone', () => {
    const exposed = new Exposed(
      [sidecars],
      [
        aCall({ externalCaller: 'browser', to: gateway }),
        aCall({ from: gateway, to: shop }),
      ],
    );
    expect(exposed.series('gateway', 'istio_requests_total')).toMatchObject([
      { reporter: 'source', source_workload: 'gateway', value: '1' },
    ]);
  });

  it.each([
    ['pay.example.test', 'pay.example.test', 'default'],
    ['elsewhere.example.test', 'PassthroughCluster', 'unknown'],
  ])('call the outside host %s %s', (externalHost, name, namespace) => {
    const cluster = aCluster([
      aCountingPod('cart', { istio: 'sidecar' }),
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: { name: 'pay', namespace: 'default' },
        spec: { hosts: ['pay.example.test'] },
      },
    ]);
    const call = aCall({
      from: anEnd(cluster, 'cart'),
      service: undefined,
      externalHost,
    });
    expect(
      new Exposed([cluster], [call]).series('cart', 'istio_requests_total'),
    ).toMatchObject([
      {
        destination_service: externalHost,
        destination_service_name: name,
        destination_service_namespace: namespace,
        destination_workload: 'unknown',
      },
    ]);
  });
});

describe('ambient mode', () => {
  const cluster = aCluster([
    aCountingPod('ztunnel', { istio: 'ztunnel' }),
    aCountingPod('waypoint', { istio: 'waypoint' }),
    aCountingPod('cart', {}, AMBIENT),
    aCountingPod('shop', {}, AMBIENT),
    aService('shop'),
  ]);
  const from = anEnd(cluster, 'cart');
  const to = anEnd(cluster, 'shop');
  const waypoint = {
    kind: 'waypoint',
    cluster: 'test',
    namespace: 'default',
    workload: 'waypoint',
    pod: 'waypoint',
  } as const;

  it('has no requests without a waypoint, only connections at both ends', () => {
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    expect(exposed.text()).not.toContain('istio_requests_total');
    expect(
      exposed.series('ztunnel', 'istio_tcp_connections_opened_total'),
    ).toMatchObject(
      ['source', 'destination'].map(reporter => ({
        reporter,
        source_workload: 'cart',
        destination_workload: 'shop',
        destination_service_name: 'shop',
        request_protocol: 'tcp',
        connection_security_policy: 'mutual_tls',
        value: '1',
      })),
    );
    expect(exposed.text()).toContain('app="ztunnel"');
  });

  it('counts bytes of requests on a connection that was there, and no new one', () => {
    const exposed = new Exposed(
      [cluster],
      [aCall({ from, to, newConnection: false })],
    );
    expect(exposed.text()).not.toContain('connections_opened');
    expect(
      exposed
        .series('ztunnel', 'istio_tcp_received_bytes_total')
        .map(({ value }) => value),
    ).toEqual(['700', '700']);
  });

  it('has requests at a waypoint, between whose sides the ztunnels count', () => {
    const exposed = new Exposed(
      [cluster],
      [aCall({ from, to, via: [waypoint] })],
    );
    expect(exposed.series('waypoint', 'istio_requests_total')).toMatchObject([
      {
        reporter: 'waypoint',
        source_workload: 'cart',
        destination_workload: 'shop',
        connection_security_policy: 'mutual_tls',
      },
    ]);
    expect(
      exposed
        .series('ztunnel', 'istio_tcp_connections_opened_total')
        .map(labels => [
          labels.reporter,
          labels.source_workload,
          labels.destination_workload,
        ]),
    ).toEqual([
      ['source', 'cart', 'waypoint'],
      ['destination', 'waypoint', 'shop'],
    ]);
  });

  it('tells refused connections at both ends, and that they were none', () => {
    const exposed = new Exposed(
      [cluster],
      [aCall({ from, to, denied: true, status: 0, protocol: 'tcp' })],
    );
    expect(exposed.text()).not.toContain('connections_opened');
    expect(
      exposed
        .series('ztunnel', 'istio_tcp_connections_failed_total')
        .map(({ reporter, response_flags }) => [reporter, response_flags]),
    ).toEqual([
      ['source', 'CONNECT'],
      ['destination', 'DENY'],
    ]);
  });

  it('tells at the server that plain text was refused', () => {
    const call = aCall({ to, mtls: false, status: 0, flags: 'UC' });
    expect(
      new Exposed([cluster], [call]).series(
        'ztunnel',
        'istio_tcp_connections_failed_total',
      ),
    ).toMatchObject([
      {
        reporter: 'destination',
        response_flags: 'DENY',
        connection_security_policy: 'unknown',
      },
    ]);
  });

  it('does not know at the client where a call to another network ends', () => {
    const east = aCluster(
      [
        aCountingPod('ztunnel', { istio: 'ztunnel' }),
        aCountingPod('shop', {}, AMBIENT),
      ],
      { name: 'east' },
    );
    const exposed = new Exposed(
      [cluster, east],
      [
        aCall({
          from,
          to: anEnd(east, 'shop'),
          via: [{ ...waypoint, kind: 'east-west', cluster: 'east' }],
        }),
      ],
    );
    const opened = 'istio_tcp_connections_opened_total';
    expect(exposed.series('ztunnel', opened)).toMatchObject([
      {
        destination_workload: 'unknown',
        destination_cluster: 'unknown',
        destination_service_name: 'shop',
      },
    ]);
    expect(exposed.series('ztunnel', opened, 'east')).toMatchObject([
      { reporter: 'destination', source_workload: 'cart' },
    ]);
  });
});

describe('the counters of a pod', () => {
  it('are gone with the pod', () => {
    const cluster = aCluster([
      aCountingPod('cart', { istio: 'sidecar' }),
      aCountingPod('shop', { istio: 'sidecar' }),
    ]);
    const calls = [
      aCall({ from: anEnd(cluster, 'cart'), to: anEnd(cluster, 'shop') }),
    ];
    const exposed = new Exposed([cluster], calls);
    cluster.store.delete(
      { resource: 'pods', namespace: 'default', name: 'shop' },
      { gracePeriodSeconds: 0 },
    );
    expect(exposed.lines('shop', 'istio_requests_total')).toEqual([]);
    expect(exposed.lines('cart', 'istio_requests_total')).toHaveLength(1);
  });
});
