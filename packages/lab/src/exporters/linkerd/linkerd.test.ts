import type { DraftObject } from '../../apiserver/KubeObject.ts';
import { aCall, aCountingPod, anEnd, Exposed } from '../../testing/calls.ts';
import { aCluster, aService } from '../../testing/clusters.ts';

const PROXY = { container: 'linkerd-proxy' } as const;

/** With the labels that the injector adds. */
function aMeshedPod(name: string): DraftObject {
  return aCountingPod(name, PROXY, {
    labels: {
      'linkerd.io/control-plane-ns': 'linkerd',
      'linkerd.io/proxy-deployment': name,
      'linkerd.io/workload-ns': 'default',
    },
  });
}

function aServiceWith(
  name: string,
  metadata: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  },
): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default', ...metadata },
    spec: { ports: [{ port: 80 }] },
  };
}

const MULTICLUSTER = 'multicluster.linkerd.io';
const MIRROR = 'mirror.linkerd.io';

const cluster = aCluster([
  aMeshedPod('cart'),
  aMeshedPod('shop'),
  aCountingPod('plain'),
  aService('shop'),
  aServiceWith('shop-east', {
    labels: {
      [`${MIRROR}/mirrored-service`]: 'true',
      [`${MIRROR}/cluster-name`]: 'east',
    },
    annotations: {
      [`${MIRROR}/remote-svc-fq-name`]: 'shop.default.svc.cluster.local',
    },
  }),
  aServiceWith('shop-flat', {
    labels: {
      [`${MIRROR}/mirrored-service`]: 'true',
      [`${MULTICLUSTER}/remote-service`]: 'shop',
    },
    annotations: {
      [`${MIRROR}/remote-svc-fq-name`]: 'shop.default.svc.cluster.local',
    },
  }),
  aServiceWith('shop-federated', {
    annotations: {
      [`${MULTICLUSTER}/remote-discovery`]: 'shop@east',
      [`${MULTICLUSTER}/local-discovery`]: 'shop',
    },
  }),
]);
const east = aCluster(
  [aMeshedPod('gateway'), aMeshedPod('shop'), aService('shop')],
  {
    name: 'east',
  },
);
const from = anEnd(cluster, 'cart');
const to = anEnd(cluster, 'shop');
const remote = anEnd(east, 'shop');
const plain = anEnd(cluster, 'plain');

const identity = (name: string) =>
  `${name}.default.serviceaccount.identity.linkerd.cluster.local`;
const asking = (name: string) => ({
  service: { cluster: 'test', namespace: 'default', name, port: 80 },
});

describe('the proxies of Linkerd', () => {
  it('count a request at both ends', () => {
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    const endpoint = (ip: string) =>
      `target_addr="${ip}:80",target_ip="${ip}",target_port="80"`;
    expect(exposed.lines('cart', 'response_total')).toEqual([
      [
        'response_total{deployment="cart",direction="outbound"',
        'authority="shop.default.svc.cluster.local:80",tls="true"',
        `server_id="${identity('shop')}",${endpoint(to.podIp)}`,
        'dst_namespace="default",dst_service="shop",dst_zone_locality="unknown"',
        'dst_deployment="shop",dst_pod="shop",dst_serviceaccount="shop"',
        'dst_control_plane_ns="linkerd"',
        'classification="success",status_code="200"} 1',
      ].join(','),
    ]);
    expect(exposed.lines('shop', 'response_total')).toEqual([
      [
        'response_total{deployment="shop",direction="inbound",tls="true"',
        `client_id="${identity('cart')}",${endpoint(to.podIp)}`,
        'srv_kind="default",srv_name="all-unauthenticated",srv_port="80"',
        'classification="success",status_code="200"} 1',
      ].join(','),
    ]);
  });

  it('are scraped as the viz extension scrapes them', () => {
    const text = new Exposed([cluster], [aCall({ from, to })]).text();
    expect(text).toContain(
      `request_total{job="linkerd-proxy",instance="${from.podIp}:4191",namespace="default",pod="cart",node="node-a",app="cart",control_plane_ns="linkerd",workload_ns="default",deployment="cart",`,
    );
  });

  it('measure milliseconds in their own buckets', () => {
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    const bounds = (pod: string) =>
      exposed
        .series(pod, 'response_latency_ms_bucket')
        .filter(({ value }) => value === '0')
        .map(({ le }) => le);
    expect(bounds('shop')).toEqual(['1', '2', '3', '4', '5', '10']);
    expect(bounds('cart')).toEqual(['1', '2', '3', '4', '5', '10', '20']);
    const buckets = exposed.series('cart', 'response_latency_ms_bucket');
    expect(buckets).toHaveLength(26);
    expect(buckets.at(-2)?.le).toBe('50000');
  });

  it.each([
    ['500', { status: 500 }, 'failure'],
    ['404', { status: 404 }, 'success'],
    ['PERMISSION_DENIED', { protocol: 'grpc', grpcStatus: 7 }, 'failure'],
    ['NOT_FOUND', { protocol: 'grpc', grpcStatus: 5 }, 'success'],
  ] as const)('take %s for what it is', (_code, call, classification) => {
    const exposed = new Exposed([cluster], [aCall({ from, to, ...call })]);
    expect(exposed.series('shop', 'response_total')).toMatchObject([
      { classification },
    ]);
  });

  it('say what is not encrypted, and why', () => {
    const exposed = new Exposed(
      [cluster],
      [
        aCall({ from: plain, to, mtls: false }),
        aCall({ from, to: plain, mtls: false }),
      ],
    );
    expect(exposed.series('shop', 'request_total')).toMatchObject([
      { tls: 'no_identity', no_tls_reason: 'no_tls_from_remote' },
    ]);
    expect(exposed.series('cart', 'request_total')).toMatchObject([
      {
        tls: 'no_identity',
        no_tls_reason: 'not_provided_by_service_discovery',
      },
    ]);
  });

  it('count what found no endpoint by route alone', () => {
    const call = aCall({ from, status: 503, flags: 'UH', serverMs: 0 });
    const exposed = new Exposed([cluster], [call]);
    expect(exposed.lines('cart', 'response_total')).toEqual([]);
    expect(
      exposed.lines('cart', 'outbound_http_route_request_statuses_total'),
    ).toEqual([
      'outbound_http_route_request_statuses_total{deployment="cart",parent_group="core",parent_kind="Service",parent_namespace="default",parent_name="shop",parent_port="80",route_kind="default",route_name="http",http_status="503",error="FAIL_FAST"} 1',
    ]);
  });

  it('measure routes in seconds', () => {
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    const sum = 'outbound_http_route_request_duration_seconds_sum';
    expect(exposed.series('cart', sum)).toMatchObject([{ value: '0.03' }]);
  });

  it('count connections of opaque protocols, and nothing on them', () => {
    const call = aCall({ from, to, protocol: 'tcp' });
    const exposed = new Exposed([cluster], [call]);
    expect(exposed.text()).not.toContain('response_total');
    expect(exposed.series('cart', 'tcp_open_total')).toMatchObject([
      {
        direction: 'outbound',
        peer: 'dst',
        dst_deployment: 'shop',
        value: '1',
      },
    ]);
    expect(exposed.series('shop', 'tcp_open_total')).toMatchObject([
      { direction: 'inbound', peer: 'src', tls: 'true' },
    ]);
    expect(exposed.series('shop', 'tcp_read_bytes_total')[0].value).toBe('700');
    expect(exposed.series('cart', 'tcp_read_bytes_total')[0].value).toBe(
      '2400',
    );
  });

  it('count what a policy refuses', () => {
    const call = aCall({ from, to, denied: true, status: 403 });
    const exposed = new Exposed([cluster], [call]);
    expect(
      exposed.series('shop', 'inbound_http_authz_deny_total'),
    ).toMatchObject([{ srv_name: 'all-unauthenticated', value: '1' }]);
    expect(exposed.series('shop', 'inbound_http_authz_allow_total')).toEqual(
      [],
    );
  });
});

describe('a call of Linkerd to another cluster', () => {
  const gateway = {
    kind: 'linkerd-gateway',
    cluster: 'east',
    namespace: 'default',
    workload: 'gateway',
    pod: 'gateway',
  } as const;

  it('through a gateway has that as its end, with the target beside it', () => {
    const call = aCall({
      from,
      to: remote,
      via: [gateway],
      ...asking('shop-east'),
    });
    const exposed = new Exposed([cluster, east], [call]);
    const [outbound] = exposed.series('cart', 'response_total');
    expect(outbound).toMatchObject({
      dst_service: 'shop-east',
      dst_target_cluster: 'east',
      dst_target_service: 'shop',
      dst_target_service_namespace: 'default',
      server_id: identity('gateway'),
    });
    expect(outbound).not.toHaveProperty('dst_pod');
    expect(exposed.series('gateway', 'response_total', 'east')).toMatchObject([
      { direction: 'inbound', client_id: identity('cart') },
      { direction: 'outbound', dst_deployment: 'shop', dst_service: 'shop' },
    ]);
    expect(exposed.series('shop', 'response_total', 'east')).toMatchObject([
      { direction: 'inbound', client_id: identity('gateway') },
    ]);
  });

  it.each(['shop-flat', 'shop-federated'])(
    'by %s looks local but for the name that was asked for',
    name => {
      const call = aCall({ from, to: remote, ...asking(name) });
      const exposed = new Exposed([cluster, east], [call]);
      const [outbound] = exposed.series('cart', 'response_total');
      expect(outbound).toMatchObject({
        authority: `${name}.default.svc.cluster.local:80`,
        dst_service: 'shop',
        dst_pod: 'shop',
        dst_deployment: 'shop',
        target_ip: remote.podIp,
      });
      expect(outbound).not.toHaveProperty('dst_target_cluster');
    },
  );

  it('by endpoints that somebody else wrote leads to no pod that is known', () => {
    const call = aCall({ from, to: remote, mtls: false });
    const exposed = new Exposed([cluster, east], [call]);
    const [outbound] = exposed.series('cart', 'response_total');
    expect(outbound).toMatchObject({ dst_service: 'shop', tls: 'no_identity' });
    expect(outbound).not.toHaveProperty('dst_pod');
  });
});
