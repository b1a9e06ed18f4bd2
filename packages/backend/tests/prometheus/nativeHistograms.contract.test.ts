import { builtInMeshes } from '../../../../plugins/mesh-backend/src/core/meshes';
import { quantileOf } from '../../../../plugins/mesh-backend/src/core/metrics/buckets';
import { findOne, StoreAsker } from './askStore';
import { nativeFamily, type NativeSample } from './nativeExposition';
import { ScrapedExporter } from './ScrapedExporter';

jest.setTimeout(60_000);

const SCENARIO = 'native';

const ENDS = {
  scenario: SCENARIO,
  source_cluster: 'west-istio',
  source_workload: 'web',
  source_workload_namespace: 'shop',
  destination_cluster: 'east-istio',
  destination_workload: 'cart',
  destination_workload_namespace: 'shop',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
  request_protocol: 'http',
};

const server = (pod: string) => ({
  ...ENDS,
  cluster: 'east',
  reporter: 'destination',
  pod,
});
const client = { ...ENDS, cluster: 'west', reporter: 'source' };

/** Ten per second of 100 ms (over 64, up to 128) at two pods, five of 1000 ms at one of them. */
function samplesAt(second: number, at: number): NativeSample[] {
  const calls = (count: number) => Math.round(count * second);
  return [
    {
      labels: server('cart-1'),
      at,
      buckets: [
        [7, calls(4)],
        [10, calls(5)],
      ],
      sum: 5400 * second,
    },
    {
      labels: server('cart-2'),
      at,
      buckets: [[7, calls(6)]],
      sum: 600 * second,
    },
    {
      labels: client,
      at,
      buckets: [[10, calls(15)]],
      sum: 15_000 * second,
    },
  ];
}

function familiesAt(second: number, at: number): Buffer[] {
  const counters = [server('cart-1'), client].map(labels => ({
    labels: { ...labels, response_code: '200', response_flags: '-' },
    at,
    value: 15 * second,
  }));
  return [
    nativeFamily('istio_requests_total', counters),
    nativeFamily('istio_request_duration_milliseconds', samplesAt(second, at)),
  ];
}

describe('native histograms on Prometheus', () => {
  let exporter: ScrapedExporter;
  let asker: StoreAsker;

  beforeAll(async () => {
    exporter = await ScrapedExporter.start(familiesAt);
    asker = new StoreAsker(exporter.store, exporter.endSeconds);
  });

  afterAll(() => exporter?.stop());

  it('are known as such', async () => {
    const { metrics } = await asker.known({ scenario: SCENARIO });
    expect([...metrics].sort()).toEqual([
      'istio_request_duration_milliseconds',
      'istio_requests_total',
    ]);
  });

  it('give buckets that keep their bounds, also over the gaps between them', async () => {
    const tick = await asker.tick({ scenario: SCENARIO });
    const { calls } = findOne(tick, {
      kind: 'inbound',
      to: { service: 'cart' },
    });
    const counts = (calls.buckets ?? []).map(([upper, count]) => [
      upper,
      Math.round(count * 100) / 100,
    ]);
    expect(counts).toEqual([
      [64, 0],
      [128, 10],
      [512, 10],
      [1024, 15],
      [Infinity, 15],
    ]);
    // Rank 7.5 of the 10 from 64 to 128, rank 14.25 in the 5 from 512 to 1024.
    expect(quantileOf(0.5, calls.buckets ?? [])).toBeCloseTo(112);
    expect(quantileOf(0.95, calls.buckets ?? [])).toBeCloseTo(947.2);
  });

  it('give quantiles of edges by the client, and the means of both ends', async () => {
    const tick = await asker.tick({ scenario: SCENARIO });
    const latency = (reporter: 'source' | 'destination') =>
      findOne(tick, { kind: 'edge', reporter, to: { service: 'cart' } }).calls
        .latency;
    expect(latency('source')?.mean).toBeCloseTo(1000);
    expect(latency('source')?.p50).toBeGreaterThan(512);
    expect(latency('source')?.p50).toBeLessThanOrEqual(1024);
    expect(latency('destination')).toEqual({ mean: expect.closeTo(400) });
  });

  it('answer people with the quantile of a service', async () => {
    const istio = builtInMeshes.find(({ id }) => id === 'istio');
    const queries = istio?.queries?.forService(
      {
        cluster: 'east',
        aliases: {},
        namespace: 'shop',
        service: 'cart',
        workloads: [],
        waypoint: false,
      },
      { ...asker.scopeOf({ scenario: SCENARIO }), isNative: () => true },
    );
    const { samples } = await asker.query(queries?.quantile?.(0.5) ?? '');
    // Within the bucket a release is linear or exponential.
    expect(samples[0]?.value).toBeGreaterThan(100);
    expect(samples[0]?.value).toBeLessThan(115);
  });
});
