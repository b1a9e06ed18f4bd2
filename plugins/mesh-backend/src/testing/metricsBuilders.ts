import type {
  Mesh,
  MetricQuery,
  Observation,
  QueryScope,
  SeriesQuery,
} from '@meshport/plugin-mesh-node';
import type { StoreConfig } from '../config/metricsConfig';

/** A metrics store without anything special. */
export function aStore(fields: Partial<StoreConfig> = {}): StoreConfig {
  return {
    name: 'main',
    url: 'http://prometheus.example',
    clusterLabel: 'cluster',
    headers: {},
    matchers: [],
    ...fields,
  };
}

function expressionOf(metric: string, scope: QueryScope): string {
  const matchers = scope.matchers.map(
    ({ label, operator, value }) => `${label}${operator}${value}`,
  );
  return `${metric}{${matchers.join()}}[${scope.windowSeconds}s]`;
}

function observationOf(
  cluster: string | undefined,
  labels: Readonly<Record<string, string>>,
  requests: number,
): Observation {
  return {
    kind: 'inbound',
    reporter: 'destination',
    protocol: 'http',
    from: {},
    to: { cluster, namespace: labels.namespace, service: labels.service },
    calls: { requests },
  };
}

/** Requests per second by the labels `namespace` and `service`. */
export function aMetricQuery(fields: Partial<MetricQuery> = {}): MetricQuery {
  const { metric = 'requests_total' } = fields;
  return {
    id: 'shop-requests',
    metric,
    splitLabel: 'namespace',
    expression: scope => expressionOf(metric, scope),
    *read(samples, context) {
      for (const { labels, value } of samples) {
        yield observationOf(context.clusterOf(labels), labels, value);
      }
    },
    ...fields,
  };
}

/** The same over time. */
export function aSeriesQuery(fields: Partial<SeriesQuery> = {}): SeriesQuery {
  const { metric = 'requests_total' } = fields;
  return {
    id: 'shop-history',
    metric,
    expression: scope => `history of ${expressionOf(metric, scope)}`,
    subject: (labels, context) => ({
      measure: 'requests',
      reporter: 'destination',
      protocol: 'http',
      to: {
        cluster: context.clusterOf(labels),
        namespace: labels.namespace,
        service: labels.service,
      },
    }),
    ...fields,
  };
}

/** A mesh that counts, and does nothing else. */
export function aCountingMesh(queries: Partial<Mesh['queries']> = {}): Mesh {
  return {
    id: 'shop-mesh',
    title: 'Shop mesh',
    kinds: [],
    keys: [],
    detect: () => undefined,
    adapt: () => ({ workloads: [] }),
    queries: {
      queries: [aMetricQuery()],
      totals: [],
      series: [],
      forService: () => ({}),
      ...queries,
    },
  };
}
