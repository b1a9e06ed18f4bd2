import type { Figure } from '../report/targets.ts';
import type { ProcessFigures } from '../report/ProcessFigures.ts';
import type { MetricsResult, MetricsWindow } from './MetricsResult.ts';
import type { Refresh } from './refreshes.ts';

export const MEBIBYTE = 2 ** 20;
const MEGABYTE = 1_000_000;

const ms = 'ms' as const;
const MiB = 'MiB' as const;

/** NaN of none: what was not measured is not met. */
function largest(values: readonly number[]): number {
  return values.length > 0 ? Math.max(...values) : NaN;
}

function most(refreshes: readonly Refresh[], of: 'queries' | 'bytes'): number {
  return largest(refreshes.map(refresh => refresh[of]));
}

/** Objects, and the buffers of their numbers, which are outside of the heap. */
export function live({ heapUsedBytes, externalBytes }: ProcessFigures): number {
  return heapUsedBytes + externalBytes;
}

/** What refreshes cost the stores; `always` are those in which nothing is read for the first time. */
export function costFigures({
  filling,
  always,
}: {
  filling: { refreshes: readonly Refresh[] };
  always: readonly Refresh[];
}): Figure[] {
  return [
    {
      id: 'metrics.queries',
      what: 'queries per store and refresh, most',
      ...{ value: most(always, 'queries'), unit: '', most: 40 },
    },
    {
      id: 'metrics.megabytes',
      what: 'MB of JSON per store and refresh, most',
      ...{ value: most(always, 'bytes') / MEGABYTE, unit: '', most: 20 },
    },
    {
      id: 'metrics.filling-queries',
      what: 'the same after the start: queries',
      ...{ value: most(filling.refreshes, 'queries'), unit: '', most: 40 },
    },
    {
      id: 'metrics.filling-megabytes',
      what: 'the same after the start: MB of JSON',
      value: most(filling.refreshes, 'bytes') / MEGABYTE,
      ...{ unit: '', most: 20 },
    },
    {
      id: 'metrics.unknown',
      what: 'queries that the stub does not know',
      value: [...filling.refreshes, ...always].reduce(
        (sum, { asked }) => sum + (asked.unknown ?? 0),
        0,
      ),
      ...{ unit: '', most: 0 },
    },
  ];
}

function forViewers({ viewed, quiet }: MetricsResult): Figure {
  return {
    id: 'metrics.for-viewers',
    what: 'queries per store and refresh that viewers add',
    value: most(viewed.refreshes, 'queries') - most(quiet.refreshes, 'queries'),
    ...{ unit: '', most: 0 },
  };
}

/** What a window did to the event loop. */
export function loopFigures(
  id: string,
  title: string,
  { portal }: Pick<MetricsWindow, 'portal'>,
): Figure[] {
  return [
    {
      id: `${id}.turn`,
      what: `${title}: longest turn of the event loop, CPU`,
      ...{ value: portal.longestTurnMilliseconds ?? NaN, unit: ms, most: 250 },
    },
    {
      id: `${id}.collection`,
      what: `${title}: longest stop of the garbage collector`,
      ...{ value: portal.longestCollectionMilliseconds ?? NaN, unit: ms },
    },
    {
      id: `${id}.loop-max`,
      what: `${title}: event loop late, max`,
      ...{ value: portal.eventLoopDelay.max, unit: ms, most: 250 },
    },
    {
      id: `${id}.loop-p99`,
      what: `${title}: event loop late, p99`,
      ...{ value: portal.eventLoopDelay.p99, unit: ms },
    },
    {
      id: `${id}.cpu`,
      what: `${title}: CPU of the portal, share of one core`,
      ...{ value: portal.cpuMilliseconds / portal.wallMilliseconds, unit: '' },
    },
  ];
}

const inProcess = (
  window: MetricsWindow,
  route: string,
  share: 'p50' | 'p99',
) => window.routes[route]?.inProcess?.[share] ?? NaN;

function viewFigures({ without, viewed }: MetricsResult): Figure[] {
  const added = (share: 'p50' | 'p99') =>
    inProcess(viewed, 'entity', share) -
    inProcess(without.viewed, 'entity', share);
  const figure = (what: string, value: number, limit?: number): Figure => ({
    id: `metrics.${what}`,
    ...{ what, value, unit: ms },
    ...(limit === undefined ? {} : { most: limit }),
  });
  return [
    figure('entity in process, p50', inProcess(viewed, 'entity', 'p50')),
    figure('entity in process, p99', inProcess(viewed, 'entity', 'p99')),
    figure('what metrics add to it, p50', added('p50')),
    figure('what metrics add to it, p99', added('p99'), 1),
    figure('charts in process, p99', inProcess(viewed, 'charts', 'p99')),
    figure('services in process, p99', inProcess(viewed, 'services', 'p99')),
  ];
}

function graphFigures({ graphs }: MetricsResult): Figure[] {
  return [
    {
      id: 'metrics.graph',
      what: 'graph of 500 nodes of all in process, p99',
      ...{ value: inProcess(graphs, 'graph', 'p99'), unit: ms, most: 100 },
    },
    {
      id: 'metrics.graph-of-cluster',
      what: 'graph of 500 nodes of one cluster in process, p99',
      value: inProcess(graphs, 'graph-of-cluster', 'p99'),
      ...{ unit: ms, most: 100 },
    },
  ];
}

/** How far apart refreshes of stores that answer were, at most, in milliseconds. */
export function apart({
  refreshes,
  store: hung,
}: {
  refreshes: readonly Refresh[];
  store: string;
}): number {
  const times = new Map<string, number[]>();
  for (const { store, at } of refreshes) {
    if (store === hung) continue;
    times.set(store, [...(times.get(store) ?? []), Date.parse(at)]);
  }
  const gaps = [...times.values()].flatMap(all =>
    all.slice(1).map((time, index) => time - all[index]),
  );
  return largest(gaps);
}

function hangingFigures({ hanging, without }: MetricsResult): Figure[] {
  return [
    {
      id: 'hanging.entity',
      what: 'one store hangs: what metrics add to an entity, p99',
      value:
        inProcess(hanging, 'entity', 'p99') -
        inProcess(without.viewed, 'entity', 'p99'),
      ...{ unit: ms, most: 1 },
    },
    {
      id: 'hanging.apart',
      what: 'one store hangs: refreshes of the others apart, most',
      ...{ value: apart(hanging), unit: ms, most: 20_000 },
    },
    ...loopFigures('hanging', 'one store hangs', hanging),
  ];
}

/** Every figure of a run that has a name, in the order of the table. */
export function metricsFigures(result: MetricsResult): Figure[] {
  const { without, collected, quiet, viewed, filling } = result;
  return [
    ...costFigures({
      filling,
      always: [...quiet.refreshes, ...viewed.refreshes],
    }),
    forViewers(result),
    {
      id: 'metrics.memory',
      what: 'memory: live, over the portal without stores',
      value: (live(collected) - live(without.collected)) / MEBIBYTE,
      ...{ unit: MiB, most: 200 },
    },
    {
      id: 'metrics.memory-rss',
      what: 'memory: RSS, over the portal without stores',
      value:
        (viewed.portal.residentBytes - without.viewed.portal.residentBytes) /
        MEBIBYTE,
      unit: MiB,
    },
    ...loopFigures('filling', 'after the start', filling),
    ...loopFigures('quiet', 'nobody looks', quiet),
    ...loopFigures('viewed', 'with viewers', viewed),
    ...loopFigures('without', 'without stores', without.viewed),
    ...viewFigures(result),
    ...graphFigures(result),
    ...hangingFigures(result),
  ];
}
