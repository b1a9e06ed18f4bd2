import type { Change } from '../History.ts';
import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { apiVersionOf, type ResourceKind } from '../kinds.ts';
import type { Store } from '../Store.ts';
import { StatusError } from '../StatusError.ts';
import type { ListOptions } from './listOptions.ts';

/** Where a watch writes to: a chunked HTTP response. */
interface WatchSink {
  write(text: string): void;
  /** A clean end, as after `timeoutSeconds`. */
  end(): void;
  /** Writes a last piece and breaks the connection off. */
  breakOff(text: string): void;
}

export interface WatchTarget {
  kind: ResourceKind;
  /** The kind's id. */
  resource: string;
  version: string;
  namespace?: string;
}

export interface WatchStreamOptions {
  store: Store;
  target: WatchTarget;
  list: ListOptions;
  sink: WatchSink;
  /** JSON of one object in the form that the client accepts. */
  render(object: KubeObject): string;
  /** While true nothing is sent; events wait in the history. */
  isAsleep(): boolean;
  bookmarkSeconds: number;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

/** A last bookmark comes this long before the end of a watch, if the watch is long enough for it. */
const LAST_BOOKMARK_SECONDS = 2;

/** One open watch. It remembers how far it has told its client and catches up from the store's history. */
export class WatchStream {
  readonly target: WatchTarget;
  private readonly options: WatchStreamOptions;
  private told = 0;
  private deadForGood = false;
  /** Its time ran out while the server slept. */
  private isOverdue = false;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(options: WatchStreamOptions) {
    this.options = options;
    this.target = options.target;
  }

  start(): void {
    const { list } = this.options;
    const fromState = list.sendInitialEvents || !list.resourceVersion;
    if (fromState) this.sendInitialState();
    // A version of the future is no error: the watch is silent until the cluster gets there.
    else this.told = list.resourceVersion ?? 0;
    this.startTimers();
    this.catchUp();
  }

  /** Sends what happened since the last time; ends the watch with 410 when that is forgotten. */
  catchUp(): void {
    const { store } = this.options;
    if (this.deadForGood || this.options.isAsleep()) return;
    try {
      const changes = store.changesSince(this.target.resource, this.told);
      for (const change of changes) this.sendChange(change);
      this.told = Math.max(this.told, Number(store.resourceVersion));
      if (this.isOverdue) this.end();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.send('ERROR', JSON.stringify(error.body));
      this.end();
    }
  }

  /** Sends nothing any more, while the connection stays open. */
  silence(): void {
    this.deadForGood = true;
    this.stopTimers();
  }

  /** Breaks off, in the middle of a line or between two. */
  cut(where: 'in a line' | 'between lines'): void {
    this.silence();
    const half = '{"type":"MODIFIED","object":{"kind":"';
    // A blank is no line: it only carries what was written before the break.
    this.options.sink.breakOff(where === 'in a line' ? half : ' ');
  }

  /** A line that is no JSON, with the watch going on. */
  garble(): void {
    if (!this.deadForGood) this.options.sink.write('\u0000\u0007}{garbled\n');
  }

  end(): void {
    this.silence();
    this.options.sink.end();
  }

  /** The client is gone. */
  close(): void {
    this.silence();
  }

  private sendInitialState(): void {
    const { store, list } = this.options;
    const { resource, namespace } = this.target;
    const state = store.list(resource, { namespace });
    for (const object of state.items) {
      if (list.matches(object)) this.sendObject('ADDED', object);
    }
    this.told = Number(state.resourceVersion);
    if (list.bookmarks) this.sendBookmark(INITIAL_EVENTS_END);
  }

  /** A stopped process ends nothing: what came due meanwhile is done when it goes on. */
  private runOut(): void {
    this.isOverdue = true;
    if (!this.options.isAsleep()) this.end();
  }

  private startTimers(): void {
    const { list, bookmarkSeconds } = this.options;
    const seconds = list.timeoutSeconds ?? 1800 + Math.random() * 1800;
    this.timers.push(setTimeout(() => this.runOut(), seconds * 1000).unref());
    if (!list.bookmarks) return;
    const bookmark = () => {
      if (!this.options.isAsleep()) this.sendBookmark();
    };
    this.timers.push(setInterval(bookmark, bookmarkSeconds * 1000).unref());
    const last = seconds - LAST_BOOKMARK_SECONDS;
    if (last > LAST_BOOKMARK_SECONDS) {
      this.timers.push(setTimeout(bookmark, last * 1000).unref());
    }
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.length = 0;
  }

  private sendChange(change: Change): void {
    const { namespace } = this.target;
    const { object, previous } = change;
    if (change.resourceVersion <= this.told) return;
    if (namespace && object.metadata.namespace !== namespace) return;
    const { matches } = this.options.list;
    const before = previous !== undefined && matches(previous);
    const after = change.type !== 'DELETED' && matches(object);
    if (before && after) this.sendObject('MODIFIED', object);
    else if (after) this.sendObject('ADDED', object);
    else if (before) this.sendObject('DELETED', lastSeen(change, previous));
  }

  private sendObject(type: EventType, object: KubeObject): void {
    this.send(type, this.options.render(object));
  }

  private sendBookmark(annotations?: Record<string, string>): void {
    const { kind, version } = this.target;
    const object: JsonObject = {
      kind: kind.kind,
      apiVersion: apiVersionOf(kind.group, version),
      metadata: {
        resourceVersion: String(this.told),
        ...(annotations ? { annotations } : {}),
      },
    };
    this.send('BOOKMARK', JSON.stringify(object));
  }

  private send(type: string, json: string): void {
    this.options.sink.write(`{"type":"${type}","object":${json}}\n`);
  }
}

/** What a watcher that no longer matches is told: the state it knew, with the version of the change. */
function lastSeen(change: Change, previous: KubeObject): KubeObject {
  const { resourceVersion } = change.object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}
