import { startPrometheus } from './PrometheusStore';
import { StoreAsker } from './askStore';
import {
  RECORDED_SECONDS,
  SCRAPE_SECONDS,
  type RecordedSeries,
} from './series';
import type { StoreUnderTest } from './StoreUnderTest';

jest.setTimeout(120_000);

const SERVICES = 200;
/** Two in the own cluster, mostly, and one in another. */
const CALLERS = [1, 2, 75];
/** A third of 10,000 services, as over three stores. */
const WANTED_SERVICES = 3_334;
const MEGABYTE = 1_000_000;
const MAX_BYTES = 20 * MEGABYTE;
const HOUR_SECONDS = 3600;

const BOUNDS = [
  ...[0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000],
  ...[60_000, 300_000, 600_000, 1_800_000, 3_600_000, Infinity],
];

type Labels = Readonly<Record<string, string>>;

/** With few samples, and rates as long as real ones are. */
function counter(
  name: string,
  labels: Labels,
  seed: number,
  share = 1,
): RecordedSeries {
  const perSecond = (0.1 + Math.abs(Math.sin(seed)) * 10) * share;
  return {
    name,
    labels,
    valueAt: seconds =>
      seconds >= RECORDED_SECONDS - 3 * SCRAPE_SECONDS
        ? perSecond * seconds
        : undefined,
  };
}

const nameOf = (index: number) => `inventory-service-${index}`;
const namespaceOf = (index: number) => `team-payments-${index % 40}`;
const clusterOf = (index: number) => `production-eu-${Math.floor(index / 25)}`;

/** Of requests that take from 10 ms to 1 s. */
const shareUpTo = (index: number) => Math.min(1, Math.max(0, (index - 3) / 6));

/** Both ends of each edge, one in ten with failures. */
function edgeSeries(from: number, to: number): RecordedSeries[] {
  const ends: Labels = {
    scenario: 'volume',
    request_protocol: 'http',
    source_cluster: clusterOf(from),
    source_workload: nameOf(from),
    source_workload_namespace: namespaceOf(from),
    destination_cluster: clusterOf(to),
    destination_workload: nameOf(to),
    destination_workload_namespace: namespaceOf(to),
    destination_service: `${nameOf(to)}.${namespaceOf(to)}.svc.cluster.local`,
    destination_service_name: nameOf(to),
    destination_service_namespace: namespaceOf(to),
    destination_canonical_revision: 'v1.27.3',
    destination_version: 'v1.27.3',
  };
  return ['source', 'destination'].flatMap((reporter, side) => {
    const labels: Labels = {
      ...ends,
      reporter,
      cluster: side ? clusterOf(to) : clusterOf(from),
      connection_security_policy: side ? 'mutual_tls' : 'unknown',
      response_flags: '-',
      response_code: '200',
    };
    const seed = from * 31 + to;
    const duration = 'istio_request_duration_milliseconds';
    return [
      counter('istio_requests_total', labels, seed),
      ...(seed % 10
        ? []
        : [
            counter(
              'istio_requests_total',
              { ...labels, response_code: '503' },
              seed + 1,
            ),
          ]),
      ...BOUNDS.map((bound, index) =>
        counter(
          `${duration}_bucket`,
          { ...labels, le: bound === Infinity ? '+Inf' : String(bound) },
          seed,
          shareUpTo(index),
        ),
      ),
      counter(`${duration}_sum`, labels, seed + 2),
      counter(`${duration}_count`, labels, seed + 3),
    ];
  });
}

function recording(): RecordedSeries[] {
  const series: RecordedSeries[] = [];
  for (let to = 0; to < SERVICES; to += 1) {
    for (const caller of CALLERS) {
      series.push(...edgeSeries((to + caller) % SERVICES, to));
    }
  }
  return series;
}

describe('answers about many services', () => {
  let store: StoreUnderTest;
  let asker: StoreAsker;

  beforeAll(async () => {
    const hours = Math.floor(Date.now() / 1000 / HOUR_SECONDS);
    const endSeconds = (hours - 2) * HOUR_SECONDS;
    store = await startPrometheus(recording(), endSeconds);
    asker = new StoreAsker(store, endSeconds);
  });

  afterAll(async () => store?.stop());

  it('stay below 20 MB per refresh for a third of 10,000 services', async () => {
    const sizes: Record<string, number> = {};
    for (const { query, expression } of await asker.plan({
      scenario: 'volume',
    })) {
      sizes[query.id] = (await asker.query(expression)).bytes;
    }
    const bytes = Object.values(sizes).reduce((sum, one) => sum + one, 0);
    const scaled = Math.round((bytes * WANTED_SERVICES) / SERVICES);
    expect(sizes['istio-edge-p99']).toBeGreaterThan(10_000);
    expect({ scaled, sizes, fits: scaled < MAX_BYTES }).toEqual({
      scaled,
      sizes,
      fits: true,
    });
  });
});
