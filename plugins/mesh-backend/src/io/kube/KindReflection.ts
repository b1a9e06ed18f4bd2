import type { LoggerService } from '@backstage/backend-plugin-api';
import { text, type Text } from '@meshport/plugin-mesh-common';
import {
  partOf,
  type KindStatus,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import type { Clock } from '../clock';
import { Backoff } from './Backoff';
import type { ClusterGate, Passage } from './ClusterGate';
import { DiscoveryRefusedError, type Discovery } from './Discovery';
import { kindFailureText, type KindRequest } from './failureTexts';
import type { KindCondition, KindSink } from './KindSink';
import { acceptOf, watchPath } from './kindPaths';
import type { KubernetesApi } from './KubernetesApi';
import { listKind } from './listKind';
import type { ListQueue } from './ListQueue';
import { resourceVersionOf } from './rawObject';
import { HttpStatusError, httpStatusError } from './requestErrors';
import { statusCodeSchema, type WatchEvent } from './schema';
import type { WatchTiming } from './timing';
import { watchKind, type WatchEnd } from './watchKind';
import { WatchTrust } from './WatchTrust';

/** What reading the kinds of one cluster needs. */
export interface ReflectionOptions {
  readonly cluster: string;
  readonly api: KubernetesApi;
  readonly discovery: Discovery;
  readonly gate: ClusterGate;
  readonly lists: ListQueue;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly timing: WatchTiming;
  readonly logger: LoggerService;
  /** A request failed in a way (401) that concerns the whole cluster. */
  readonly onSuspicion: () => void;
  /** A watch begins, or has ended. */
  readonly onWatches: (change: 1 | -1) => void;
}

/** A resourceVersion from which the watch fails so often is given up for a new list. */
const WATCH_FAILURES_UNTIL_LIST = 3;
/** One can be a dead connection; the next may wait for a number that is long in coming. */
const SILENT_WATCHES_UNTIL_LIST = 2;

/**
 * The course of one kind in one cluster: where its watch stands, and how far its
 * objects can be trusted. A kind is live once it is listed; after a failed watch, see
 * {@link WatchTrust}.
 */
export class KindReflection {
  private version: string | undefined;
  private resourceVersion: string | undefined;
  private request: KindRequest = 'list';
  private isKnown = false;
  private silentWatches = 0;
  private condition: KindCondition = { status: 'syncing' };
  private readonly backoff: Backoff;
  private readonly trust: WatchTrust;

  constructor(
    private readonly options: ReflectionOptions,
    private readonly kind: WatchedKind,
    private readonly sink: KindSink,
  ) {
    const { backoffFirst: first, backoffMost: most } = options.timing;
    this.backoff = new Backoff({ first, most, random: options.random });
    this.trust = new WatchTrust(options.clock, options.timing);
    this.lose('syncing', text('part.reading'));
  }

  /** Follows the kind until the gate closes; then, or now, what is known may be old. */
  async follow(passage: Passage): Promise<void> {
    const { closed } = passage;
    this.trust.forgive();
    if (this.condition.status === 'stale') {
      this.lose('stale', text('part.resuming'));
    }
    while (!closed.aborted) {
      try {
        await this.step(passage);
      } catch (error) {
        if (closed.aborted) break;
        const pause = this.failed(error);
        // Rejects when the gate closes, which the loop sees.
        await this.options.clock.sleep(pause, closed).catch(() => undefined);
      }
    }
    const closure = this.options.gate.closure();
    if (closure && this.condition.status === 'live') {
      this.lose('stale', closure.reason, closure.observedAt);
    }
  }

  private async step(passage: Passage): Promise<void> {
    const { discovery, clock, timing } = this.options;
    const { closed } = passage;
    this.request = 'list';
    this.version ??= await discovery.versionOf(this.kind, closed);
    if (this.version === undefined) {
      this.absent();
      await clock.sleep(timing.absentInterval, closed);
      return;
    }
    const { version } = this;
    const resourceVersion =
      this.resourceVersion ?? (await this.list(version, closed));
    this.request = 'watch';
    const connection = passage.connection();
    try {
      const end = await this.watch(version, resourceVersion, connection);
      if (end === 'ended') this.works();
      if (end === 'overdue') this.silentWatches += 1;
      // The proxy keeps the answer to a quiet watch back, so this can be a working one
      // on a server without bookmarks; or one that never began. A list bounds the doubt.
      const isSilent = this.silentWatches >= SILENT_WATCHES_UNTIL_LIST;
      if (end === 'doubtful' || isSilent) this.resourceVersion = undefined;
    } catch (error) {
      // Connections are made anew: no failure of this one.
      if (!connection.aborted) throw error;
    }
  }

  private absent(): void {
    this.isKnown = false;
    this.trust.restore();
    this.backoff.reset();
    this.sink.clear();
    const reason = text('part.not-served', { resource: partOf(this.kind) });
    this.setCondition({ status: 'absent', reason });
  }

  private async list(version: string, signal: AbortSignal): Promise<string> {
    const { api, lists, cluster, timing } = this.options;
    const turn = await lists.take(cluster, signal);
    try {
      const { kind } = this;
      const list = this.sink.beginList();
      const request = { api, kind, version, list, turn, timing, signal };
      this.resourceVersion = await listKind(request);
    } finally {
      turn.release();
    }
    this.isKnown = true;
    this.silentWatches = 0;
    this.trust.listed();
    if (this.trust.isFull()) this.setCondition({ status: 'live' });
    else this.setCondition({ ...this.condition, observedAt: this.now() });
    return this.resourceVersion;
  }

  private async watch(
    version: string,
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<WatchEnd> {
    const { api, clock, timing, random, onWatches } = this.options;
    const timeout = timing.watchTimeout * (0.8 + 0.4 * random());
    const timeoutSeconds = Math.max(1, Math.round(timeout / 1000));
    const window = { resourceVersion, timeoutSeconds };
    onWatches(1);
    const end = watchKind({
      api,
      clock,
      timing,
      path: watchPath(this.kind, version, window),
      accept: acceptOf(this.kind, 'watch'),
      timeout,
      onEvent: event => this.take(event),
      settle: this.trust.beginWatch(),
      onSettled: () => this.holds(),
      signal,
    });
    return end.finally(() => onWatches(-1));
  }

  private take({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      const { data } = statusCodeSchema.safeParse(object);
      throw httpStatusError(data?.code ?? 500, object);
    }
    if (type === 'DELETED') this.sink.remove(object);
    else if (type !== 'BOOKMARK') this.sink.upsert(object);
    this.resourceVersion = resourceVersionOf(object) ?? this.resourceVersion;
    this.works();
  }

  /** Something that only a watch that works brings. */
  private works(): void {
    this.backoff.reset();
    this.silentWatches = 0;
    this.trust.restore();
    this.becomeLive();
  }

  /** The watch did not fail for a while; whether that is enough to go on with it. */
  private holds(): boolean {
    const suffices = this.trust.sufficesToHold();
    // What failed before were lists: that is over.
    if (this.trust.isFull()) this.backoff.reset();
    if (suffices) this.becomeLive();
    return suffices;
  }

  private becomeLive(): void {
    if (this.condition.status !== 'live') this.setCondition({ status: 'live' });
  }

  /** Notes a failure; returns the milliseconds until the next try. */
  private failed(error: unknown): number {
    const pause = this.backoff.next();
    const status = error instanceof HttpStatusError ? error.status : undefined;
    const resource = partOf(this.kind);
    if (error instanceof DiscoveryRefusedError) {
      const { path, user } = error;
      this.lose('forbidden', text('part.missing-discovery', { path, user }));
    } else if (status === 410) {
      this.resourceVersion = undefined;
      this.lose('stale', text('part.expired', { resource }));
    } else {
      const reason = kindFailureText(error, this.kind, this.request);
      this.lose(status === 403 ? 'forbidden' : 'stale', reason);
      this.reconsider(status);
    }
    return pause;
  }

  /** What a failure other than expiry means for the next try. */
  private reconsider(status: number | undefined): void {
    if (status === 401) this.options.onSuspicion();
    if (status === 404) {
      this.version = undefined;
      this.resourceVersion = undefined;
      this.options.discovery.forget();
    }
    if (this.request !== 'watch') return;
    this.trust.watchFailed();
    if (this.backoff.failures() >= WATCH_FAILURES_UNTIL_LIST) {
      this.resourceVersion = undefined;
    }
  }

  /** The objects stay, but can no longer be taken as right. */
  private lose(
    status: KindStatus,
    reason: Text | undefined,
    observedAt?: string,
  ): void {
    // Without a last state there is nothing stale: unknown must not look like empty.
    const next = !this.isKnown && status === 'stale' ? 'syncing' : status;
    const since =
      this.condition.status === 'live'
        ? observedAt ?? this.now()
        : this.condition.observedAt;
    this.setCondition({ status: next, reason, observedAt: since });
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }

  private setCondition(next: KindCondition): void {
    const { cluster, logger } = this.options;
    if (next.status !== this.condition.status) {
      logger.info('Kind changed its status', {
        cluster,
        kind: partOf(this.kind),
        status: next.status,
        reason: next.reason?.id ?? '',
      });
    }
    this.condition = next;
    this.sink.setCondition(next);
  }
}
