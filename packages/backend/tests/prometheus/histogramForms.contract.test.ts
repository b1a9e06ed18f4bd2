import { builtInMeshes } from '../../../../plugins/mesh-backend/src/core/meshes';
import { latencyOf } from '../../../../plugins/mesh-backend/src/core/metrics/buckets';
import { scopeFor } from '../../../../plugins/mesh-backend/src/core/metrics/planQueries';
import { findOne, StoreAsker } from './askStore';
import { nativeFamily, type NativeSample } from './nativeExposition';
import { ScrapedExporter } from './ScrapedExporter';

/** Every mesh on a store in which proxies have native histograms, and on one that has both forms. */
jest.setTimeout(60_000);

type Labels = Readonly<Record<string, string>>;

interface Measured {
  readonly mesh: string;
  /** Histogram, without `_bucket`. */
  readonly metric: string;
  readonly unit: 'ms' | 's';
  readonly labels: Labels;
  /** What is found of it in what the portal reads. */
  readonly found: Parameters<typeof findOne>[1];
}

const CART = { cluster: 'west', namespace: 'shop' };

const ISTIO: Labels = {
  source_cluster: 'west-istio',
  source_workload: 'web',
  source_workload_namespace: 'shop',
  destination_cluster: 'west-istio',
  destination_workload: 'cart',
  destination_workload_namespace: 'shop',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
  request_protocol: 'http',
};
const CONSUL: Labels = {
  namespace: 'shop',
  consul_source_datacenter: 'dc1',
  consul_source_service: 'cart',
};
const HUBBLE: Labels = {
  reporter: 'server',
  source_namespace: 'shop',
  source_app: 'web',
  destination_namespace: 'shop',
  destination_workload: 'cart',
};

const SERVERS: readonly Measured[] = [
  {
    mesh: 'istio',
    metric: 'istio_request_duration_milliseconds',
    unit: 'ms',
    labels: { ...ISTIO, reporter: 'destination' },
    found: { kind: 'inbound', to: { ...CART, service: 'cart' } },
  },
  {
    mesh: 'linkerd',
    metric: 'response_latency_ms',
    unit: 'ms',
    labels: { direction: 'inbound', namespace: 'shop', deployment: 'cart' },
    found: { kind: 'inbound', to: { ...CART, workload: 'cart' } },
  },
  {
    mesh: 'linkerd',
    metric: 'outbound_http_route_request_duration_seconds',
    unit: 's',
    labels: {
      ...{ namespace: 'shop', parent_kind: 'Service', route_kind: 'HTTPRoute' },
      ...{ parent_namespace: 'shop', parent_name: 'cart' },
      ...{ route_namespace: 'shop', route_name: 'list' },
    },
    found: { kind: 'route', route: 'list' },
  },
  {
    mesh: 'linkerd',
    metric: 'outbound_grpc_route_request_duration_seconds',
    unit: 's',
    labels: {
      ...{ namespace: 'shop', parent_kind: 'Service', route_kind: 'GRPCRoute' },
      ...{ parent_namespace: 'shop', parent_name: 'cart' },
      ...{ route_namespace: 'shop', route_name: 'watch' },
    },
    found: { kind: 'route', route: 'watch' },
  },
  {
    mesh: 'cilium',
    metric: 'hubble_http_request_duration_seconds',
    unit: 's',
    labels: HUBBLE,
    found: { kind: 'inbound', to: { ...CART, workload: 'cart' } },
  },
  {
    mesh: 'consul',
    metric: 'envoy_http_downstream_rq_time',
    unit: 'ms',
    labels: { ...CONSUL, envoy_http_conn_manager_prefix: 'public_listener' },
    found: { kind: 'inbound', to: { ...CART, service: 'cart' } },
  },
];

const EDGES: readonly Measured[] = [
  {
    mesh: 'istio',
    metric: 'istio_request_duration_milliseconds',
    unit: 'ms',
    labels: { ...ISTIO, reporter: 'source', destination_cluster: 'east-istio' },
    found: { kind: 'edge', reporter: 'source', from: { workload: 'web' } },
  },
  {
    mesh: 'linkerd',
    metric: 'response_latency_ms',
    unit: 'ms',
    labels: {
      ...{ direction: 'outbound', namespace: 'shop', deployment: 'web' },
      ...{ dst_namespace: 'shop', dst_service: 'cart', dst_deployment: 'cart' },
    },
    found: { kind: 'edge', from: { workload: 'web' } },
  },
  {
    mesh: 'cilium',
    metric: 'hubble_http_request_duration_seconds',
    unit: 's',
    labels: HUBBLE,
    found: { kind: 'edge', from: { namespace: 'shop', app: 'web' } },
  },
  {
    mesh: 'consul',
    metric: 'envoy_cluster_upstream_rq_time',
    unit: 'ms',
    labels: { ...CONSUL, consul_destination_service: 'stock' },
    found: { kind: 'edge', to: { service: 'stock' } },
  },
];

/** Hubble has both ends in one series. */
const RECORDED = [
  ...SERVERS,
  ...EDGES.filter(({ labels }) => labels !== HUBBLE),
];

interface Pod {
  readonly name: string;
  readonly hasNative: boolean;
  readonly hasClassic: boolean;
  readonly perSecond: number;
}

/** All requests take 100 ms. A pod that is scraped for both forms has them of the same requests. */
const SCENARIOS: Readonly<Record<string, readonly Pod[]>> = {
  native: [
    { name: 'one', hasNative: true, hasClassic: false, perSecond: 12 },
    { name: 'two', hasNative: true, hasClassic: false, perSecond: 8 },
  ],
  mixed: [
    { name: 'old', hasNative: false, hasClassic: true, perSecond: 5 },
    { name: 'new', hasNative: true, hasClassic: false, perSecond: 8 },
    { name: 'both', hasNative: true, hasClassic: true, perSecond: 7 },
  ],
};
const PER_SECOND = 20;

const BOUNDS = { ms: [50, 125, 500], s: [0.05, 0.125, 0.5] };
/** 100 ms in a bucket up to a power of two: from 64 to 128, from 0.0625 to 0.125. */
const INDEX = { ms: 7, s: -3 };
const VALUE = { ms: 100, s: 0.1 };

interface Moment {
  readonly second: number;
  readonly at: number;
}

function eachPod(
  metric: string,
  make: (pod: Pod, measured: Measured, labels: Labels) => NativeSample[],
): NativeSample[] {
  return RECORDED.filter(one => one.metric === metric).flatMap(measured =>
    Object.entries(SCENARIOS).flatMap(([scenario, pods]) =>
      pods.flatMap(pod => {
        const extra = { scenario, cluster: 'west', pod: pod.name };
        return make(pod, measured, { ...measured.labels, ...extra });
      }),
    ),
  );
}

function nativeSamples(metric: string, { second, at }: Moment) {
  return eachPod(metric, ({ hasNative, perSecond }, { unit }, labels) => {
    const count = perSecond * second;
    const buckets = [[INDEX[unit], count]] as const;
    const sum = count * VALUE[unit];
    return hasNative ? [{ labels, at, buckets, sum }] : [];
  });
}

function classicFamilies(metric: string, { second, at }: Moment): Buffer[] {
  const of = (
    suffix: string,
    make: (count: number, unit: Measured['unit']) => [Labels, number][],
  ) =>
    nativeFamily(
      `${metric}_${suffix}`,
      eachPod(metric, ({ hasClassic, perSecond }, { unit }, labels) =>
        hasClassic
          ? make(perSecond * second, unit).map(([more, value]) => ({
              labels: { ...labels, ...more },
              at,
              value,
            }))
          : [],
      ),
    );
  return [
    of('bucket', (count, unit) => [
      ...BOUNDS[unit].map((bound): [Labels, number] => [
        { le: String(bound) },
        bound < VALUE[unit] ? 0 : count,
      ]),
      [{ le: '+Inf' }, count],
    ]),
    of('count', count => [[{}, count]]),
    of('sum', (count, unit) => [[{}, count * VALUE[unit]]]),
  ];
}

const METRICS = [...new Set(RECORDED.map(({ metric }) => metric))];

function familiesAt(second: number, at: number): Buffer[] {
  const moment = { second, at };
  return METRICS.flatMap(metric => [
    nativeFamily(metric, nativeSamples(metric, moment)),
    ...classicFamilies(metric, moment),
  ]);
}

const nameOf = ({ mesh, metric }: Measured) => `${mesh}: ${metric}`;
const named = (all: readonly Measured[]) =>
  all.map((one): [string, Measured] => [nameOf(one), one]);

let exporter: ScrapedExporter;
let asker: StoreAsker;

beforeAll(async () => {
  exporter = await ScrapedExporter.start(familiesAt);
  asker = new StoreAsker(exporter.store, exporter.endSeconds);
});

afterAll(() => exporter?.stop());

it('are here for every histogram that a mesh asks for', () => {
  const asked = builtInMeshes.flatMap(({ queries }) =>
    (queries?.queries ?? []).map(({ metric }) => metric),
  );
  const histograms = asked.filter(name =>
    /_(milliseconds|seconds|ms|time)$/.test(name),
  );
  expect([...new Set(histograms)].sort()).toEqual([...METRICS].sort());
});

describe.each(Object.keys(SCENARIOS))('histograms of a %s store', scenario => {
  it.each(named(SERVERS))(
    'count every request, and none twice: %s',
    async (_, { mesh, found }) => {
      const tick = await asker.tick({ scenario });
      const wanted = { ...found, mesh };
      const { buckets = [] } = findOne(tick, wanted).calls;
      expect(buckets.at(-1)?.[1]).toBeCloseTo(PER_SECOND);
      const { p50 = 0 } = latencyOf(buckets) ?? {};
      expect(p50).toBeGreaterThan(50);
      expect(p50).toBeLessThanOrEqual(128);
    },
  );

  it.each(named(EDGES))(
    'tell how long calls take: %s',
    async (_, { mesh, found }) => {
      const tick = await asker.tick({ scenario });
      const { latency } = findOne(tick, { ...found, mesh }).calls;
      expect(latency?.p50).toBeGreaterThan(50);
      expect(latency?.p50).toBeLessThanOrEqual(128);
      expect(latency?.mean).toBeCloseTo(100);
    },
  );

  it.each(['istio', 'linkerd', 'cilium', 'consul'])(
    'answer people, and charts: %s',
    async id => {
      const { queries } = builtInMeshes.find(one => one.id === id) ?? {};
      const known = await asker.known({ scenario });
      const scope = scopeFor({ scope: asker.scopeOf({ scenario }), known });
      const target = {
        ...{ ...CART, service: 'cart', aliases: {}, waypoint: false },
        workloads: [{ kind: 'Deployment', name: 'cart' }],
      };
      const forPeople = queries?.forService(target, scope).quantile?.(0.5);
      const { metric } = SERVERS.find(({ mesh }) => mesh === id) ?? {};
      const forCharts = (queries?.series ?? [])
        .filter(one => one.metric === metric)
        .map(one => one.expression(scope));
      expect(forCharts).toHaveLength(1);
      for (const query of [forPeople ?? '', ...forCharts]) {
        const { samples } = await asker.query(query);
        expect(samples.length).toBeGreaterThan(0);
        for (const { labels, value } of samples) {
          expect([labels, value > 50 && value <= 128]).toEqual([labels, true]);
        }
      }
    },
  );
});
