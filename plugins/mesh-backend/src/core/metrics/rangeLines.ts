import type { TargetQueries } from '@meshport/plugin-mesh-node';
import type { MetricsSpan } from './metricsSpan';
import type { Moment, RingField } from './SeriesRing';

/** What is asked of a store for one instance; failures are told as a ratio. */
export type AskedField = Exclude<RingField, 'successRatio'> | 'failureRate';

/** PromQL of what is asked for one instance. */
type AskedLines = readonly (readonly [AskedField, string])[];

/** What a mesh counts of an instance: of TCP alone nothing is asked about requests. */
export function linesToAsk(
  queries: TargetQueries,
  { http, tcp }: { readonly http: boolean; readonly tcp: boolean },
): AskedLines {
  const lines: readonly (readonly [AskedField, string | undefined, boolean])[] =
    [
      ['requestRate', queries.requestRate, http],
      ['failureRate', queries.failureRate, http],
      ['p50Ms', queries.quantile?.(0.5), http],
      ['p95Ms', queries.quantile?.(0.95), http],
      ['p99Ms', queries.quantile?.(0.99), http],
      ['connectionsPerSecond', queries.connectionRate, tcp],
      ['receivedBytesPerSecond', queries.receivedByteRate, tcp],
      ['sentBytesPerSecond', queries.sentByteRate, tcp],
    ];
  return lines.flatMap(([field, query, isAsked]) =>
    query === undefined || !isAsked ? [] : [[field, query] as const],
  );
}

/** A line as a store answers it; times in Unix seconds. */
export interface StoreLine {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** Values of one field by time; several lines of one query are added up. */
export function valuesOf(lines: readonly StoreLine[]): Map<number, number> {
  const values = new Map<number, number>();
  for (const { points } of lines) {
    for (const [time, value] of points) {
      if (Number.isFinite(value)) {
        values.set(time, (values.get(time) ?? 0) + value);
      }
    }
  }
  return values;
}

/** Numbers of an instance over time, as a store answered them. */
export type FieldValues = ReadonlyMap<AskedField, ReadonlyMap<number, number>>;

const RATES: readonly AskedField[] = [
  'requestRate',
  'failureRate',
  'connectionsPerSecond',
  'receivedBytesPerSecond',
  'sentBytesPerSecond',
];

/** Several instances together; quantiles only where there is one alone. */
export function addFieldValues(parts: readonly FieldValues[]): FieldValues {
  if (parts.length === 1) return parts[0];
  return new Map(
    RATES.map(field => {
      const sum = new Map<number, number>();
      for (const part of parts) {
        for (const [time, value] of part.get(field) ?? []) {
          sum.set(time, (sum.get(time) ?? 0) + value);
        }
      }
      return [field, sum] as const;
    }),
  );
}

/** What a chart shows at one time. No failures are counted where nothing failed. */
export function momentAt(values: FieldValues, time: number): Moment {
  const { failureRate = 0, ...known } = Object.fromEntries(
    [...values].flatMap(([field, of]) => {
      const value = of.get(time);
      return value === undefined ? [] : [[field, value]];
    }),
  ) as Partial<Record<AskedField, number>>;
  const { requestRate = 0 } = known;
  return {
    ...known,
    ...(requestRate > 0
      ? { successRatio: Math.max(0, 1 - failureRate / requestRate) }
      : {}),
  };
}

/** The last of the times at which anything is known, within two steps of the end. */
export function lastMoment(values: FieldValues, span: MetricsSpan): Moment {
  for (const time of span.times.slice(-2).reverse()) {
    const moment = momentAt(values, time);
    if (Object.keys(moment).length > 0) return moment;
  }
  return {};
}
