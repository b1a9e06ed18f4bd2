import { isDeepStrictEqual } from 'node:util';
import { text } from '@meshport/plugin-mesh-common';
import type { Clock } from '../clock';
import { Backoff } from './Backoff';
import type { ClusterGate } from './ClusterGate';
import type { ClusterReachability } from './ClusterSource';
import { childAbort } from './deadline';
import { clusterFailureText } from './failureTexts';
import type { KubernetesApi } from './KubernetesApi';
import { isRecord, stringAt } from './rawObject';
import { GarbageError, HttpStatusError } from './requestErrors';
import type { WatchTiming } from './timing';

/** One miss can be a hiccup of the network. */
const MISSES_UNTIL_UNREACHABLE = 2;
const MAX_VERSION_BYTES = 64 * 1024;

/** `Date` is cut to whole seconds, so on average it is half a second late. */
const HALF_A_SECOND = 500;

export interface HeartbeatOptions {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: WatchTiming;
  readonly gate: ClusterGate;
  readonly onChange: (reachability: ClusterReachability) => void;
}

/**
 * Asks one cluster for `/version` at a steady pace, and opens and closes the gate for
 * everything else. Streams cannot tell a dead server from a quiet one: the portal's proxy
 * hides its death, and half-open connections look alive.
 */
export class Heartbeat {
  private reachability: ClusterReachability = {
    status: 'syncing',
    reason: text('source.connecting'),
  };
  private misses = 0;
  private lastAnswer: number | undefined;
  private lastBeat = Number.NEGATIVE_INFINITY;
  private skew: number | undefined;
  private wake: (() => void) | undefined;
  private readonly backoff: Backoff;

  constructor(private readonly options: HeartbeatOptions) {
    const { timing, random } = options;
    this.backoff = new Backoff({
      first: timing.backoffFirst,
      most: timing.heartbeatBackoffMost,
      random,
    });
  }

  state(): ClusterReachability {
    return this.reachability;
  }

  /** The cluster's clock minus ours, in milliseconds, as of the last answer. */
  clockSkew(): number | undefined {
    return this.skew;
  }

  /** Something that only the whole cluster explains was seen: beat now, but not in a row. */
  suspect(): void {
    const { clock, timing } = this.options;
    if (clock.now() - this.lastBeat >= timing.backoffFirst) this.wake?.();
  }

  /** Resolves once `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, timing } = this.options;
    while (!signal.aborted) {
      this.lastBeat = clock.now();
      await this.beat(signal);
      const pause =
        this.options.gate.closure() && this.reachability.status !== 'syncing'
          ? this.backoff.next()
          : this.lastBeat + timing.heartbeatInterval - clock.now();
      await this.pause(Math.max(0, pause), signal);
    }
  }

  private async pause(milliseconds: number, signal: AbortSignal) {
    const { controller, release } = childAbort(signal);
    this.wake = () => controller.abort();
    try {
      await this.options.clock.sleep(milliseconds, controller.signal);
    } catch (error) {
      // Woken early, by a suspicion or by the end: the loop looks which.
      if (!controller.signal.aborted) throw error;
    } finally {
      this.wake = undefined;
      release();
    }
  }

  private async beat(signal: AbortSignal): Promise<void> {
    const { api, clock, timing } = this.options;
    const asked = clock.now();
    const onDate = (date: number) => {
      const halfway = (asked + clock.now()) / 2;
      this.skew = Math.round(date + HALF_A_SECOND - halfway);
    };
    try {
      const version = await api.getJson('/version', {
        signal,
        deadline: timing.heartbeatDeadline,
        maxBytes: MAX_VERSION_BYTES,
        onDate,
      });
      const gitVersion = isRecord(version) && stringAt(version, 'gitVersion');
      if (!gitVersion) throw new GarbageError('/version has no gitVersion');
      this.answered(gitVersion);
    } catch (error) {
      if (signal.aborted) return;
      const status = error instanceof HttpStatusError ? error.status : 0;
      // Not everybody may ask for the version, but whoever is told so was answered.
      if (status === 403) this.answered(undefined);
      else if (status === 401) this.lost('forbidden', error);
      else this.missed(error);
    }
  }

  private answered(version: string | undefined): void {
    const { clock, gate } = this.options;
    const missedSome = this.misses > 0;
    this.misses = 0;
    this.lastAnswer = clock.now();
    this.backoff.reset();
    this.change({
      status: 'live',
      kubernetesVersion: version ?? this.reachability.kubernetesVersion,
    });
    if (gate.closure()) gate.open();
    else if (missedSome) gate.renew();
  }

  private missed(error: unknown): void {
    this.misses += 1;
    if (this.misses >= MISSES_UNTIL_UNREACHABLE) {
      this.lost('unreachable', error);
    }
  }

  private lost(status: 'unreachable' | 'forbidden', error: unknown): void {
    const reason = clusterFailureText(error);
    const observedAt =
      this.lastAnswer === undefined
        ? undefined
        : new Date(this.lastAnswer).toISOString();
    const { kubernetesVersion } = this.reachability;
    this.change({ status, reason, observedAt, kubernetesVersion });
    this.options.gate.close({ reason, observedAt });
  }

  private change(next: ClusterReachability): void {
    if (isDeepStrictEqual(next, this.reachability)) return;
    this.reachability = next;
    this.options.onChange(next);
  }
}
