import type {
  Matcher,
  Mesh,
  MetricQuery,
  QueryScope,
  SeriesQuery,
} from '@meshport/plugin-mesh-node';
import { partMatchers, type Split } from './promqlSplit';
import type { KnownSeries } from './readKnownSeries';

/** A grouped query of one mesh, written for one store. */
export interface Planned<Query> {
  readonly mesh: string;
  readonly query: Query;
  /** Which part of how many it is, where the answer would be too large at once. */
  readonly part?: string;
  readonly expression: string;
}

export type PlannedQuery = Planned<MetricQuery>;
export type PlannedSeries = Planned<SeriesQuery>;

export interface PlanInput {
  readonly meshes: readonly Mesh[];
  /** Without the forms of histograms, which follow from what is known. */
  readonly scope: Omit<QueryScope, 'isNative' | 'hasBothForms'>;
  readonly known: KnownSeries;
  /** How a query has to be divided, by its id; remembered from earlier refreshes. */
  readonly splits?: ReadonlyMap<string, Split>;
}

/** What queries of a store have to keep to; also those for people. */
export function scopeFor({
  scope,
  known,
}: Pick<PlanInput, 'scope' | 'known'>): QueryScope {
  const { metrics } = known;
  const isClassic = (metric: string) => metrics.has(`${metric}_bucket`);
  return {
    ...scope,
    isNative: metric => metrics.has(metric) && !isClassic(metric),
    hasBothForms: metric => metrics.has(metric) && isClassic(metric),
  };
}

function isKnown(metric: string, { metrics }: KnownSeries): boolean {
  return metrics.has(metric) || metrics.has(`${metric}_bucket`);
}

/** All parts together are the whole: the last one has what the others leave. */
function partsOf(
  query: MetricQuery | SeriesQuery,
  { splits, scope, known }: PlanInput,
): readonly (readonly Matcher[])[] {
  const split = splits?.get(query.id);
  if (!split) return [[]];
  const { clusterLabel } = scope;
  const { splitLabel } = query;
  return partMatchers(split, {
    clusterLabel,
    splitLabel,
    clusters: known.clusters,
  });
}

function plan<Query extends MetricQuery | SeriesQuery>(
  queriesOf: (mesh: Mesh) => readonly Query[],
  input: PlanInput,
): Planned<Query>[] {
  const scope = scopeFor(input);
  return input.meshes.flatMap(mesh =>
    queriesOf(mesh)
      .filter(({ metric }) => isKnown(metric, input.known))
      .flatMap(query => {
        const parts = partsOf(query, input);
        return parts.map((extra, index) => ({
          mesh: mesh.id,
          query,
          part: parts.length > 1 ? `${index + 1}/${parts.length}` : undefined,
          expression: query.expression({
            ...scope,
            matchers: [...scope.matchers, ...extra],
          }),
        }));
      }),
  );
}

/** What to ask a store at every refresh; queries about metrics that it has not are left out. */
export function planQueries(input: PlanInput): PlannedQuery[] {
  return plan(mesh => mesh.queries?.queries ?? [], input);
}

/** Inbound requests and failures, for a scope whose window is one of an error budget. */
export function planTotals(input: PlanInput): PlannedQuery[] {
  return plan(mesh => mesh.queries?.totals ?? [], input);
}

/** What to ask over the last hour at the start. */
export function planSeries(input: PlanInput): PlannedSeries[] {
  return plan(mesh => mesh.queries?.series ?? [], input);
}
