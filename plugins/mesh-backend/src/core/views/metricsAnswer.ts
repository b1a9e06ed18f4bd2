import type {
  Change,
  ErrorSeries,
  MetricSeries,
  MetricsAnswer,
  ServiceMetrics,
  ServiceQueries,
  Text,
  Verdict,
} from '@meshport/plugin-mesh-common';
import { budgetOf } from '../metrics/budgetOf';
import type { MetricsSpan } from '../metrics/metricsSpan';
import { METRICS_SETUP_YAML } from '../metrics/setupYaml';
import { type ToolAddresses, toolLinks } from '../metrics/toolLinks';
import { unquoted } from '../metrics/unquoted';
import { placesOf } from './clusterAnswers';
import type { Reader } from './serviceAnswers';
import { toldOfInstance, toldOfService } from './toldTraffic';
import { aliasesOf, countedInstances, storeOf, type Traffic } from './traffic';
import type { ServiceEntry, World } from './World';

/** The part of a service that a reader sees, with its lines of the chart. */
export interface ChartedService {
  readonly visible: ServiceEntry;
  /** The whole service first. */
  readonly series: readonly MetricSeries[];
  /** The most frequent reason first; absent where they are not remembered. */
  readonly errorsBy?: readonly ErrorSeries[];
  /** How it was at the end of the window, where that is not now. */
  readonly then?: Pick<ServiceMetrics, 'golden' | 'health' | 'healthReasons'>;
}

/** What stands beside the lines of a chart, told to one reader. */
export interface BesideCharts {
  /** "Is it me?", as it is now. */
  readonly verdict: (visible: ServiceEntry) => Verdict;
  /** What was changed between two times (Unix ms). */
  readonly changes: (span: {
    readonly from: number;
    readonly to: number;
  }) => Change[];
}

export interface MetricsAnswerInput {
  readonly span: MetricsSpan;
  readonly services: readonly ChartedService[];
  /** Services that the reader may not see. */
  readonly hidden: number;
  readonly beside?: BesideCharts;
  readonly notes: readonly Text[];
  readonly reader: Reader;
  readonly traffic: Traffic;
  readonly links: ToolAddresses;
}

/** PromQL to paste into the store of each instance. */
function queriesOf(service: ServiceEntry, traffic: Traffic): ServiceQueries[] {
  return countedInstances(service).flatMap(entry => {
    const { counts } = traffic.instance(entry);
    const { cluster } = entry.instance;
    const queries = traffic.queries(entry);
    if (!queries || counts.source === undefined) return [];
    const store = storeOf(entry.instance, traffic.state);
    const { requestRate, successRatio, connectionRate } = queries;
    const latency = queries.quantile?.(0.99);
    // Where nobody counts requests there is nothing that a query about them could find.
    const isCounted = counts.requests !== undefined;
    return [
      {
        cluster,
        mesh: counts.source,
        store: store?.publicUrl ?? '',
        ...(isCounted && requestRate !== undefined ? { requestRate } : {}),
        ...(isCounted && successRatio !== undefined ? { successRatio } : {}),
        ...(isCounted && latency !== undefined ? { latency } : {}),
        ...(connectionRate === undefined ? {} : { tcp: connectionRate }),
      },
    ];
  });
}

function serviceMetrics(
  world: World,
  { visible, series, errorsBy, then }: ChartedService,
  { traffic, links, span, beside }: MetricsAnswerInput,
): ServiceMetrics {
  const { set, namespace, name } = visible;
  const counted = countedInstances(visible);
  const told = toldOfService(visible, traffic);
  return {
    set,
    namespace,
    name,
    ...told,
    ...then,
    instances: then
      ? []
      : counted.map(entry => ({
          cluster: entry.instance.cluster,
          golden: toldOfInstance(entry, traffic).golden,
        })),
    budget: span.isPast
      ? []
      : budgetOf(
          counted.map(({ instance }) => instance),
          traffic.state,
          told.objectives,
        ),
    series: [...series],
    ...(errorsBy ? { errorsBy: [...errorsBy] } : {}),
    ...(beside && !span.isPast ? { verdict: beside.verdict(visible) } : {}),
    queries: queriesOf(visible, traffic),
    links: counted.flatMap(({ instance }) => {
      const aliases = aliasesOf(instance.cluster, world);
      return toolLinks({ instance, aliases }, links);
    }),
  };
}

/** Some are told with how much there is of them, which tells of what is hidden, too. */
function toldTo({ readsAll }: Reader, notes: readonly Text[]): Text[] {
  return readsAll
    ? [...notes]
    : notes.filter(({ params }) => params.count === undefined).map(unquoted);
}

/** Clusters of which a reader is told what their stores note. */
export function shownClusters(
  { clusters }: Pick<World, 'clusters'>,
  {
    reader,
    services,
  }: { readonly reader: Reader; readonly services: readonly ServiceEntry[] },
): string[] {
  return reader.readsAll
    ? clusters.map(({ name }) => name)
    : services.flatMap(({ instances }) =>
        instances.map(({ instance }) => instance.cluster),
      );
}

/** What stores said of their own answers, of the clusters that the reader sees. */
export function storeNotes(
  clusters: readonly string[],
  { reader, traffic }: { readonly reader: Reader; readonly traffic: Traffic },
): Text[] {
  return toldTo(reader, notesOfStores(clusters, traffic));
}

function notesOfStores(
  clusters: readonly string[],
  { state }: Traffic,
): Text[] {
  const names = new Set(clusters.flatMap(name => state.storeOf(name) ?? []));
  return [...names].flatMap(name => {
    const { fault, tick } = state.stores.get(name) ?? {};
    return [...(fault ? [fault] : []), ...(tick?.notes ?? [])];
  });
}

/** Those of the time that the chart shows. */
function changesIn({ span, beside }: MetricsAnswerInput): Change[] {
  const { times } = span;
  const [from = 0] = times;
  const to = times[times.length - 1] ?? 0;
  return beside?.changes({ from: from * 1000, to: to * 1000 }) ?? [];
}

/** Lines of charts with all that stands beside them. */
export function metricsAnswer(
  world: World,
  input: MetricsAnswerInput,
): MetricsAnswer {
  const { span, services, reader, traffic } = input;
  const readable = services.flatMap(({ visible }) =>
    visible.instances.map(({ instance }) => instance.cluster),
  );
  const { stores, windowSeconds } = traffic.state;
  return {
    windowSeconds,
    stepSeconds: span.stepSeconds,
    times: stores.size > 0 ? [...span.times] : [],
    services: services.map(one => serviceMetrics(world, one, input)),
    hidden: input.hidden,
    changes: changesIn(input),
    notes: [
      ...toldTo(reader, input.notes),
      ...storeNotes(readable, { reader, traffic }),
    ],
    ...(stores.size > 0 ? {} : { setup: METRICS_SETUP_YAML }),
    ...placesOf(world, { readsAll: reader.readsAll, readable }),
  };
}
