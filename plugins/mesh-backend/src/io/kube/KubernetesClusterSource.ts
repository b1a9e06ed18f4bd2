import type { Text } from '@meshport/plugin-mesh-common';
import type { WatchedKind } from '@meshport/plugin-mesh-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { systemClock, type Clock } from '../clock';
import { Listeners } from '../Listeners';
import { Backoff } from './Backoff';
import type { ClusterList, ListedCluster } from './ClusterList';
import type {
  ClusterChange,
  ClusterSource,
  ClusterState,
} from './ClusterSource';
import { ClusterWatch, type ClusterWatchOptions } from './ClusterWatch';
import { listFailureText } from './failureTexts';
import { keptAnnotations } from './keptAnnotations';
import type { KubernetesTransport } from './KubernetesTransport';
import { ListQueue } from './ListQueue';
import { DEFAULT_TIMING, type WatchTiming } from './timing';
import {
  hasClientSideCredentials,
  UnsupportedCluster,
} from './UnsupportedCluster';

/** Lists hold whole pages of raw objects in memory: that many clusters may at once. */
const CLUSTERS_LISTING_AT_ONCE = 2;

export interface KubernetesClusterSourceOptions {
  readonly transport: KubernetesTransport;
  readonly clusterList: ClusterList;
  /** What to watch; a kind that comes several times is watched once. */
  readonly kinds: readonly WatchedKind[];
  /** Annotation keys, or prefixes ending in `/`, to keep besides our own. */
  readonly keys: readonly string[];
  readonly logger: LoggerService;
  readonly clock?: Clock;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
  readonly timing?: Partial<WatchTiming>;
}

interface Entry {
  readonly listed: ListedCluster;
  readonly state: ClusterState & { title?: string };
  readonly stop: AbortController;
}

/** Watches every cluster that the portal's Kubernetes plugin lists, while it does. */
export class KubernetesClusterSource implements ClusterSource {
  private readonly entries = new Map<string, Entry>();
  private readonly running = new Set<Promise<void>>();
  private readonly listeners = new Listeners<[change: ClusterChange]>();
  private readonly timing: WatchTiming;
  private readonly clock: Clock;
  private readonly watchOptions: ClusterWatchOptions;
  private failure: Text | undefined;

  constructor(private readonly options: KubernetesClusterSourceOptions) {
    const { transport, logger, clock = systemClock, keys } = options;
    this.clock = clock;
    this.timing = { ...DEFAULT_TIMING, ...options.timing };
    const { slowPage } = this.timing;
    const clusters = CLUSTERS_LISTING_AT_ONCE;
    this.watchOptions = {
      transport,
      kinds: [...new Set(options.kinds)],
      keeps: keptAnnotations(keys),
      lists: new ListQueue({ clock, slowPage, clusters }),
      clock,
      random: options.random ?? Math.random,
      timing: this.timing,
      logger,
    };
  }

  clusters(): readonly ClusterState[] {
    return [...this.entries.values()].map(({ state }) => state);
  }

  listFailure(): Text | undefined {
    return this.failure;
  }

  subscribe(listener: (change: ClusterChange) => void): () => void {
    return this.listeners.subscribe(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { random, logger } = this.watchOptions;
    const { clusterListInterval, backoffFirst } = this.timing;
    const most = clusterListInterval;
    const backoff = new Backoff({ first: backoffFirst, most, random });
    while (!signal.aborted) {
      let pause = clusterListInterval;
      try {
        this.reconcile(await this.options.clusterList.read(signal));
        backoff.reset();
        this.failure = undefined;
      } catch (error) {
        if (signal.aborted) break;
        // The clusters known so far stay; at start the Kubernetes plugin may come up later.
        pause = backoff.next();
        this.failure = listFailureText(error);
        if (backoff.failures() === 1) {
          logger.warn('List of clusters could not be read', {
            error: `${error}`,
          });
        }
      }
      await this.clock.sleep(pause, signal).catch(() => undefined);
    }
    for (const { stop } of this.entries.values()) stop.abort();
    await Promise.all(this.running);
  }

  private reconcile(list: readonly ListedCluster[]): void {
    const listed = new Map(list.map(cluster => [cluster.name, cluster]));
    for (const name of [...this.entries.keys()]) {
      if (!listed.has(name)) this.remove(name);
    }
    for (const [name, cluster] of listed) {
      const known = this.entries.get(name);
      if (known?.listed.authProvider !== cluster.authProvider) {
        this.add(cluster);
      } else if (known.state.title !== cluster.title) {
        known.state.title = cluster.title;
        this.notify(name, 'reachability');
      }
    }
  }

  private add(listed: ListedCluster): void {
    const { name, authProvider } = listed;
    this.entries.get(name)?.stop.abort();
    const stop = new AbortController();
    const { signal } = stop;
    if (hasClientSideCredentials(authProvider)) {
      const state = new UnsupportedCluster(listed);
      this.entries.set(name, { listed, state, stop });
      this.notify(name, 'reachability');
      return;
    }
    const state = new ClusterWatch(listed, this.watchOptions, what => {
      // The last words of a watch that was ended are not about the cluster's state.
      if (!signal.aborted) this.notify(name, what);
    });
    // Listed before it runs: whoever is told of a change looks the cluster up.
    this.entries.set(name, { listed, state, stop });
    this.notify(name, 'reachability');
    const done = state.run(signal).finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private remove(name: string): void {
    this.entries.get(name)?.stop.abort();
    this.entries.delete(name);
    this.notify(name, 'removed');
  }

  private notify(cluster: string, what: ClusterChange['what']): void {
    this.listeners.notify({ cluster, what });
  }
}
