import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MetricsLab } from '../harness/MetricsLab';
import type { TestLab } from '../harness/TestLab';
import type { Span } from './Ledger';

interface MeshConfig {
  clusters: Record<
    string,
    { metrics?: string; aliases?: { metrics?: string } } | undefined
  >;
  metrics: { stores: Record<string, { clusterLabel?: string }> };
}

/** A counter that every proxy of a mesh has, by the mesh. */
const COUNTERS: Readonly<Record<string, string>> = {
  istio: '{__name__=~"istio_requests_total|istio_tcp_sent_bytes_total"',
  linkerd: '{__name__=~"response_total|tcp_open_total"',
  cilium: '{__name__="hubble_http_requests_total"',
  consul: '{__name__="envoy_http_downstream_rq_completed"',
};

/** Where the numbers of each cluster are, and when they were taken. */
export class ScrapedStores {
  readonly #lab: MetricsLab;
  readonly #mesh: MeshConfig;

  constructor(lab: TestLab, metrics: MetricsLab) {
    const text = readFileSync(join(lab.directory, 'app-config.yaml'), 'utf8');
    this.#mesh = (parse(text) as { mesh: MeshConfig }).mesh;
    this.#lab = metrics;
  }

  /** Name of the store that has the numbers of a cluster, and the matcher of that cluster in it. */
  placeOf(cluster: string): { store: string; matcher: string } {
    const { clusters, metrics } = this.#mesh;
    const own = clusters[cluster];
    const shared = Object.entries(metrics.stores).find(
      ([, { clusterLabel }]) => clusterLabel,
    );
    if (own?.metrics) return { store: own.metrics, matcher: '' };
    if (!shared) throw new Error(`No store has the numbers of ${cluster}`);
    const [store, { clusterLabel }] = shared;
    const value = own?.aliases?.metrics ?? cluster;
    return { store, matcher: `${clusterLabel}="${value}"` };
  }

  /**
   * The first and the last sample that a rate over a window can be made of. What is counted between the window's
   * edges and these is not in the numbers, whoever asks.
   */
  async sampled(
    { cluster, mesh }: { cluster: string; mesh: string },
    { from, to }: Span,
  ): Promise<Span> {
    const { store, matcher } = this.placeOf(cluster);
    const times = `timestamp(${COUNTERS[mesh]},${matcher}})`;
    const seconds = Math.round((to - from) / 1000);
    const expressions = [
      `min(min_over_time((${times} > ${from / 1000})[${seconds}s:1s]))`,
      `max(${times})`,
    ];
    const [first, last] = await Promise.all(
      expressions.map(async expression => {
        const [sample] = await this.#lab.query(store, expression, to);
        if (!sample) throw new Error(`${store} says nothing to ${expression}`);
        return sample.value * 1000;
      }),
    );
    return { from: first, to: last };
  }

  /** Upper bounds in milliseconds of the buckets of a histogram, without the infinite one. */
  async bounds(cluster: string, histogram: string): Promise<number[]> {
    const { store, matcher } = this.placeOf(cluster);
    const samples = await this.#lab.query(
      store,
      `group by (le) (${histogram}_bucket{${matcher}})`,
    );
    const scale = histogram.endsWith('_seconds') ? 1000 : 1;
    return samples
      .map(({ labels }) => Number(labels.le) * scale)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
  }
}
