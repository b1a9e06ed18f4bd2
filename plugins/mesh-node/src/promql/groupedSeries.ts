import type {
  Peer,
  QueryScope,
  SampleContext,
  SeriesQuery,
  SeriesSubject,
} from '../metrics';
import { eachTagged } from './counted';
import { quantiles, taggedQuantiles } from './histograms';
import { rounded, sumBy } from './promql';

const TAG = 'what';

/** In milliseconds; more digits only make the answer longer. */
const MICROSECOND = 0.001;

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
  /** `http` if left out. */
  readonly protocol?: SeriesSubject['protocol'];
  /** Whom a line is about, as the server's proxy saw it; undefined where its labels do not say. */
  serverOf(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): Peer | undefined;
  /** Where others than the server's proxy count the same. */
  reporterOf?(
    labels: Readonly<Record<string, string>>,
  ): SeriesSubject['reporter'] | undefined;
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
      const { protocol = 'http' } = query;
      const to = query.serverOf(about, context);
      const reporter = query.reporterOf
        ? query.reporterOf(about)
        : 'destination';
      if (to && reporter && isMeasure(measure)) {
        return { measure, reporter, protocol, to };
      }
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
    eachTagged(
      TAG,
      Object.fromEntries(
        Object.entries(query.rates(scope)).map(([measure, vector]) => [
          measure,
          rounded(sumBy(labels, vector), scope),
        ]),
      ),
    ),
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
      const milliseconds = factor === 1 ? values : `(${values} * ${factor})`;
      return `round(${milliseconds}, ${MICROSECOND})`;
    }),
  );
}
