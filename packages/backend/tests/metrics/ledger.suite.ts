import type { Golden, ServiceView } from '@meshport/plugin-mesh-common';
import { MetricsLab } from '../harness/MetricsLab';
import type { World } from '../harness/World';
import { Comparison, newest, type Compared } from './Comparison';
import type { Rename } from './countedCalls';
import {
  bucketOf,
  callsOf,
  failuresOf,
  quantileBucket,
  sumOf,
  type LedgerRow,
} from './Ledger';
import { ScrapedStores } from './ScrapedStores';

/** How far what the portal says may be from the calls that were made. */
const RATE_TOLERANCE = 0.02;
const RATIO_TOLERANCE = 0.02;
const BUCKETS_APART = 1;
/**
 * The ledger is read between the first and the last sample of the window, which is when the counters were read; calls
 * that ended while they were may be on either side, and `rate()` cannot see the first call of a new series.
 */
const CALLS_AT_EDGES = 5;
/** Of these, failed ones: the first failure of a series is counted, and few calls fail while counters are read. */
const FAILED_AT_EDGES = 2;
/** Counters are read every five seconds: a window that is fully covered has a sample that close to both its edges. */
const UNSAMPLED_MILLISECONDS = 2 * 5_500;
const READY_MILLISECONDS = 120_000;

/** Instances that have traffic, at the least, by the mesh that counts and by whether it counts requests. */
const LEAST_INSTANCES = [
  { mesh: 'istio', isHttp: true, least: 15 },
  { mesh: 'istio', isHttp: false, least: 5 },
  { mesh: 'linkerd', isHttp: true, least: 4 },
  { mesh: 'linkerd', isHttp: false, least: 1 },
  { mesh: 'cilium', isHttp: true, least: 1 },
  { mesh: 'consul', isHttp: true, least: 5 },
];

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

function isWithin(value: number, expected: number, share: number): boolean {
  const allowed = Math.max(expected * share, CALLS_AT_EDGES);
  return Math.abs(value - expected) <= allowed;
}

/** Counts of the whole window: between its first and its last sample there is a little less time. */
function inWindow(count: number, { sampledMs, golden }: Compared): number {
  return (count * golden.windowSeconds * 1000) / sampledMs;
}

/** What differs, as lines that say where. */
function wrongCounts(
  all: readonly Compared[],
  {
    what,
    shown,
    expected,
    each = () => 1,
  }: {
    what: string;
    /** Per second. */
    shown: (golden: Golden) => number | undefined;
    expected: (rows: readonly LedgerRow[]) => number;
    /** How much of it one call has. */
    each?: (rows: readonly LedgerRow[]) => number;
  },
): string[] {
  return all.flatMap(one => {
    const value = (shown(one.golden) ?? NaN) * one.golden.windowSeconds;
    const right = inWindow(expected(one.rows), one);
    const unit = each(one.rows);
    return isWithin(value / unit, right / unit, RATE_TOLERANCE)
      ? []
      : `${one.title}: ${value.toFixed(1)} ${what}, not ${right.toFixed(1)}`;
  });
}

function bytesOf(rows: readonly LedgerRow[]): number {
  return sumOf(rows, ({ requestBytes }) => requestBytes);
}

function wrongRatios(all: readonly Compared[]): string[] {
  return all.flatMap(({ title, golden: { successRatio = NaN }, rows }) => {
    const calls = callsOf(rows);
    const expected = 1 - failuresOf(rows) / calls;
    const allowed = Math.min(RATIO_TOLERANCE, FAILED_AT_EDGES / calls);
    return Math.abs(successRatio - expected) <= allowed
      ? []
      : `${title}: success ${successRatio}, not ${expected}`;
  });
}

function wrongQuantiles(
  title: string,
  { latencyMs }: Golden,
  { rows, bounds }: Pick<Compared, 'rows' | 'bounds'>,
): string[] {
  return Object.entries(QUANTILES).flatMap(([name, q]) => {
    const expected = quantileBucket(rows, q, bounds);
    const shown = latencyMs?.[name as keyof typeof QUANTILES];
    if (expected === undefined || shown === undefined)
      return `${title}: no ${name}`;
    return Math.abs(bucketOf(shown, bounds) - expected) <= BUCKETS_APART
      ? []
      : `${title}: ${name} ${shown} ms, not about ${bounds[expected]} ms`;
  });
}

/** Every mesh counts something, and over all of its window. */
function isComplete(all: readonly Compared[]): boolean {
  return (
    LEAST_INSTANCES.every(
      ({ mesh, isHttp, least }) =>
        all.filter(
          ({ service }) => service.mesh === mesh && service.isHttp === isHttp,
        ).length >= least,
    ) &&
    all.every(
      ({ sampledMs, golden }) =>
        golden.windowSeconds * 1000 - sampledMs <= UNSAMPLED_MILLISECONDS,
    )
  );
}

/** Whether what is said of traffic is what happened, call by call. */
export function ledgerSuite(world: () => World, rename: Rename): void {
  describe('traffic of services', () => {
    let metrics: MetricsLab;
    let comparison: Comparison;
    let services: ServiceView[];
    let all: Compared[];
    let http: Compared[];

    beforeAll(async () => {
      metrics = new MetricsLab(world().lab);
      await metrics.ready();
      comparison = new Comparison(world(), metrics, rename);
      await world().eventually(
        'numbers of every mesh',
        async () => {
          services = await comparison.services();
          all = await comparison.instances(services);
          return isComplete(all);
        },
        {
          timeoutMilliseconds: READY_MILLISECONDS,
          intervalMilliseconds: 2_000,
        },
      );
      http = all.filter(({ service }) => service.isHttp);
    });

    it('requests of every instance are those of the ledger, within 2 %', () => {
      const wrong = wrongCounts(http, {
        what: 'requests',
        shown: ({ requestRate }) => requestRate,
        expected: callsOf,
      });
      expect(wrong).toEqual([]);
    });

    it('the share of them that succeeds is that of the ledger', () => {
      expect(wrongRatios(http)).toEqual([]);
    });

    it('quantiles are those of the ledger, within one bucket', () => {
      const wrong = http
        // What callers took cannot be put together, and is not shown.
        .filter(
          ({ rows, service }) => callsOf(rows) > 0 && !service.isByCallers,
        )
        .flatMap(one => wrongQuantiles(one.title, one.golden, one));
      expect(wrong).toEqual([]);
    });

    it('where only connections are counted, these and their bytes are those of the ledger', () => {
      const layer4 = all.filter(({ service }) => !service.isHttp);
      const connections = wrongCounts(layer4, {
        what: 'connections',
        shown: ({ tcp }) => tcp?.connectionsPerSecond,
        expected: rows => sumOf(rows, row => row.connections),
      });
      const received = wrongCounts(layer4, {
        what: 'bytes received',
        shown: ({ tcp }) => tcp?.receivedBytesPerSecond,
        expected: bytesOf,
        each: rows => bytesOf(rows) / callsOf(rows),
      });
      expect([...connections, ...received]).toEqual([]);
    });

    it('of a service in several clusters rates are added and quantiles come from what all took', () => {
      const several = services.flatMap(service => {
        const parts = http.filter(
          ({ set, service: { namespace, name, isByCallers } }) =>
            set === service.set &&
            !isByCallers &&
            namespace === service.namespace &&
            name === service.name,
        );
        return parts.length > 1 ? { service, parts } : [];
      });
      expect(several.length).toBeGreaterThanOrEqual(2);
      const wrong = several.flatMap(({ service, parts }) => {
        const { set, namespace, name, golden } = service;
        const title = `${namespace}/${name} in ${set}`;
        const shown = (golden.requestRate ?? NaN) * golden.windowSeconds;
        const expected = parts.reduce(
          (sum, part) => sum + inWindow(callsOf(part.rows), part),
          0,
        );
        const [{ bounds }] = parts;
        const rows = parts.flatMap(part => part.rows);
        return [
          ...(isWithin(shown, expected, RATE_TOLERANCE)
            ? []
            : [`${title}: ${shown} requests, not ${expected}`]),
          ...wrongQuantiles(title, golden, { rows, bounds }),
        ];
      });
      expect(wrong).toEqual([]);
    });

    it('versions are told apart', async () => {
      const name = rename('checkout-api');
      const cluster = rename('aws-eks');
      const namespace = rename('payments');
      const { instances, versions } = await comparison.versions({
        ...{ set: 'production', namespace, name },
      });
      const [service] = services.filter(one => one.name === name);
      const [now] = await comparison.instances([
        {
          ...service,
          instances: service.instances
            .filter(one => one.cluster === cluster)
            .map(one => ({
              ...one,
              golden: instances.find(other => other.cluster === cluster)!
                .golden,
            })),
        },
      ]);
      const shown = versions.filter(line => line.cluster === cluster);
      expect(new Set(shown.map(({ version }) => version))).toEqual(
        new Set([rename('canary'), 'stable']),
      );
      const wrong = shown.flatMap(line => {
        const rows = now.rows.filter(({ version }) => version === line.version);
        const value = (newest(line) ?? NaN) * now.golden.windowSeconds;
        const right = inWindow(callsOf(rows), now);
        return isWithin(value, right, RATE_TOLERANCE)
          ? []
          : `${line.version}: ${value}, not ${right}`;
      });
      expect(wrong).toEqual([]);
    });

    it.each([
      {
        mesh: 'istio',
        cluster: 'aws-eks',
        name: 'checkout-api',
        naive: 'istio_requests_total{destination_service_name="NAME",CLUSTER}',
        sentence: 'proxies at both ends count the same requests',
      },
      {
        mesh: 'linkerd',
        cluster: 'infra',
        name: 'jaeger',
        naive:
          '{__name__="response_total",dst_service="NAME",CLUSTER} or {__name__="response_total",direction="inbound",deployment="NAME",CLUSTER}',
        sentence:
          'the client counts as outbound what is inbound for the server',
      },
      {
        mesh: 'consul',
        cluster: 'onprem-dc1',
        name: 'billing',
        naive:
          '{__name__="envoy_http_downstream_rq_completed",consul_source_service="NAME",CLUSTER}',
        sentence:
          'listeners of a proxy are of what comes in and of what goes out',
      },
    ])(
      'the sum of everything that $mesh counts is wrong by 40 % or more: $sentence',
      async ({ cluster, name, naive }) => {
        const stores = new ScrapedStores(world().lab, metrics);
        const { store, matcher } = stores.placeOf(rename(cluster));
        const one = http.find(
          ({ service }) =>
            service.cluster === rename(cluster) &&
            service.name === rename(name),
        );
        if (!one) throw new Error(`Nothing is known of ${name} in ${cluster}`);
        const expression = naive
          .replaceAll('NAME', rename(name))
          .replaceAll('CLUSTER', matcher)
          .split(' or ')
          .map(selector => `rate(${selector}[${one.golden.windowSeconds}s])`)
          .join(' or ');
        const at = Date.parse(one.golden.at ?? '');
        const [sum] = await metrics.query(store, `sum(${expression})`, at);
        const rate = (callsOf(one.rows) * 1000) / one.sampledMs;
        expect(rate).toBeGreaterThan(0.2);
        expect(Math.abs(sum.value - rate) / rate).toBeGreaterThanOrEqual(0.4);
      },
    );
  });
}
