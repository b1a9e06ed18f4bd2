import {
  type Matcher,
  type Mesh,
  type MetricSample,
  selector,
} from '@meshport/plugin-mesh-node';

/** What a store has series of; asked at the start and every few minutes. */
export interface KnownSeries {
  /** Names as they are in the store: `x_total`, `y_bucket`, `y` (native histogram). */
  readonly metrics: ReadonlySet<string>;
  /** How many series there are of a metric; absent where nobody counted. */
  readonly counts?: ReadonlyMap<string, number>;
  /** Values of the cluster label; empty where the store has none. */
  readonly clusters: readonly string[];
}

function namesOf(meshes: readonly Mesh[]): string[] {
  const metrics = meshes.flatMap(({ queries }) =>
    queries
      ? [...queries.queries, ...queries.totals, ...queries.series].map(
          ({ metric }) => metric,
        )
      : [],
  );
  return [...new Set(metrics.flatMap(name => [name, `${name}_bucket`]))].sort();
}

/** PromQL that counts the series of every metric that the meshes are asked for. */
export function knownSeriesQuery(
  meshes: readonly Mesh[],
  scope: {
    readonly clusterLabel?: string;
    readonly matchers: readonly Matcher[];
  },
): string {
  const names: Matcher = {
    label: '__name__',
    operator: '=~',
    value: namesOf(meshes).join('|'),
  };
  const by = ['__name__', ...(scope.clusterLabel ? [scope.clusterLabel] : [])];
  return `count by (${by.join(', ')}) (${selector('', [
    names,
    ...scope.matchers,
  ])})`;
}

/** Reads the answer to {@link knownSeriesQuery}. */
export function readKnownSeries(
  samples: Iterable<MetricSample>,
  clusterLabel: string | undefined,
): KnownSeries {
  const counts = new Map<string, number>();
  const clusters = new Set<string>();
  for (const { labels, value } of samples) {
    const { __name__: name } = labels;
    if (name) counts.set(name, (counts.get(name) ?? 0) + value);
    const cluster = clusterLabel && labels[clusterLabel];
    if (cluster) clusters.add(cluster);
  }
  const metrics = new Set(counts.keys());
  return { metrics, counts, clusters: [...clusters].sort() };
}
