import type {
  Golden,
  MetricSeries,
  ServiceInstance,
  ServiceView,
} from '@meshport/plugin-mesh-common';
import type { MetricsLab } from '../harness/MetricsLab';
import type { TestPortal } from '../harness/TestPortal';
import type { World } from '../harness/World';
import { countedCalls, type CountedService, type Rename } from './countedCalls';
import { ledgerRows, type LedgerRow, type Span } from './Ledger';
import { ProxiedPods } from './ProxiedPods';
import { ScrapedStores } from './ScrapedStores';

const HISTOGRAMS: Readonly<Record<string, string>> = {
  istio: 'istio_request_duration_milliseconds',
  linkerd: 'response_latency_ms',
  cilium: 'hubble_http_request_duration_seconds',
  consul: 'envoy_http_downstream_rq_time',
};

/** Id of the sentence that says so. */
const BY_CALLERS = 'golden.by-callers';

const PLATFORM_ENGINEER = 'platform';

/** One instance of a service with the calls that its numbers are about. */
export interface Compared {
  /** For a person: `shop/cart in west`. */
  title: string;
  set: string;
  service: CountedService;
  golden: Golden;
  /** Milliseconds between the samples that the numbers are made of. */
  sampledMs: number;
  /** Upper bounds of the buckets of its latencies, in milliseconds, without the infinite one. */
  bounds: readonly number[];
  rows: readonly LedgerRow[];
}

function windowOf({ at, windowSeconds }: Golden): Span {
  if (at === undefined) throw new Error('The numbers have no time');
  const to = Date.parse(at);
  return { from: to - windowSeconds * 1000, to };
}

/** Reads what the portal says of traffic, and the ledger over the same time. */
export class Comparison {
  readonly #stores: ScrapedStores;
  readonly #proxied: Promise<ProxiedPods>;
  readonly #known = new Map<string, Promise<unknown>>();
  readonly #metrics: MetricsLab;
  readonly #rename: Rename;
  /** As whoever runs the clusters, who sees everything. */
  readonly #portal: TestPortal;

  constructor(world: World, metrics: MetricsLab, rename: Rename) {
    this.#stores = new ScrapedStores(world.lab, metrics);
    this.#proxied = ProxiedPods.read(world.lab);
    this.#metrics = metrics;
    this.#rename = rename;
    this.#portal = world.portal.as(rename(PLATFORM_ENGINEER));
  }

  /** All services that something counts calls of. */
  async services(): Promise<ServiceView[]> {
    const summaries = await this.#portal.services();
    const counted = summaries.filter(({ golden }) => golden.source);
    return Promise.all(
      counted.map(async ({ set, namespace, name }) => {
        const params = { set, namespace, name };
        const answer = await this.#portal.client.getService({ params });
        return answer.service;
      }),
    );
  }

  /** Every instance of these that something counts calls of, with the calls. */
  async instances(services: readonly ServiceView[]): Promise<Compared[]> {
    const counted = services.flatMap(({ set, instances }) =>
      instances
        .filter(({ golden }) => golden.source && golden.state === 'ok')
        .map(instance => this.#compare(set, instance)),
    );
    return Promise.all(counted);
  }

  /** Lines of a service's charts, and its instances as of the same time. */
  async versions(params: { set: string; namespace: string; name: string }) {
    const query = { window: '15m' as const };
    const answer = await this.#portal.client.getServiceMetrics({
      params,
      query,
    });
    const [{ series, instances }] = answer.services;
    return {
      instances,
      versions: series.filter(({ scope }) => scope === 'version'),
    };
  }

  async #compare(set: string, instance: ServiceInstance): Promise<Compared> {
    const { cluster, namespace, name, golden, workloads } = instance;
    const mesh = golden.source ?? '';
    const service = {
      ...{ cluster, namespace, name, mesh },
      isHttp: golden.requestRate !== undefined,
      isByCallers: golden.reason?.id === BY_CALLERS,
      workloads: workloads.map(({ ref }) => ref.name),
    };
    const [span, bounds, proxied] = await Promise.all([
      this.#span({ cluster, mesh }, windowOf(golden)),
      this.#bounds(cluster, mesh),
      this.#proxied,
    ]);
    const rows = await this.#rows(span, bounds);
    return {
      title: `${namespace}/${name} in ${cluster}`,
      ...{ set, service, golden, bounds },
      sampledMs: span.to - span.from,
      rows: countedCalls(service, rows, { proxied, rename: this.#rename }),
    };
  }

  #span(of: { cluster: string; mesh: string }, window: Span): Promise<Span> {
    return this.#once(JSON.stringify(['span', of, window]), () =>
      this.#stores.sampled(of, window),
    );
  }

  #bounds(cluster: string, mesh: string): Promise<number[]> {
    return this.#once(`bounds ${cluster} ${mesh}`, () =>
      this.#stores.bounds(cluster, HISTOGRAMS[mesh]),
    );
  }

  #rows(span: Span, bounds: readonly number[]): Promise<LedgerRow[]> {
    return this.#once(JSON.stringify(['rows', span, bounds]), () =>
      ledgerRows(this.#metrics, span, bounds),
    );
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = (this.#known.get(key) as Promise<T> | undefined) ?? ask();
    this.#known.set(key, asked);
    return asked;
  }
}

/** The newest value of a line. */
export function newest({ points }: MetricSeries): number | undefined {
  return points.requestRate?.findLast(value => value !== null) ?? undefined;
}
