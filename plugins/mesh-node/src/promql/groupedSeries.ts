import type {
  QueryScope,
  SampleContext,
  SeriesQuery,
  SeriesSubject,
} from '../metrics';
import { quantiles, taggedQuantiles } from './histograms';
import { sumBy, tagged } from './promql';

const TAG = 'what';

const MEASURES: readonly string[] = [
  'requests',
  'failures',
  'connections',
  'p50',
  'p95',
  'p99',
];

const isMeasure = (name: string): name is SeriesSubject['measure'] =>
  MEASURES.includes(name);

interface GroupedSeries {
  readonly id: string;
  readonly metric: string;
  readonly splitLabel?: string;
  readonly labels: readonly string[];
  /** Whom a line is about; undefined where its labels do not say. */
  subject(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): Omit<SeriesSubject, 'measure'> | undefined;
}

function seriesQuery(
  query: GroupedSeries,
  vector: (scope: QueryScope, labels: readonly string[]) => string,
): SeriesQuery {
  const { id, metric, splitLabel, labels } = query;
  return {
    id,
    metric,
    splitLabel,
    expression: scope =>
      vector(scope, [
        ...(scope.clusterLabel ? [scope.clusterLabel] : []),
        ...labels,
      ]),
    subject(given, context) {
      const { [TAG]: measure = '', ...about } = given;
      const subject = query.subject(about, context);
      if (subject && isMeasure(measure)) return { measure, ...subject };
      context.skip();
      return undefined;
    },
  };
}

/** Rates over time, each named by what it measures. */
export function rateSeries(
  query: GroupedSeries & {
    rates(
      scope: QueryScope,
    ): Partial<Record<'requests' | 'failures' | 'connections', string>>;
  },
): SeriesQuery {
  return seriesQuery(query, (scope, labels) =>
    Object.entries(query.rates(scope))
      .map(([measure, vector]) => tagged(sumBy(labels, vector), TAG, measure))
      .join(' or '),
  );
}

/** Quantiles of a histogram over time, in milliseconds. */
export function quantileSeries(
  query: GroupedSeries & {
    /** Milliseconds per unit of the histogram. */
    readonly factor: number;
    readonly matchers: Parameters<typeof quantiles>[2]['matchers'];
  },
): SeriesQuery {
  const { metric, matchers, factor } = query;
  return seriesQuery(query, (scope, labels) =>
    taggedQuantiles(TAG, q => {
      const values = quantiles(q, labels, { metric, matchers, scope });
      return factor === 1 ? values : `(${values} * ${factor})`;
    }),
  );
}
