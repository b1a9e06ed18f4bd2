import type { Text } from '@meshport/plugin-mesh-common';
import type { MetricQueries, QueryScope } from '@meshport/plugin-mesh-node';
import type { StoreHistory } from './StoreHistory';
import type { StoreTick } from './StoreTick';

/** What is known of one metrics store. */
export interface StoreState {
  readonly store: string;
  /** The last one that came; absent as long as none did. */
  readonly tick?: StoreTick;
  /** Unix ms, by the portal's clock: when the last tick came. */
  readonly receivedAt?: number;
  /** Why the last refresh gave nothing; absent where it gave a tick. */
  readonly fault?: Text;
  /**
   * The last ticks over the windows of the error budget, by their `windowSeconds`: of
   * these only requests and failures are read.
   */
  readonly budgets: readonly StoreTick[];
  /** What the store knew of the hour before the portal started; forgotten after an hour. */
  readonly history?: StoreHistory;
  /** What queries for people and for charts have to keep to; absent until it is known. */
  readonly scope?: QueryScope;
  /** Address for people, where it is configured. */
  readonly publicUrl?: string;
}

/** What meshes count and how they name it, by id; of those that count anything. */
export type QueriesByMesh = ReadonlyMap<string, MetricQueries>;

/**
 * What all metrics stores said last; never changed once it is there. A new one is put
 * together after every refresh, whether it gave something or not.
 */
export interface MetricsState {
  /** Unix ms, by the portal's clock: when it was put together. */
  readonly at: number;
  /** Seconds that rates are counted over. */
  readonly windowSeconds: number;
  /** By name. */
  readonly stores: ReadonlyMap<string, StoreState>;
  /** Name of the store that has the numbers of a cluster; undefined where none has. */
  storeOf(cluster: string): string | undefined;
  /** What is known of the meshes whose proxies counted all this. */
  readonly queries: QueriesByMesh;
  /** Equal as long as nothing that is read from it can differ. */
  readonly hash: string;
}

/** An installation without any metrics store. */
export const NO_METRICS: MetricsState = {
  at: 0,
  windowSeconds: 300,
  stores: new Map(),
  storeOf: () => undefined,
  queries: new Map(),
  hash: '',
};
