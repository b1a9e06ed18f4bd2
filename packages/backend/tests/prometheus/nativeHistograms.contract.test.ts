import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { builtInMeshes } from '../../../../plugins/mesh-backend/src/core/meshes';
import { quantileOf } from '../../../../plugins/mesh-backend/src/core/metrics/buckets';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { findTool } from '../../../../scripts/tools/findTool';
import { findOne, StoreAsker } from './askStore';
import { nativeFamily, type NativeSample } from './nativeExposition';
import { startStore, type StoreUnderTest } from './StoreUnderTest';

jest.setTimeout(60_000);

const CONTENT_TYPE =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';
const SCRAPES = 60;
const SCRAPED_EVERY_SECONDS = 15;
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

/** Each scrape is told of the next quarter of a minute, so that minutes pass in seconds. */
class Exporter {
  scrapes = 0;
  private server?: Server;

  constructor(readonly startMilliseconds: number) {}

  get endSeconds(): number {
    return (
      this.startMilliseconds / 1000 + (SCRAPES - 1) * SCRAPED_EVERY_SECONDS
    );
  }

  async start(): Promise<string> {
    this.server = createServer((_, response) => {
      const second =
        Math.min(this.scrapes, SCRAPES - 1) * SCRAPED_EVERY_SECONDS;
      this.scrapes += 1;
      const at = this.startMilliseconds + second * 1000;
      const counters = [server('cart-1'), client].map(labels => ({
        labels: { ...labels, response_code: '200', response_flags: '-' },
        at,
        value: 15 * second,
      }));
      response.setHeader('Content-Type', CONTENT_TYPE);
      response.end(
        Buffer.concat([
          nativeFamily('istio_requests_total', counters),
          nativeFamily(
            'istio_request_duration_milliseconds',
            samplesAt(second, at),
          ),
        ]),
      );
    });
    const listening = this.server;
    await new Promise<void>(resolve => {
      listening.listen(0, '127.0.0.1', resolve);
    });
    const { port } = listening.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise(resolve => {
      this.server?.close(resolve);
    });
  }
}

describe('native histograms on Prometheus', () => {
  const MINUTES_AGO = 25;
  const exporter = new Exporter(
    Math.floor(Date.now() / 60_000 - MINUTES_AGO) * 60_000,
  );
  let store: StoreUnderTest;
  let asker: StoreAsker;

  beforeAll(async () => {
    const target = await exporter.start();
    const prometheus = await findTool('prometheus');
    store = await startStore({
      name: 'prometheus',
      command: prometheus.path,
      readyPath: '/-/ready',
      prepare: directory =>
        writeFile(
          join(directory, 'prometheus.yml'),
          JSON.stringify({
            scrape_configs: [
              {
                job_name: 'pods',
                scrape_interval: '100ms',
                scrape_timeout: '100ms',
                honor_labels: true,
                static_configs: [{ targets: [target] }],
              },
            ],
          }),
        ),
      args: ({ directory, address }) => [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=${address}`,
        '--enable-feature=native-histograms',
      ],
    });
    await waitUntil(async () => exporter.scrapes > SCRAPES + 1, {
      what: 'all scrapes',
      timeoutMilliseconds: 40_000,
    });
    asker = new StoreAsker(store, exporter.endSeconds);
  });

  afterAll(async () => {
    await store?.stop();
    await exporter.stop();
  });

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
