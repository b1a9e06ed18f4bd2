import type { LoggerService } from '@backstage/backend-plugin-api';
import { text, type Text } from '@meshport/plugin-mesh-common';
import {
  partOf,
  type KindStatus,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import type { Clock } from '../clock';
import { Backoff } from './Backoff';
import type { ClusterGate } from './ClusterGate';
import { DiscoveryRefusedError, type Discovery } from './Discovery';
import { kindFailureText, type KindRequest } from './failureTexts';
import type { KindCondition, KindSink } from './KindSink';
import { acceptOf, watchPath } from './kindPaths';
import type { KubernetesApi } from './KubernetesApi';
import { listKind } from './listKind';
import type { ListQueue } from './ListQueue';
import { objectKey, resourceVersionOf } from './rawObject';
import {
  GarbageError,
  HttpStatusError,
  httpStatusError,
} from './requestErrors';
import { statusCodeSchema, type WatchEvent } from './schema';
import type { WatchTiming } from './timing';
import { watchKind } from './watchKind';

/** What reading the kinds of one cluster needs. */
export interface ReflectorOptions {
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
}

/** A resourceVersion from which the watch fails so often is given up for a new list. */
const WATCH_FAILURES_UNTIL_LIST = 3;

/**
 * The course of one kind in one cluster: where its watch stands, and how far its
 * objects can be trusted. A kind is live once it is listed, and after a failed watch
 * once a watch held: response headers do not count, as the portal's proxy keeps those of
 * a quiet watch back for about a minute.
 */
export class KindReflection {
  private version: string | undefined;
  private resourceVersion: string | undefined;
  private request: KindRequest = 'list';
  private isKnown = false;
  private watchFailed = false;
  private condition: KindCondition = { status: 'syncing' };
  private readonly backoff: Backoff;

  constructor(
    private readonly options: ReflectorOptions,
    private readonly kind: WatchedKind,
    private readonly sink: KindSink,
  ) {
    const { backoffFirst: first, backoffMost: most } = options.timing;
    this.backoff = new Backoff({ first, most, random: options.random });
    this.lose('syncing', text('part.reading'));
  }

  /** Follows the kind until `online` aborts; then, or now, what is known may be old. */
  async followWhile(online: AbortSignal): Promise<void> {
    if (this.condition.status === 'stale') {
      this.lose('stale', text('part.resuming'));
    }
    while (!online.aborted) {
      try {
        await this.step(online);
      } catch (error) {
        if (online.aborted) break;
        const pause = this.failed(error);
        // Rejects when `online` aborts, which the loop sees.
        await this.options.clock.sleep(pause, online).catch(() => undefined);
      }
    }
    const closure = this.options.gate.closure();
    if (closure && this.condition.status === 'live') {
      this.lose('stale', closure.reason, closure.observedAt);
    }
  }

  private async step(online: AbortSignal): Promise<void> {
    const { discovery, clock, timing } = this.options;
    this.request = 'list';
    this.version ??= await discovery.versionOf(this.kind, online);
    if (this.version === undefined) {
      this.absent();
      await clock.sleep(timing.absentInterval, online);
      return;
    }
    const { version } = this;
    const resourceVersion =
      this.resourceVersion ?? (await this.list(version, online));
    this.request = 'watch';
    const end = await this.watch(version, resourceVersion, online);
    // The proxy keeps the answer to a quiet watch back, so this can be a working one on
    // a server without bookmarks; or one that never began. A list bounds the doubt.
    if (end === 'unanswered') this.resourceVersion = undefined;
  }

  private absent(): void {
    this.isKnown = false;
    this.watchFailed = false;
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
    if (!this.watchFailed) this.setCondition({ status: 'live' });
    return this.resourceVersion;
  }

  private watch(
    version: string,
    resourceVersion: string,
    signal: AbortSignal,
  ): Promise<'ended' | 'unanswered'> {
    const { api, clock, timing, random } = this.options;
    const timeout = timing.watchTimeout * (0.8 + 0.4 * random());
    const timeoutSeconds = Math.max(1, Math.round(timeout / 1000));
    const window = { resourceVersion, timeoutSeconds };
    return watchKind({
      api,
      clock,
      timing,
      path: watchPath(this.kind, version, window),
      accept: acceptOf(this.kind, 'watch'),
      timeout,
      onEvent: event => this.take(event),
      onSettled: () => this.holds(),
      signal,
    });
  }

  private take({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      const { data } = statusCodeSchema.safeParse(object);
      throw httpStatusError(data?.code ?? 500, object);
    }
    if (type === 'DELETED') {
      if (!objectKey(object)) throw new GarbageError('What was deleted?');
      this.sink.remove(object);
    } else if (type !== 'BOOKMARK') {
      this.sink.upsert(object);
    }
    this.resourceVersion = resourceVersionOf(object) ?? this.resourceVersion;
    this.holds();
  }

  /** The watch works. */
  private holds(): void {
    this.backoff.reset();
    this.watchFailed = false;
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
    this.watchFailed = true;
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
        ? observedAt ?? new Date(this.options.clock.now()).toISOString()
        : this.condition.observedAt;
    this.setCondition({ status: next, reason, observedAt: since });
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
