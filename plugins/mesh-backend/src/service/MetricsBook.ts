import type { Text } from '@meshport/plugin-mesh-common';
import type { QueryScope } from '@meshport/plugin-mesh-node';
import { storeOfCluster } from '../config/metricsConfig';
import type { MeshConfig } from '../config/readMeshConfig';
import { textHash } from '../core/contentHash';
import type {
  MetricsState,
  QueriesByMesh,
  StoreState,
} from '../core/metrics/MetricsState';
import type { StoreHistory } from '../core/metrics/StoreHistory';
import type { StoreReport } from '../core/metrics/StoreReport';
import type { StoreTick } from '../core/metrics/StoreTick';
import type { Clock } from '../io/clock';
import type { MetricsFeed } from './MetricsFeed';

/** What is new of a store. */
type StoreNews = Partial<
  Pick<StoreState, 'tick' | 'receivedAt' | 'budgets' | 'scope' | 'history'>
> & { readonly fault?: Text };

/** What every metrics store said last, for the read side. */
export class MetricsBook implements MetricsFeed {
  private readonly stores = new Map<string, StoreState>();
  private readonly reported = new Map<string, StoreReport>();
  private readonly listeners = new Set<() => void>();
  private readonly storeOf: MetricsState['storeOf'];
  private version = 0;
  private current: MetricsState;

  constructor(
    private readonly options: {
      readonly config: Pick<MeshConfig, 'metrics' | 'clusters'>;
      readonly queries: QueriesByMesh;
      readonly clock: Clock;
    },
  ) {
    const { config } = options;
    this.storeOf = cluster => storeOfCluster(config, cluster)?.name;
    for (const { name: store, publicUrl } of config.metrics.stores.values()) {
      this.stores.set(store, { store, publicUrl, budgets: [] });
    }
    this.current = this.putTogether();
  }

  state(): MetricsState {
    return this.current;
  }

  /** Of the last refresh of each store, by its name. */
  reports(): ReadonlyMap<string, StoreReport> {
    return this.reported;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A refresh gave a tick. */
  received(
    store: string,
    news: { readonly tick: StoreTick; readonly scope: QueryScope },
    report: StoreReport,
  ): void {
    this.reported.set(store, report);
    const receivedAt = this.options.clock.now();
    this.publish(store, { ...news, receivedAt, fault: undefined });
  }

  /** What a refresh has cost in the end, which changes no numbers. */
  cost(store: string, report: StoreReport): void {
    this.reported.set(store, report);
  }

  /** A refresh gave nothing: the last tick stays. */
  failed(store: string, fault: Text, report: StoreReport): void {
    const failingSince = this.reported.get(store)?.failingSince ?? report.at;
    this.reported.set(store, { ...report, failingSince });
    this.publish(store, { fault });
  }

  /** Ticks over a window of an error budget; they replace the last ones of that window. */
  receivedBudget(store: string, tick: StoreTick): void {
    const known = this.stores.get(store)?.budgets ?? [];
    const others = known.filter(
      ({ windowSeconds }) => windowSeconds !== tick.windowSeconds,
    );
    const budgets = [...others, tick].sort(
      (a, b) => a.windowSeconds - b.windowSeconds,
    );
    this.publish(store, { budgets });
  }

  /** What the store knew of the last hour; undefined to forget it. */
  receivedHistory(store: string, history: StoreHistory | undefined): void {
    this.publish(store, { history });
  }

  private publish(store: string, news: StoreNews): void {
    const before = this.stores.get(store) ?? { store, budgets: [] };
    this.stores.set(store, { ...before, ...news });
    this.version += 1;
    this.current = this.putTogether();
    for (const listener of [...this.listeners]) listener();
  }

  /** Every refresh says something new, at least how old the numbers are. */
  private putTogether(): MetricsState {
    const { clock, config, queries } = this.options;
    const at = clock.now();
    return {
      at,
      windowSeconds: config.metrics.windowSeconds,
      stores: new Map(this.stores),
      storeOf: this.storeOf,
      queries,
      hash: textHash(`${at} ${this.version}`),
    };
  }
}
