import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../../../scripts/tools/findTool.ts';
import { findFreePorts, isPortFree } from '../../../scripts/processes/ports.ts';
import { waitUntil } from '../../../scripts/processes/waitUntil.ts';
import {
  startMetrics,
  type RunningMetrics,
} from '../src/prometheus/startMetrics.ts';
import { aCall, aCountingPod, anEnd } from '../src/testing/calls.ts';
import { aCluster, aService } from '../src/testing/clusters.ts';
import type { Call } from '../src/traffic/Call.ts';
import type { Traffic } from '../src/traffic/Ledger.ts';

const SECOND = 1_000;
const PAST = 600 * SECOND;
const STEP_LIMIT = {
  timeoutMilliseconds: 60 * SECOND,
  intervalMilliseconds: 250,
};

function aCartAndShop(name: string) {
  return aCluster(
    [
      aCountingPod('cart', { istio: 'sidecar' }),
      aCountingPod('shop', { istio: 'sidecar' }),
      aService('shop'),
    ],
    { name },
  );
}

/** Two calls a second over the past, and whatever is told later. */
class ScriptedTraffic implements Traffic {
  readonly history: Promise<{ from: number; to: number }>;
  readonly to = Math.floor(Date.now() / SECOND) * SECOND;
  private readonly call: (end: number) => Call;
  private readonly listeners = new Set<(call: Call) => void>();

  constructor(call: (end: number) => Call) {
    this.call = call;
    this.history = Promise.resolve({ from: this.to - PAST, to: this.to });
  }

  get ledger(): Traffic['ledger'] {
    const { call, listeners, to } = this;
    return {
      since: to - PAST,
      record: () => undefined,
      *calls(from: number, until: number) {
        for (let end = from + SECOND / 2; end <= until; end += SECOND / 2)
          yield call(end);
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  }

  tell(): void {
    for (const listener of this.listeners) listener(this.call(Date.now()));
  }

  async stop(): Promise<void> {
    this.listeners.clear();
  }
}

/** For the stores, and for what they scrape. */
async function threeFreePorts(): Promise<number> {
  for (;;) {
    const [first] = await findFreePorts(1);
    const others = [first + 1, first + 2].map(isPortFree);
    if (first < 65_000 && (await Promise.all(others)).every(Boolean))
      return first;
  }
}

/** Value of a query that answers with one series, or undefined. */
async function ask(
  url: string,
  query: string,
  time?: number,
): Promise<{ labels: Record<string, string>; value: number } | undefined> {
  const parameters = new URLSearchParams({ query });
  if (time !== undefined) parameters.set('time', String(time / SECOND));
  const answer = await fetch(`${url}/api/v1/query?${parameters}`);
  const { data } = (await answer.json()) as {
    data: {
      result: { metric: Record<string, string>; value: [number, string] }[];
    };
  };
  const [first] = data.result;
  return first && { labels: first.metric, value: Number(first.value[1]) };
}

describe('metrics of the lab in a real Prometheus', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lab-metrics-'));
  const west = aCartAndShop('west');
  const east = aCartAndShop('east');
  const traffic = new ScriptedTraffic(end =>
    aCall({
      from: anEnd(west, 'cart'),
      to: anEnd(east, 'shop'),
      at: end - 30,
      clientMs: 30,
    }),
  );
  const errors: unknown[] = [];
  let metrics: RunningMetrics;
  let shared: string;
  let own: string;

  beforeAll(async () => {
    const [prometheus, promtool] = [
      await findTool('prometheus'),
      await findTool('promtool'),
    ];
    const firstPort = await threeFreePorts();
    metrics = await startMetrics({
      clusters: [west, east],
      stores: [
        {
          name: 'shared',
          clusterLabel: 'site',
          clusters: { west: 'the-west' },
        },
        { name: 'own', clusters: { east: 'east' } },
      ],
      traffic,
      programs: { prometheus: prometheus.path, promtool: promtool.path },
      directory,
      firstPort,
      onError: error => errors.push(error),
    });
    [shared, own] = metrics.stores.map(({ url }) => url);
    await metrics.ready;
  }, 120 * SECOND);

  afterAll(async () => {
    await metrics.stop();
    rmSync(directory, { recursive: true });
  });

  const total = (reporter: string) =>
    `istio_requests_total{reporter="${reporter}"}`;

  it('have the past, each store that of its clusters', async () => {
    const half = traffic.to - PAST / 2;
    expect(await ask(shared, total('source'), half)).toMatchObject({
      labels: {
        site: 'the-west',
        pod: 'cart',
        destination_cluster: 'istio-west',
      },
      value: PAST / SECOND,
    });
    const atServer = await ask(own, total('destination'), half);
    expect(atServer).toMatchObject({ value: PAST / SECOND });
    expect(atServer?.labels).not.toHaveProperty('site');
    expect(await ask(shared, total('destination'), half)).toBeUndefined();
  });

  it(
    'go on where the past ends, without a reset',
    async () => {
      for (let i = 0; i < 3; i++) traffic.tell();
      await waitUntil(
        async () =>
          (await ask(own, total('destination')))?.value ===
          (2 * PAST) / SECOND + 3,
        { what: 'the calls of now', ...STEP_LIMIT },
      );
      const resets = `resets(${total('destination')}[10m])`;
      expect((await ask(own, resets))?.value).toBe(0);
      expect((await ask(own, 'up'))?.value).toBe(1);
    },
    70 * SECOND,
  );

  it('leave out sizes by bucket, now and in the past', async () => {
    const counted = (metric: string, time?: number) =>
      ask(own, `count(${metric})`, time);
    for (const time of [undefined, traffic.to]) {
      expect(await counted('istio_request_bytes_bucket', time)).toBeUndefined();
      expect(await counted('istio_request_bytes_count', time)).toBeDefined();
    }
  });

  it(
    'lose the series of a pod with the pod',
    async () => {
      east.store.delete(
        { resource: 'pods', namespace: 'default', name: 'shop' },
        { gracePeriodSeconds: 0 },
      );
      await waitUntil(
        async () => (await ask(own, total('destination'))) === undefined,
        { what: 'the series to be gone', ...STEP_LIMIT },
      );
      expect(errors).toEqual([]);
    },
    70 * SECOND,
  );

  it('end with the lab', async () => {
    await metrics.stop();
    await expect(fetch(`${shared}/-/ready`)).rejects.toThrow();
    await expect(fetch(`${own}/-/ready`)).rejects.toThrow();
  });
});
