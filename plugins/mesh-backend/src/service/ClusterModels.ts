import type { LoggerService } from '@backstage/backend-plugin-api';
import { canonicalJson } from '../core/contentHash';
import type { ClusterModel } from '../core/model/ClusterModel';
import { createModelHash } from '../core/model/modelHash';
import { reuseEqual } from '../core/reuseEqual';
import type { Clock } from '../io/clock';
import type {
  ClusterChange,
  ClusterReachability,
  ClusterSource,
  ClusterState,
} from '../io/kube/ClusterSource';
import { Latch } from './Latch';

/** Shortest time between a change and the build that shows it. */
const MIN_SETTLE_MILLISECONDS = 250;

/** A cluster that takes long to build is built less often. */
const SETTLE_FACTOR = 5;

/** Where many clusters change all the time, their builds together leave a third of it. */
const BUSY_FACTOR = 1.5;
const BUSY_MILLISECONDS = 1_000;

/** A cluster as answers may see it; never changed once published. */
export interface PublishedCluster {
  readonly name: string;
  readonly title?: string;
  readonly reachability: ClusterReachability;
  /** Since when (ISO) building has failed; absent after a build that did not. */
  readonly failingSince?: string;
  /** Absent until the first build. */
  readonly model?: ClusterModel;
  /** Of the model; '' without one. */
  readonly hash: string;
}

export interface ClusterModelsOptions {
  readonly source: ClusterSource;
  /** Pure: what is watched of a cluster -> its model. */
  readonly build: (cluster: ClusterState) => ClusterModel;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** The loop of one cluster. */
interface Watched {
  readonly state: ClusterState;
  readonly dirty: Latch;
  readonly stop: AbortController;
  readonly hash: (model: ClusterModel) => string;
  published: PublishedCluster;
  /** How long the last build took. */
  lastBuild: number;
  /** When it ended, as milliseconds since 1970. */
  builtAt: number;
}

/**
 * Builds and publishes the models of all clusters: a change marks its cluster dirty;
 * after a moment of settling the cluster is built anew, and published if the result
 * differs. One build at a time, with a turn of the event loop between two of them, so
 * that neither answers nor other clusters wait for more than one build.
 */
export class ClusterModels {
  private readonly watched = new Map<string, Watched>();
  private readonly listeners = new Set<() => void>();
  private current: readonly PublishedCluster[] = [];
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(private readonly options: ClusterModelsOptions) {}

  /** All clusters, in the order of the source; the same list until one changes. */
  published(): readonly PublishedCluster[] {
    return this.current;
  }

  /** Calls the listener after each publication. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when `signal` aborts and no build is running any more. */
  async run(signal: AbortSignal): Promise<void> {
    const { source } = this.options;
    const unsubscribe = source.subscribe(change => this.apply(change, signal));
    try {
      for (const { name } of source.clusters()) {
        this.apply({ cluster: name, what: 'objects' }, signal);
      }
      await source.run(signal);
    } finally {
      unsubscribe();
      await this.lastTurn;
    }
  }

  private apply(change: ClusterChange, signal: AbortSignal): void {
    const state = this.options.source
      .clusters()
      .find(({ name }) => name === change.cluster);
    const known = this.watched.get(change.cluster);
    // A cluster that was removed and added again is another one to us.
    if (known && known.state !== state) this.forget(known);
    if (!state) return;
    const cluster = this.watched.get(state.name) ?? this.watch(state, signal);
    if (change.what === 'objects') cluster.dirty.set();
    this.publish(cluster, {
      title: state.title,
      reachability: state.reachability(),
    });
  }

  private forget(cluster: Watched): void {
    cluster.stop.abort();
    this.watched.delete(cluster.state.name);
    this.refreshList();
  }

  private watch(state: ClusterState, signal: AbortSignal): Watched {
    const { name } = state;
    const cluster: Watched = {
      state,
      dirty: new Latch(),
      stop: new AbortController(),
      hash: createModelHash(),
      published: {
        name,
        title: state.title,
        reachability: state.reachability(),
        hash: '',
      },
      lastBuild: 0,
      builtAt: 0,
    };
    this.watched.set(name, cluster);
    cluster.dirty.set();
    const stopped = AbortSignal.any([signal, cluster.stop.signal]);
    this.buildWhenDirty(cluster, stopped).catch(error => {
      if (stopped.aborted) return;
      this.options.logger.error('Building models stopped', {
        cluster: name,
        cause: String(error),
      });
    });
    this.refreshList();
    return cluster;
  }

  private async buildWhenDirty(
    cluster: Watched,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await cluster.dirty.whenSet(signal);
      await this.options.clock.sleep(this.settleTime(cluster), signal);
      await this.inTurn(() => this.build(cluster), signal);
    }
  }

  /** Milliseconds: a share of what the cluster's own build takes, so that one cluster does not hold up another. */
  private settleTime({ lastBuild }: Watched): number {
    const since = this.options.clock.now() - BUSY_MILLISECONDS;
    const busy = [...this.watched.values()].filter(one => one.builtAt >= since);
    const factor = Math.max(SETTLE_FACTOR, BUSY_FACTOR * busy.length);
    return Math.max(MIN_SETTLE_MILLISECONDS, factor * lastBuild);
  }

  private async inTurn(work: () => void, signal: AbortSignal): Promise<void> {
    const before = this.lastTurn;
    let done = () => {};
    this.lastTurn = new Promise(resolve => {
      done = resolve;
    });
    try {
      await before;
      await this.options.clock.sleep(0, signal);
      work();
    } finally {
      done();
    }
  }

  private build(cluster: Watched): void {
    const { clock, logger, build } = this.options;
    const started = clock.now();
    cluster.dirty.clear();
    try {
      const before = cluster.published.model;
      // What has not changed is the same object as before: whoever remembers what was
      // made of it need not make it again.
      const model = reuseEqual(before, build(cluster.state));
      if (model !== before) {
        this.publish(cluster, { model, hash: cluster.hash(model) });
      }
      this.publish(cluster, { failingSince: undefined });
    } catch (error) {
      // The last model stays, and says so: a fault of ours must not blank a page.
      const now = new Date(started).toISOString();
      const { failingSince = now } = cluster.published;
      this.publish(cluster, { failingSince });
      logger.error('The model of a cluster could not be built', {
        cluster: cluster.state.name,
        cause: error instanceof Error ? error.stack ?? '' : String(error),
      });
    }
    cluster.builtAt = clock.now();
    cluster.lastBuild = cluster.builtAt - started;
  }

  private publish(cluster: Watched, news: Partial<PublishedCluster>): void {
    const before = cluster.published;
    const after = { ...before, ...news };
    const same =
      after.hash === before.hash &&
      after.title === before.title &&
      after.failingSince === before.failingSince &&
      canonicalJson(after.reachability) === canonicalJson(before.reachability);
    if (same) return;
    cluster.published = after;
    this.refreshList();
  }

  private refreshList(): void {
    this.current = this.options.source
      .clusters()
      .flatMap(({ name }) => this.watched.get(name)?.published ?? []);
    for (const listener of [...this.listeners]) listener();
  }
}
