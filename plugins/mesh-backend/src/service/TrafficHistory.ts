import type { ErrorSeries, MetricSeries } from '@meshport/plugin-mesh-common';
import type { CallCounts, Counts } from '../core/metrics/goldenCounts';
import type { MetricsSpan } from '../core/metrics/metricsSpan';
import { type HeardSteps, wasHeardAt } from '../core/metrics/heardSteps';
import {
  addPast,
  type PastCounts,
  pastMoment,
} from '../core/metrics/pastCounts';
import type { StoreHistory } from '../core/metrics/StoreHistory';
import { errorSeries } from '../core/metrics/errorSeries';
import { pointsOfRing } from '../core/metrics/seriesPoints';
import {
  type Moment,
  momentOf,
  type RingField,
  SeriesRing,
} from '../core/metrics/SeriesRing';
import { countedInstances } from '../core/views/traffic';
import type {
  InstanceEntry,
  KnownInstance,
  ServiceEntry,
} from '../core/views/World';
import { ErrorHistory } from './ErrorHistory';

const HOUR_SECONDS = 3600;

/** Lines of one service or instance; those of versions and routes only where there are some. */
interface Lines {
  readonly whole: SeriesRing;
  readonly versions: Map<string, SeriesRing>;
  readonly routes: Map<string, SeriesRing>;
  /** Unix seconds, from the beginning of a slot on: before, only a store had counted. */
  countedFrom: number;
}

/** An instance whose past is a part of that of its service. */
export interface PastPart {
  readonly key: string;
  /** When the store that has its numbers knew anything. */
  readonly heard: HeardSteps;
}

/** Versions or routes of one instance that are remembered at most, the busiest ones. */
const MOST_PARTS = 20;

/** The last hour of all services, in memory. */
export class TrafficHistory {
  private readonly lines = new Map<string, Lines>();
  private readonly errors: ErrorHistory;
  private readonly slots: number;
  private newest = 0;

  /** `slotSeconds` is the time between two refreshes. */
  constructor(private readonly slotSeconds: number) {
    this.slots = Math.ceil(HOUR_SECONDS / slotSeconds) + 1;
    this.errors = new ErrorHistory(slotSeconds, HOUR_SECONDS);
  }

  /** Takes what was counted of an instance, once for every refresh of its store. */
  putInstance(entry: InstanceEntry, counts: Counts): void {
    this.errors.put(entry.key, counts);
    const lines = this.put(entry.key, counts);
    if (!lines || counts.at === undefined) return;
    this.putParts(lines.versions, counts.versions, counts.at);
    this.putParts(lines.routes, counts.routes, counts.at);
  }

  /** Takes the sum of a service that has several instances. */
  putService(service: ServiceEntry, counts: Counts): void {
    this.put(service.key, counts);
  }

  /** Takes what a store knew of the time before: each moment holds for its step. */
  putPast(
    key: string,
    past: readonly PastCounts[],
    { from, stepSeconds }: Pick<StoreHistory, 'from' | 'stepSeconds'>,
  ): void {
    const lines = this.linesOf(key);
    for (const [index, counts] of past.entries()) {
      const end = from + index * stepSeconds;
      this.putStep(lines, pastMoment(counts), { end, stepSeconds });
    }
  }

  /**
   * Adds up the past of the parts of a service, for times at which all of their stores
   * knew anything: of others nobody knows what is missing.
   */
  putPastSum(
    key: string,
    parts: readonly PastPart[],
    { from, stepSeconds, isHeard }: HeardSteps,
  ): void {
    const lines = this.linesOf(key);
    // All slots of a step are equal, but for those that were counted since the start.
    const back = Math.max(0, stepSeconds - this.slotSeconds);
    for (const index of isHeard.keys()) {
      const end = from + index * stepSeconds;
      if (!parts.every(({ heard }) => wasHeardAt(heard, end))) continue;
      const known = parts.map(part => this.countsAt(part.key, end - back));
      const sum = addPast(known.filter(counts => counts !== undefined));
      this.putStep(lines, pastMoment(sum), { end, stepSeconds });
    }
  }

  /** Lines of a service for a chart, that of the whole first. */
  series(
    service: ServiceEntry,
    span: MetricsSpan,
    isWhole: boolean,
  ): MetricSeries[] {
    const instances = countedInstances(service);
    const [only, ...others] = instances;
    const whole =
      others.length === 0 && only
        ? this.lines.get(only.key)
        : isWhole && this.lines.get(service.key);
    const points = pointsOfRing(whole ? whole.whole : undefined, span);
    return [
      { scope: 'service', points },
      ...instances.flatMap(entry => this.ofInstance(entry, span)),
    ];
  }

  /**
   * Errors of a service by reason, of its instances together; nothing is known of times
   * that only stores have counted, as they are asked for all failures alone. Undefined
   * where nobody counted requests.
   */
  errorsBy(
    service: ServiceEntry,
    { times }: MetricsSpan,
  ): ErrorSeries[] | undefined {
    const parts = countedInstances(service).map(({ key }) => ({
      reasons: this.errors.reasons(key),
      isCountedAt: (time: number) => this.isCountedAt(key, time),
      errorsAt: (reason: string, time: number) =>
        this.errors.at(key, reason, time),
    }));
    return errorSeries(parts, times);
  }

  /** Forgets what nothing was heard of for an hour. */
  dropOld(): void {
    const oldest = this.newest - HOUR_SECONDS;
    for (const [key, { whole }] of this.lines) {
      if (whole.lastTime >= oldest) continue;
      this.lines.delete(key);
      this.errors.forget(key);
    }
  }

  private ofInstance(entry: InstanceEntry, span: MetricsSpan): MetricSeries[] {
    const lines = this.lines.get(entry.key);
    if (!lines) return [];
    const { cluster }: KnownInstance = entry.instance;
    const parts = (rings: Map<string, SeriesRing>) =>
      [...rings].map(([name, ring]) => ({
        name,
        points: pointsOfRing(ring, span),
      }));
    return [
      { scope: 'instance', cluster, points: pointsOfRing(lines.whole, span) },
      ...parts(lines.versions).map(
        ({ name, points }): MetricSeries => ({
          scope: 'version',
          cluster,
          version: name,
          points,
        }),
      ),
      ...parts(lines.routes).map(
        ({ name, points }): MetricSeries => ({
          scope: 'route',
          cluster,
          route: name,
          points,
        }),
      ),
    ];
  }

  private put(key: string, counts: Counts): Lines | undefined {
    const { at, requests, tcp } = counts;
    if (at === undefined || (requests === undefined && !tcp)) return undefined;
    const lines = this.linesOf(key);
    const time = at / 1000;
    this.newest = Math.max(this.newest, time);
    lines.countedFrom = Math.min(lines.countedFrom, this.slotOf(time));
    lines.whole.put(time, momentOf(counts));
    return lines;
  }

  /** What was counted since the start stays; of the time before the last word counts. */
  private putStep(
    { whole, countedFrom }: Lines,
    moment: Moment,
    { end, stepSeconds }: { end: number; stepSeconds: number },
  ): void {
    for (let at = end; at > end - stepSeconds; at -= this.slotSeconds) {
      if (at < countedFrom) whole.put(at, moment);
      else whole.putIfUnknown(at, moment);
    }
    this.newest = Math.max(this.newest, end);
  }

  /** Undefined where nothing is known. */
  private countsAt(key: string, time: number): PastCounts | undefined {
    const ring = this.lines.get(key)?.whole;
    const of = (field: RingField) => {
      const value = ring?.atExactly(field, time);
      return value === undefined || Number.isNaN(value) ? undefined : value;
    };
    const requests = of('requestRate');
    const connections = of('connectionsPerSecond');
    if (requests === undefined && connections === undefined) return undefined;
    return {
      requests,
      failed: (requests ?? 0) * (1 - (of('successRatio') ?? 1)),
      connections,
      p50: of('p50Ms'),
      p95: of('p95Ms'),
      p99: of('p99Ms'),
    };
  }

  private isCountedAt(key: string, time: number): boolean {
    const lines = this.lines.get(key);
    if (!lines || this.slotOf(time) < lines.countedFrom) return false;
    return !Number.isNaN(lines.whole.at('requestRate', time));
  }

  /** Where the slot begins that a time is in; both in Unix seconds. */
  private slotOf(time: number): number {
    return Math.floor(time / this.slotSeconds) * this.slotSeconds;
  }

  private linesOf(key: string): Lines {
    const known = this.lines.get(key);
    if (known) return known;
    const lines = {
      whole: this.newRing(),
      versions: new Map(),
      routes: new Map(),
      countedFrom: Infinity,
    };
    this.lines.set(key, lines);
    return lines;
  }

  private putParts(
    rings: Map<string, SeriesRing>,
    parts: ReadonlyMap<string, CallCounts> | undefined,
    at: number,
  ): void {
    if (!parts) return;
    const busiest = [...parts].sort(
      ([, a], [, b]) => (b.requests ?? 0) - (a.requests ?? 0),
    );
    for (const [name, counts] of busiest.slice(0, MOST_PARTS)) {
      const ring = rings.get(name) ?? this.newRing();
      rings.set(name, ring);
      ring.put(at / 1000, momentOf(counts));
    }
    const oldest = at / 1000 - HOUR_SECONDS;
    for (const [name, ring] of rings) {
      if (ring.lastTime < oldest) rings.delete(name);
    }
  }

  private newRing(): SeriesRing {
    return new SeriesRing(this.slotSeconds, this.slots);
  }
}
