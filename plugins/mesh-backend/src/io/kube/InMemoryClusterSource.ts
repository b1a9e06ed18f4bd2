import type { Text } from '@meshport/plugin-mesh-common';
import {
  partOf,
  type KindState,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { Listeners } from '../Listeners';
import type {
  ClusterChange,
  ClusterReachability,
  ClusterReport,
  ClusterSource,
  ClusterState,
} from './ClusterSource';
import type { KindCondition } from './KindSink';
import { keptAnnotations } from './keptAnnotations';
import { ObjectStore } from './ObjectStore';
import { isRecord } from './rawObject';
import { reportKinds } from './reportKinds';

export interface InMemoryClusterSourceOptions {
  readonly kinds: readonly WatchedKind[];
  /** Annotation keys to keep, as for the real source. */
  readonly keys?: readonly string[];
}

/**
 * Clusters whose objects are set by hand, as Kubernetes JSON, through the same trimming
 * and schemas as real ones.
 */
export class InMemoryClusterSource implements ClusterSource {
  private readonly byName = new Map<string, InMemoryCluster>();
  private readonly listeners = new Listeners<[change: ClusterChange]>();
  private failure: Text | undefined;

  constructor(private readonly options: InMemoryClusterSourceOptions) {}

  /** Adds a live cluster whose kinds are all live and empty. */
  add(
    name: string,
    options: { title?: string; credentials?: string } = {},
  ): InMemoryCluster {
    const notify = (what: ClusterChange['what']) => this.notify(name, what);
    const cluster = new InMemoryCluster(name, {
      ...this.options,
      ...options,
      notify,
    });
    this.byName.set(name, cluster);
    notify('reachability');
    return cluster;
  }

  remove(name: string): void {
    if (this.byName.delete(name)) this.notify(name, 'removed');
  }

  clusters(): readonly ClusterState[] {
    return [...this.byName.values()];
  }

  listFailure(): Text | undefined {
    return this.failure;
  }

  /** As when the list of clusters can, or can no longer, be read. */
  setListFailure(failure: Text | undefined): void {
    this.failure = failure;
  }

  subscribe(listener: (change: ClusterChange) => void): () => void {
    return this.listeners.subscribe(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  private notify(cluster: string, what: ClusterChange['what']): void {
    this.listeners.notify({ cluster, what });
  }
}

/** One cluster of an {@link InMemoryClusterSource}. */
export class InMemoryCluster implements ClusterState {
  readonly title?: string;
  readonly credentials: string;
  private readonly stores = new Map<WatchedKind, ObjectStore>();
  private isComplete = false;
  private reachable: ClusterReachability = {
    status: 'live',
    kubernetesVersion: 'v1.34.0',
  };

  constructor(
    readonly name: string,
    private readonly options: InMemoryClusterSourceOptions & {
      title?: string;
      credentials?: string;
      notify: (what: ClusterChange['what']) => void;
    },
  ) {
    this.title = options.title;
    this.credentials = options.credentials ?? 'serviceAccount';
    const keeps = keptAnnotations(options.keys ?? []);
    for (const kind of new Set(options.kinds)) {
      const onChange = () => {
        if (this.isComplete) options.notify('objects');
      };
      const store = new ObjectStore({ kind, keeps, onChange });
      store.setCondition({ status: 'live' });
      this.stores.set(kind, store);
    }
    this.isComplete = true;
  }

  reachability(): ClusterReachability {
    return this.reachable;
  }

  kinds(): ReadonlyMap<WatchedKind, KindState> {
    return new Map(
      [...this.stores].map(([kind, store]) => [kind, store.state()]),
    );
  }

  report(): ClusterReport {
    return { kinds: reportKinds(this.stores), watches: this.stores.size };
  }

  /**
   * Creates or changes objects, in all kinds that are called as they are, whatever `only`
   * says; throws for a kind that is not watched.
   */
  apply(...objects: readonly unknown[]): this {
    for (const object of objects) {
      for (const store of this.storesOf(object)) store.upsert(object);
    }
    return this;
  }

  delete(...objects: readonly unknown[]): this {
    for (const object of objects) {
      for (const store of this.storesOf(object)) store.remove(object);
    }
    return this;
  }

  /** Sets how far a kind can be trusted; `part` is a name of `partOf`. */
  setCondition(part: string, condition: KindCondition): this {
    const stores = this.storesWhere(kind => partOf(kind) === part);
    if (!stores.length) throw new Error(`Kind ${part} is not watched`);
    for (const store of stores) store.setCondition(condition);
    return this;
  }

  setReachability(reachability: ClusterReachability): this {
    this.reachable = reachability;
    this.options.notify('reachability');
    return this;
  }

  private storesOf(object: unknown): ObjectStore[] {
    const { apiVersion, kind } = isRecord(object)
      ? object
      : { apiVersion: undefined, kind: undefined };
    const version = String(apiVersion);
    const group = version.includes('/') ? version.split('/')[0] : '';
    const stores = this.storesWhere(
      watched => watched.group === group && watched.kind === kind,
    );
    if (!stores.length) {
      throw new Error(`Kind ${kind} of ${version} is not watched`);
    }
    return stores;
  }

  private storesWhere(matches: (kind: WatchedKind) => boolean): ObjectStore[] {
    return [...this.stores].flatMap(([kind, store]) =>
      matches(kind) ? [store] : [],
    );
  }
}
