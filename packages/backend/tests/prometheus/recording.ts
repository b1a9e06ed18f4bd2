import {
  begunCounter,
  counter,
  histogram,
  RECORDED_SECONDS,
  restartedCounter,
  scraped,
  type RecordedSeries,
} from './series';

type Labels = Readonly<Record<string, string>>;

const BOUNDS_MS = [10, 25, 50, 100, 250, 500, 1000];
const BOUNDS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** What only the series of one test have. */
function inScenario(
  scenario: string,
  series: readonly RecordedSeries[],
): RecordedSeries[] {
  return series.map(one => ({ ...one, labels: { ...one.labels, scenario } }));
}

const WEB: Labels = {
  source_cluster: 'west-istio',
  source_workload: 'web',
  source_workload_namespace: 'shop',
};
const CART: Labels = {
  destination_cluster: 'east-istio',
  destination_workload: 'cart',
  destination_workload_namespace: 'shop',
  destination_service: 'cart.shop.svc.cluster.local',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
};
const UNKNOWN_CART: Labels = {
  ...CART,
  destination_cluster: 'unknown',
  destination_workload: 'unknown',
  destination_workload_namespace: 'unknown',
};
const serviceLabels = (name: string, workload = name): Labels => ({
  destination_cluster: 'west-istio',
  destination_workload: workload,
  destination_workload_namespace: 'shop',
  destination_service: `${name}.shop.svc.cluster.local`,
  destination_service_name: name,
  destination_service_namespace: 'shop',
});

const ok = {
  response_code: '200',
  response_flags: '-',
  request_protocol: 'http',
};

function requests(labels: Labels, perSecond: number) {
  return counter('istio_requests_total', labels, perSecond);
}

function timed(labels: Labels, perSecond: number, value: number) {
  const name = 'istio_request_duration_milliseconds';
  const all = { ...labels, request_protocol: 'http' };
  return histogram(
    name,
    { labels: all, bounds: BOUNDS_MS },
    { perSecond, value },
  );
}

const client: Labels = { cluster: 'west', reporter: 'source', pod: 'web-1' };
const server = (pod: string, version: string): Labels => ({
  cluster: 'east',
  reporter: 'destination',
  pod,
  destination_canonical_revision: version,
  connection_security_policy: 'mutual_tls',
});

/**
 * web in west sends 10/s to cart in east: 1/s has no healthy upstream; of the 9/s that
 * arrive (6 at v1, 3 at v2) 0.9 fail in the server. 200 ms at the client, 80 ms at v1,
 * 40 ms at v2.
 */
const acrossClusters = [
  requests({ ...client, ...WEB, ...CART, ...ok }, 8.1),
  requests({ ...client, ...WEB, ...CART, ...ok, response_code: '503' }, 0.9),
  requests(
    {
      ...client,
      ...WEB,
      ...UNKNOWN_CART,
      ...ok,
      response_code: '503',
      response_flags: 'UH',
    },
    1,
  ),
  ...timed({ ...client, ...WEB, ...CART, response_code: '200' }, 9, 200),
  requests({ ...server('cart-1', 'v1'), ...WEB, ...CART, ...ok }, 5.1),
  requests(
    {
      ...server('cart-1', 'v1'),
      ...WEB,
      ...CART,
      ...ok,
      response_code: '503',
    },
    0.9,
  ),
  ...timed({ ...server('cart-1', 'v1'), ...WEB, ...CART }, 6, 80),
  requests({ ...server('cart-2', 'v2'), ...WEB, ...CART, ...ok }, 3),
  ...timed({ ...server('cart-2', 'v2'), ...WEB, ...CART }, 3, 40),
];

const waypoint: Labels = {
  cluster: 'west',
  reporter: 'waypoint',
  pod: 'waypoint-1',
  connection_security_policy: 'mutual_tls',
};

/** All 20/s pass a waypoint and a sidecar: both count them. */
const throughWaypoint = [
  requests({ ...waypoint, ...WEB, ...serviceLabels('api'), ...ok }, 20),
  ...timed({ ...waypoint, ...WEB, ...serviceLabels('api') }, 20, 30),
  requests(
    {
      ...waypoint,
      ...WEB,
      ...serviceLabels('api'),
      ...ok,
      reporter: 'destination',
      pod: 'api-1',
    },
    20,
  ),
  ...timed(
    { ...waypoint, ...WEB, ...serviceLabels('api'), reporter: 'destination' },
    20,
    20,
  ),
];

/** Of what passes the waypoint of stock in west, 6/s are served there and 2/s in east. */
const passedOn = [
  ...[
    ['west-istio', 6],
    ['east-istio', 2],
  ].flatMap(([cluster, perSecond]) => {
    const labels = {
      ...waypoint,
      ...WEB,
      ...serviceLabels('stock'),
      destination_cluster: String(cluster),
    };
    return [
      requests({ ...labels, ...ok }, Number(perSecond)),
      ...timed(labels, Number(perSecond), 30),
    ];
  }),
];

const grpc = {
  ...ok,
  request_protocol: 'grpc',
};

/** 5/s: 3.9 fine, 0.5 UNAVAILABLE, 0.25 DEADLINE_EXCEEDED, 0.35 NOT_FOUND (which is no failure). */
const overGrpc = Object.entries({ 0: 3.9, 14: 0.5, 4: 0.25, 5: 0.35 }).map(
  ([status, perSecond]) =>
    requests(
      {
        ...server('ledger-1', 'v1'),
        cluster: 'west',
        ...WEB,
        ...serviceLabels('ledger'),
        ...grpc,
        grpc_response_status: status,
      },
      perSecond,
    ),
);

/** One caller is refused by a policy, of another 2 in 10 requests are forbidden by the server. */
const refused = [
  requests(
    {
      ...client,
      ...WEB,
      source_workload: 'job',
      ...serviceLabels('vault'),
      ...ok,
      response_code: '403',
    },
    4,
  ),
  requests({ ...client, ...WEB, ...serviceLabels('vault'), ...ok }, 8),
  requests(
    {
      ...client,
      ...WEB,
      ...serviceLabels('vault'),
      ...ok,
      response_code: '403',
    },
    2,
  ),
];

/** Of 2/s to a service 1/s finds no route, and 1/s is told by the server that there is no such page. */
const unrouted = Object.entries({ '-': 1, NR: 1 }).map(([flags, perSecond]) =>
  requests(
    {
      ...client,
      ...WEB,
      ...serviceLabels('pages'),
      ...ok,
      response_code: '404',
      response_flags: flags,
    },
    perSecond,
  ),
);

const passthrough: Labels = {
  ...WEB,
  destination_cluster: 'unknown',
  destination_workload: 'unknown',
  destination_workload_namespace: 'unknown',
  destination_service_namespace: 'unknown',
};

const outside = [
  requests(
    {
      ...client,
      ...passthrough,
      ...ok,
      destination_service_name: 'PassthroughCluster',
      destination_service: 'mail.example.com',
    },
    2,
  ),
  // Of these the proxy does not tell the host.
  ...['unknown', 'PassthroughCluster'].map(host =>
    requests(
      {
        ...client,
        ...passthrough,
        ...ok,
        destination_service_name: 'PassthroughCluster',
        destination_service: host,
      },
      4,
    ),
  ),
  requests(
    {
      ...client,
      ...passthrough,
      ...ok,
      destination_service_name: 'pay.example.com',
      destination_service: 'pay.example.com',
      destination_service_namespace: 'shop',
    },
    3,
  ),
];

const ztunnel = (reporter: string): Labels => ({
  cluster: 'west',
  app: 'ztunnel',
  pod: 'ztunnel-7',
  reporter,
  request_protocol: 'tcp',
  response_flags: '-',
  connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
  ...WEB,
  ...serviceLabels('store'),
});

const TCP = {
  istio_tcp_connections_opened_total: 2,
  istio_tcp_received_bytes_total: 500,
  istio_tcp_sent_bytes_total: 4000,
};

const tcpOf = (labels: Labels, factor = 1) =>
  Object.entries(TCP).map(([name, perSecond]) =>
    counter(name, labels, perSecond * factor),
  );

/** Layer 4 alone; a proxy of layer 7 counts the same connections, and so does Cilium's ztunnel. */
const ambient = [
  ...tcpOf(ztunnel('source')),
  ...tcpOf(ztunnel('destination')),
  ...tcpOf({ ...ztunnel('destination'), app: 'store', pod: 'store-1' }),
  ...tcpOf({ ...ztunnel('destination'), pod: 'ztunnel-cilium-x' }, 10),
  counter(
    'istio_tcp_connections_failed_total',
    { ...ztunnel('destination'), response_flags: 'DENY' },
    0.5,
  ),
];

const proxied = (workload: string, cluster = 'west'): Labels => ({
  cluster,
  namespace: 'mail',
  deployment: workload,
  pod: `${workload}-1`,
});

const succeeded = { classification: 'success', status_code: '200' };
const outbound: Labels = { direction: 'outbound', tls: 'true' };
const response = (labels: Labels, perSecond: number) =>
  counter('response_total', labels, perSecond);

const LATENCY = 'response_latency_ms';
const toInbox: Labels = {
  ...proxied('reader'),
  ...outbound,
  dst_namespace: 'mail',
  dst_deployment: 'inbox',
  dst_service: 'inbox',
  authority: 'inbox.mail.svc.cluster.local:80',
};

/** The inbox gets 6/s, of which 0.6 fail; 1/s of probes are nobody's calls. */
const linkerd = [
  response(
    { ...proxied('inbox'), direction: 'inbound', tls: 'true', ...succeeded },
    5.4,
  ),
  response(
    {
      ...proxied('inbox'),
      direction: 'inbound',
      tls: 'true',
      classification: 'failure',
      status_code: '500',
    },
    0.6,
  ),
  response(
    {
      ...proxied('inbox'),
      direction: 'inbound',
      route_name: 'probe',
      ...succeeded,
    },
    1,
  ),
  ...histogram(
    LATENCY,
    {
      labels: { ...proxied('inbox'), direction: 'inbound' },
      bounds: BOUNDS_MS,
    },
    { perSecond: 6, value: 20 },
  ),
  response({ ...toInbox, ...succeeded }, 5.4),
  response({ ...toInbox, classification: 'failure', status_code: '500' }, 0.6),
  ...histogram(
    LATENCY,
    { labels: toInbox, bounds: BOUNDS_MS },
    { perSecond: 6, value: 30 },
  ),
  // A mirror behind a gateway, a flat one, a federated one.
  response(
    {
      ...proxied('reader'),
      ...outbound,
      ...succeeded,
      dst_namespace: 'mail',
      dst_service: 'archive-east',
      dst_target_cluster: 'east',
      dst_target_service: 'archive',
      dst_target_service_namespace: 'mail',
      authority: 'archive-east.mail.svc.cluster.local:80',
    },
    2,
  ),
  response(
    {
      ...proxied('reader'),
      ...outbound,
      ...succeeded,
      dst_namespace: 'mail',
      dst_deployment: 'flat',
      dst_service: 'flat',
      dst_pod: 'flat-1',
      authority: 'flat-east.mail.svc.cluster.local:80',
    },
    3,
  ),
  ...['spam-west-1', 'spam-east-1'].map(pod =>
    response(
      {
        ...proxied('reader'),
        ...outbound,
        ...succeeded,
        dst_namespace: 'mail',
        dst_deployment: 'spam',
        dst_service: 'spam',
        dst_pod: pod,
        authority: 'spam-federated.mail.svc.cluster.local:80',
      },
      4,
    ),
  ),
  // The gateway passes on what a client in another cluster has counted.
  response(
    {
      ...proxied('linkerd-gateway'),
      ...outbound,
      ...succeeded,
      namespace: 'linkerd-multicluster',
      dst_namespace: 'mail',
      dst_deployment: 'archive',
      dst_service: 'exported',
    },
    2,
  ),
  // Without the relabelling of viz.
  response(
    {
      cluster: 'west',
      namespace: 'mail',
      pod: 'bare-1',
      direction: 'inbound',
      ...succeeded,
    },
    7,
  ),
  ...Object.entries({ 200: 3, 500: 1 }).map(([status, perSecond]) =>
    counter(
      'outbound_http_route_request_statuses_total',
      {
        ...proxied('reader'),
        parent_kind: 'Service',
        parent_namespace: 'mail',
        parent_name: 'inbox',
        route_kind: 'HTTPRoute',
        route_namespace: 'mail',
        route_name: 'list',
        http_status: status,
      },
      perSecond,
    ),
  ),
  // 3/s to drafts: 1 is answered, 1 finds no endpoint, and 1 fails after an answer that is counted, too.
  ...Object.entries({ '': 1, FAIL_FAST: 1, IO: 1 }).map(([error, perSecond]) =>
    counter(
      'outbound_http_route_request_statuses_total',
      {
        ...proxied('reader'),
        parent_kind: 'Service',
        parent_namespace: 'mail',
        parent_name: 'drafts',
        route_kind: 'default',
        route_name: 'http',
        http_status: error ? '503' : '200',
        error,
      },
      perSecond,
    ),
  ),
  response(
    {
      ...proxied('reader'),
      ...outbound,
      ...succeeded,
      dst_namespace: 'mail',
      dst_service: 'drafts',
      authority: 'drafts.mail.svc.cluster.local:80',
    },
    2,
  ),
  counter(
    'outbound_http_route_request_statuses_total',
    {
      ...proxied('reader'),
      parent_kind: 'Service',
      parent_namespace: 'mail',
      parent_name: 'inbox',
      route_kind: 'default',
      route_name: 'http',
      http_status: '200',
    },
    9,
  ),
  ...histogram(
    'outbound_http_route_request_duration_seconds',
    {
      labels: {
        ...proxied('reader'),
        parent_kind: 'Service',
        parent_namespace: 'mail',
        parent_name: 'inbox',
        route_kind: 'HTTPRoute',
        route_namespace: 'mail',
        route_name: 'list',
      },
      bounds: BOUNDS_S,
    },
    { perSecond: 4, value: 0.06 },
  ),
  ...[
    'tcp_open_total',
    'tcp_read_bytes_total',
    'tcp_write_bytes_total',
  ].flatMap((name, index) => [
    counter(
      name,
      {
        ...proxied('inbox'),
        direction: 'inbound',
        peer: 'src',
        tls: 'true',
      },
      [1, 100, 900][index],
    ),
    counter(
      name,
      {
        ...proxied('inbox'),
        direction: 'inbound',
        peer: 'dst',
        tls: 'true',
      },
      50,
    ),
    counter(name, { ...toInbox, peer: 'dst' }, [1, 900, 100][index]),
  ]),
];

const flow: Labels = {
  cluster: 'west',
  reporter: 'server',
  protocol: 'HTTP/1.1',
  method: 'GET',
  source_namespace: 'shop',
  source_app: 'web',
  destination_namespace: 'shop',
  destination_workload: 'search',
};

const hubble = [
  counter('hubble_http_requests_total', { ...flow, status: '200' }, 3),
  counter('hubble_http_requests_total', { ...flow, status: '502' }, 1),
  counter(
    'hubble_http_requests_total',
    { ...flow, status: '200', reporter: 'client', destination_workload: '' },
    4,
  ),
  ...histogram(
    'hubble_http_request_duration_seconds',
    { labels: flow, bounds: BOUNDS_S },
    { perSecond: 4, value: 0.06 },
  ),
  counter(
    'hubble_tcp_flags_total',
    {
      cluster: 'west',
      flag: 'SYN',
      source_namespace: 'shop',
      source_app: 'web',
      destination_namespace: 'shop',
      destination_workload: 'search',
    },
    2,
  ),
];

const dataplane: Labels = {
  cluster: 'west',
  namespace: 'billing',
  consul_source_datacenter: 'dc1',
  consul_source_service: 'invoices',
};
const upstream: Labels = {
  ...dataplane,
  consul_destination_datacenter: 'dc1',
  consul_destination_namespace: 'default',
  consul_destination_service: 'tax',
  consul_destination_peer: 'dc2',
};
const publicHttp = { envoy_http_conn_manager_prefix: 'public_listener' };

/** Of 8/s to tax 2 fail: 1.5 without a healthy upstream, the rest in the server. */
const consul = [
  counter(
    'envoy_http_downstream_rq_completed',
    { ...dataplane, ...publicHttp },
    5,
  ),
  counter(
    'envoy_http_downstream_rq_completed',
    { ...dataplane, envoy_http_conn_manager_prefix: 'admin' },
    99,
  ),
  ...Object.entries({ 2: 4, 5: 1 }).map(([statusClass, perSecond]) =>
    counter(
      'envoy_http_downstream_rq_xx',
      {
        ...dataplane,
        ...publicHttp,
        envoy_response_code_class: statusClass,
      },
      perSecond,
    ),
  ),
  ...histogram(
    'envoy_http_downstream_rq_time',
    { labels: { ...dataplane, ...publicHttp }, bounds: BOUNDS_MS },
    { perSecond: 5, value: 60 },
  ),
  counter('envoy_cluster_upstream_rq_completed', upstream, 8),
  counter(
    'envoy_cluster_upstream_rq_xx',
    { ...upstream, envoy_response_code_class: '5' },
    2,
  ),
  counter('envoy_cluster_upstream_cx_none_healthy', upstream, 1.5),
  counter('envoy_cluster_upstream_cx_total', upstream, 0.5),
  counter('envoy_cluster_upstream_cx_tx_bytes_total', upstream, 700),
  counter('envoy_cluster_upstream_cx_rx_bytes_total', upstream, 300),
  ...histogram(
    'envoy_cluster_upstream_rq_time',
    { labels: upstream, bounds: BOUNDS_MS },
    { perSecond: 8, value: 60 },
  ),
];

const restarted = [
  restartedCounter(
    'istio_requests_total',
    { ...server('cart-1', 'v1'), ...WEB, ...CART, ...ok },
    10,
  ),
];

const idle = [
  requests({ ...server('cart-1', 'v1'), ...WEB, ...CART, ...ok }, 0),
  ...timed({ ...server('cart-1', 'v1'), ...WEB, ...CART }, 0, 80),
];

const without = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(
    Object.entries(labels).filter(([name]) => !names.includes(name)),
  );

/** Nothing says which cluster it is: no cluster label, none of Istio's own. */
const ofOneCluster = acrossClusters
  .filter(({ labels }) => labels.reporter === 'destination')
  .map(one => ({
    ...one,
    labels: without(one.labels, [
      'cluster',
      'source_cluster',
      'destination_cluster',
    ]),
  }));

const up = (labels: Labels): RecordedSeries => ({
  name: 'up',
  labels: { cluster: 'east', ...labels },
  valueAt: () => 1,
});

/** Two Prometheis write the same into one store. */
const replicas = ['a', 'b'].flatMap(replica => [
  ...acrossClusters.map(one => ({
    ...one,
    labels: { ...one.labels, replica },
  })),
  ...[1, 2].map(host =>
    up({ job: 'pods', instance: `10.0.0.${host}:15020`, replica }),
  ),
]);

/** A node has several endpoints at one address, which are not the same target. */
const once = [
  up({ job: 'pods', instance: '10.0.0.1:15020' }),
  ...['/metrics', '/metrics/cadvisor'].map(path =>
    up({ job: 'kubelet', instance: '10.0.0.1:10250', metrics_path: path }),
  ),
];

/** Label values that try to be something else. */
export const AWKWARD_VALUES = [
  'a;b',
  'a"b',
  'a\\b',
  'a\nb',
  'a{b="c"}',
  'a b',
  'Ä€𝄞',
  "a'b",
];

const awkward = AWKWARD_VALUES.map((value, index) =>
  requests(
    {
      ...server('cart-1', 'v1'),
      ...WEB,
      ...CART,
      ...ok,
      source_workload: value,
    },
    index + 1,
  ),
);

/** How many requests failed in each story of {@link begun}, all of them in the last minutes. */
export const FAILED_IN_WINDOW = 60;

/** Old enough to have counted much, and slow enough for that to be nothing of the window. */
const PER_SECOND = 0.01;

const FAILED_CODE = { response_code: '503', response_flags: '-' };

/** What one proxy counts of its calls to a service that is named as the story is. */
function storyOf(name: string): { fine: Labels; failed: Labels } {
  const labels = {
    ...client,
    ...WEB,
    ...serviceLabels(name),
    job: 'pods',
    instance: `${name}:15020`,
  };
  const failed = { ...labels, ...ok, ...FAILED_CODE };
  return { fine: { ...labels, ...ok }, failed };
}

const isLast = (seconds: number) => seconds >= RECORDED_SECONDS - 60;
/** Twice as long as the window from before its start, so that nothing is remembered from before that. */
const isNotMissed = (seconds: number) =>
  seconds < RECORDED_SECONDS - 615 || seconds > RECORDED_SECONDS - 285;
/** Some scrapes fail around the start of the window. */
const isNotSkipped = (seconds: number) =>
  Math.abs(seconds - RECORDED_SECONDS + 300) > 20;

/** Both series of a story, with that many requests per second each. */
function bothOf(
  name: string,
  isScraped: (seconds: number) => boolean,
  more: Labels = {},
): RecordedSeries[] {
  const { fine, failed } = storyOf(name);
  return [fine, failed].map(labels =>
    scraped(requests({ ...labels, ...more }, PER_SECOND), isScraped),
  );
}

/** Series that begin within the window, and such that only look so. */
const begun = [
  requests(storyOf('scraped-before').fine, 1),
  begunCounter(
    'istio_requests_total',
    storyOf('scraped-before').failed,
    FAILED_IN_WINDOW,
  ),
  ...bothOf('new-target', isLast),
  ...bothOf('missed', isNotMissed),
  ...bothOf('skipped', isNotSkipped),
  // The configuration of the scrape gives each series one more label.
  ...bothOf('relabelled', seconds => !isLast(seconds)),
  ...bothOf('relabelled', isLast, { team: 'shop' }),
  ...bothOf('second-replica', () => true, { replica: 'a' }),
  ...bothOf('second-replica', isLast, { replica: 'b' }),
  // Nothing names the target.
  ...bothOf('nameless', () => true, { instance: '', pod: 'nameless-1' }),
  ...bothOf('nameless', isLast, { instance: '', pod: 'nameless-2' }),
  // Counts 60, and 30 more after a restart.
  requests(storyOf('restarted').fine, 1),
  {
    name: 'istio_requests_total',
    labels: storyOf('restarted').failed,
    valueAt: (seconds: number) => {
      const since = seconds - (RECORDED_SECONDS - 240);
      if (since < 0) return undefined;
      return since < 120 ? 15 + (since * 45) / 105 : ((since - 105) * 30) / 135;
    },
  },
];

const begunResponses = [
  response(
    { ...proxied('inbox'), instance: 'a', direction: 'inbound', ...succeeded },
    1,
  ),
  begunCounter(
    'response_total',
    {
      ...proxied('inbox'),
      instance: 'a',
      direction: 'inbound',
      classification: 'failure',
      status_code: '500',
    },
    FAILED_IN_WINDOW,
  ),
  response({ ...toInbox, instance: 'b', ...succeeded }, 1),
  begunCounter(
    'response_total',
    {
      ...toInbox,
      instance: 'b',
      dst_pod: 'inbox-1',
      classification: 'failure',
      status_code: '500',
    },
    FAILED_IN_WINDOW,
  ),
];

const begunFlows = [
  counter(
    'hubble_http_requests_total',
    { ...flow, instance: 'a', status: '200' },
    1,
  ),
  begunCounter(
    'hubble_http_requests_total',
    { ...flow, instance: 'a', status: '503' },
    FAILED_IN_WINDOW,
  ),
];

const begunClasses = [
  counter(
    'envoy_http_downstream_rq_completed',
    { ...dataplane, ...publicHttp, instance: 'a' },
    2,
  ),
  counter('envoy_cluster_upstream_cx_total', { ...upstream, instance: 'a' }, 1),
  counter(
    'envoy_cluster_upstream_rq_completed',
    { ...upstream, instance: 'a' },
    2,
  ),
  ...[
    { name: 'envoy_http_downstream_rq_xx', labels: publicHttp },
    { name: 'envoy_cluster_upstream_rq_xx', labels: upstream },
  ].flatMap(({ name, labels }) => [
    counter(
      name,
      {
        ...dataplane,
        ...labels,
        instance: 'a',
        envoy_response_code_class: '2',
      },
      1,
    ),
    begunCounter(
      name,
      {
        ...dataplane,
        ...labels,
        instance: 'a',
        envoy_response_code_class: '5',
      },
      FAILED_IN_WINDOW,
    ),
  ]),
];

/** Everything that the suite asks about; the label `scenario` tells one test's from another's. */
export const RECORDING: readonly RecordedSeries[] = [
  ...inScenario('istio', [
    ...acrossClusters,
    ...throughWaypoint,
    ...passedOn,
    ...overGrpc,
    ...refused,
    ...unrouted,
    ...outside,
    ...ambient,
  ]),
  ...inScenario('linkerd', linkerd),
  ...inScenario('hubble', hubble),
  ...inScenario('consul', consul),
  ...inScenario('restarted', restarted),
  ...inScenario('idle', idle),
  ...inScenario('one-cluster', ofOneCluster),
  ...inScenario('replicas', replicas),
  ...inScenario('once', once),
  ...inScenario('awkward', awkward),
  ...inScenario('begun', [
    ...begun,
    ...begunResponses,
    ...begunFlows,
    ...begunClasses,
  ]),
];
