import {
  type MetricSeries,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { TargetQueries } from '@meshport/plugin-mesh-node';
import type { MetricsSpan } from '../core/metrics/metricsSpan';
import {
  addFieldValues,
  type AskedField,
  type FieldValues,
  linesToAsk,
  momentAt,
  type StoreLine,
  valuesOf,
} from '../core/metrics/rangeLines';
import { pointsOf } from '../core/metrics/seriesPoints';
import { countedInstances, storeOf, type Traffic } from '../core/views/traffic';
import type { InstanceEntry, ServiceEntry } from '../core/views/World';
import type { MetricRanges } from './MetricsFeed';

/** Says why a store gave no answer. */
export type FaultOf = (
  store: string,
  error: unknown,
) => { readonly reason: Text };

/** A question that a store did not answer. */
class Unanswered extends Error {
  constructor(readonly reason: Text) {
    super(reason.message);
  }
}

/** What the stores know of a service over a part of the past. */
export interface StoredService {
  /** The whole service first. */
  readonly series: readonly MetricSeries[];
  /** Of the whole service. */
  readonly values: FieldValues;
  /** Quantiles of several clusters together cannot be had. */
  readonly isJoint: boolean;
}

/** Versions of a service that are shown at most. */
const MOST_VERSIONS = 20;

/**
 * Asks stores for the lines of one answer. What a store fails at once is not asked of it
 * again for the same answer, so that a store that hangs costs one deadline.
 */
export class StoredSeries {
  private readonly first = new Map<string, Promise<Text | undefined>>();
  private readonly faults = new Map<string, Text>();
  /** Clusters of which no store has the numbers, beside others. */
  private readonly leftOut = new Set<string>();

  constructor(
    private readonly options: {
      readonly ranges: MetricRanges;
      readonly faultOf: FaultOf;
      readonly traffic: Traffic;
      readonly span: MetricsSpan;
    },
  ) {}

  /** Why stores did not answer, one sentence each. */
  failures(): Text[] {
    return [...this.faults.values()];
  }

  /** What the sums of services do not have in them. */
  notes(): Text[] {
    const clusters = [...this.leftOut].sort().join(', ');
    return clusters ? [text('series.without-store', { clusters })] : [];
  }

  /** Undefined where one of the stores did not answer. */
  async service(service: ServiceEntry): Promise<StoredService | undefined> {
    const entries = countedInstances(service);
    try {
      const parts = await Promise.all(
        entries.map(entry => this.instance(entry)),
      );
      const known = parts.filter(part => part !== undefined);
      if (known.length > 0) this.leaveOut(entries);
      const values = addFieldValues(known.map(part => part.values));
      return {
        values,
        isJoint: known.length > 1,
        series: [
          { scope: 'service', points: this.points(values) },
          ...known.flatMap(part => part.series),
        ],
      };
    } catch (error) {
      if (error instanceof Unanswered) return undefined;
      throw error;
    }
  }

  private leaveOut(entries: readonly InstanceEntry[]): void {
    const { state } = this.options.traffic;
    for (const { instance } of entries) {
      if (!storeOf(instance, state)) this.leftOut.add(instance.cluster);
    }
  }

  private async instance(entry: InstanceEntry) {
    const { traffic } = this.options;
    const store = storeOf(entry.instance, traffic.state)?.store;
    const queries = traffic.queries(entry);
    if (store === undefined || !queries) return undefined;
    const { counts } = traffic.instance(entry);
    const http = counts.requests !== undefined || !counts.tcp;
    const asked = linesToAsk(queries, { http, tcp: counts.tcp !== undefined });
    const answered = await Promise.all(
      asked.map(
        async ([field, query]): Promise<[AskedField, Map<number, number>]> => [
          field,
          valuesOf(await this.ask(store, query)),
        ],
      ),
    );
    const values: FieldValues = new Map(answered);
    const { cluster } = entry.instance;
    const instance: MetricSeries = {
      scope: 'instance',
      cluster,
      points: this.points(values),
    };
    const versions = await this.versions(queries, { store, cluster });
    return { values, series: [instance, ...versions] };
  }

  private async versions(
    { requestRateByVersion, failureRateByVersion }: TargetQueries,
    { store, cluster }: { store: string; cluster: string },
  ): Promise<MetricSeries[]> {
    if (requestRateByVersion === undefined) return [];
    const requests = await this.ask(store, requestRateByVersion);
    const names = [
      ...new Set(requests.flatMap(({ labels }) => labels.version || [])),
    ];
    if (names.length < 2) return [];
    const failures =
      failureRateByVersion === undefined
        ? []
        : await this.ask(store, failureRateByVersion);
    return names.slice(0, MOST_VERSIONS).map(version => {
      const of = (lines: readonly StoreLine[]) =>
        valuesOf(lines.filter(({ labels }) => labels.version === version));
      const values: FieldValues = new Map([
        ['requestRate', of(requests)],
        ['failureRate', of(failures)],
      ]);
      return {
        scope: 'version',
        cluster,
        version,
        points: this.points(values),
      };
    });
  }

  private points(values: FieldValues) {
    const { span } = this.options;
    const moments = new Map(
      span.times.map(time => [time, momentAt(values, time)]),
    );
    return pointsOf(span, (field, time) => moments.get(time)?.[field] ?? NaN);
  }

  private async ask(
    store: string,
    query: string,
  ): Promise<readonly StoreLine[]> {
    const { ranges, faultOf, span } = this.options;
    const { times, stepSeconds } = span;
    const question = {
      store,
      query,
      from: times[0] * 1000,
      to: times[times.length - 1] * 1000,
      stepSeconds,
    };
    const earlier = this.first.get(store);
    if (earlier) {
      const fault = await earlier;
      if (fault) throw new Unanswered(fault);
    }
    const asking = ranges.range(question);
    if (!earlier) {
      const outcome = asking.then(
        () => undefined,
        error => faultOf(store, error).reason,
      );
      this.first.set(store, outcome);
    }
    try {
      const { series } = await asking;
      return series;
    } catch (error) {
      const { reason } = faultOf(store, error);
      this.faults.set(store, reason);
      throw new Unanswered(reason);
    }
  }
}
