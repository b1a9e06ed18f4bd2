import type { Result, WindowFigures } from './Result.ts';

const MEBIBYTE = 2 ** 20;

/** One figure; with `most` it has to be at most that. */
export interface Figure {
  id: string;
  what: string;
  unit: '' | 'ms' | 'MiB' | 'x';
  value: number;
  most?: number;
}

function windowFigures(
  id: string,
  title: string,
  { routes, portal, changeToAnswer }: WindowFigures,
): Figure[] {
  const { empty, entity, services } = routes;
  const times = (figures: typeof empty) => figures.http.p99 / empty.http.p99;
  const failed = Object.values(routes)
    .flatMap(({ statuses }) => Object.entries(statuses))
    .filter(([status]) => status !== '200')
    .reduce((sum, [, count]) => sum + count, 0);
  const figure = (
    name: string,
    what: string,
    rest: Omit<Figure, 'id' | 'what'>,
  ) => ({ id: `${id}.${name}`, what: `${title}: ${what}`, ...rest });
  const ms = 'ms' as const;
  return [
    figure('entity-in-process', 'entity in process, p99', {
      ...{ value: entity.inProcess?.p99 ?? NaN, unit: ms, most: 2 },
    }),
    figure('services-in-process', 'services page in process, p99', {
      ...{ value: services.inProcess?.p99 ?? NaN, unit: ms },
    }),
    figure('empty', 'empty route, p99', { value: empty.http.p99, unit: ms }),
    figure('entity', 'entity, p99', { value: entity.http.p99, unit: ms }),
    figure('services', 'services page, p99', {
      ...{ value: services.http.p99, unit: ms },
    }),
    figure('entity-ratio', 'entity / empty, p99', {
      ...{ value: times(entity), unit: 'x', most: 1.5 },
    }),
    figure('services-ratio', 'services page / empty, p99', {
      ...{ value: times(services), unit: 'x', most: 2 },
    }),
    figure('failed', 'answers other than 200', {
      ...{ value: failed, unit: '', most: 0 },
    }),
    figure('change', 'change to answer, p99', {
      ...{ value: changeToAnswer.p99, unit: ms, most: 1000 },
    }),
    figure('loop-p99', 'event loop late, p99', {
      ...{ value: portal.eventLoopDelay.p99, unit: ms, most: 100 },
    }),
    figure('loop-max', 'event loop late, max', {
      ...{ value: portal.eventLoopDelay.max, unit: ms, most: 250 },
    }),
    figure('cpu', 'CPU of the portal, share of one core', {
      ...{ value: portal.cpuMilliseconds / portal.wallMilliseconds, unit: '' },
    }),
  ];
}

function startFigures(result: Result): Figure[] {
  const { start, idle, healthy, idleCollected, afterCollection } = result;
  const { portal, firstClusterMilliseconds, allClustersMilliseconds } = start;
  const late = portal.eventLoopDelay;
  const over = (bytes: number) => (bytes - idle.residentBytes) / MEBIBYTE;
  return [
    {
      id: 'start.portal',
      what: 'start: Backstage ready after',
      ...{ value: start.portalMilliseconds, unit: 'ms' },
    },
    {
      id: 'start.first',
      what: 'start: first cluster visible after',
      ...{ value: firstClusterMilliseconds, unit: 'ms', most: 10_000 },
    },
    {
      id: 'start.all',
      what: 'start: all clusters visible after',
      ...{ value: allClustersMilliseconds, unit: 'ms', most: 40_000 },
    },
    {
      id: 'start.loop-p99',
      what: 'start: event loop late, p99',
      ...{ value: late.p99, unit: 'ms', most: 100 },
    },
    {
      id: 'start.loop-max',
      what: 'start: event loop late, max',
      ...{ value: late.max, unit: 'ms', most: 250 },
    },
    {
      id: 'memory.idle',
      what: 'memory: idle portal (RSS)',
      ...{ value: idle.residentBytes / MEBIBYTE, unit: 'MiB' },
    },
    {
      id: 'memory.start',
      what: 'memory: over the idle portal, all read',
      ...{ value: over(portal.residentBytes), unit: 'MiB' },
    },
    {
      id: 'memory.window',
      what: 'memory: over the idle portal, after the window',
      ...{ value: over(healthy.portal.residentBytes), unit: 'MiB', most: 400 },
    },
    {
      id: 'memory.live',
      what: 'memory: live heap over the idle portal',
      value:
        (afterCollection.heapUsedBytes - idleCollected.heapUsedBytes) /
        MEBIBYTE,
      unit: 'MiB',
    },
  ];
}

/** What the event loop does by itself, for comparison: Backstage reads its catalog again and again. */
function idleFigures({ idleWindow }: Result): Figure[] {
  if (!idleWindow) return [];
  const { p99, max } = idleWindow.eventLoopDelay;
  return [
    {
      id: 'idle.loop-p99',
      what: 'idle portal: event loop late, p99',
      ...{ value: p99, unit: 'ms' },
    },
    {
      id: 'idle.loop-max',
      what: 'idle portal: event loop late, max',
      ...{ value: max, unit: 'ms' },
    },
  ];
}

function comparisonFigures({ kubernetesPlugin }: Result): Figure[] {
  const { routes, upstreamPerRequest } = kubernetesPlugin;
  const theirs = routes['kubernetes plugin'];
  const { entity: ours } = routes;
  return [
    {
      id: 'kubernetes.upstream-ours',
      what: 'upstream requests per view, ours',
      ...{ value: upstreamPerRequest.entity, unit: '', most: 0 },
    },
    {
      id: 'kubernetes.upstream-theirs',
      what: 'upstream requests per view, Kubernetes plugin',
      ...{ value: upstreamPerRequest['kubernetes plugin'], unit: '' },
    },
    {
      id: 'kubernetes.p50',
      what: 'Kubernetes plugin / entity, p50',
      ...{ value: theirs.http.p50 / ours.http.p50, unit: 'x' },
    },
    {
      id: 'kubernetes.p99',
      what: 'Kubernetes plugin / entity, p99',
      ...{ value: theirs.http.p99 / ours.http.p99, unit: 'x' },
    },
    {
      id: 'kubernetes.bytes',
      what: 'Kubernetes plugin / entity, bytes of the answer',
      ...{ value: theirs.bytes.p50 / ours.bytes.p50, unit: 'x' },
    },
  ];
}

/** Every figure of a run that has a name, in the order of the table. */
export function figuresOf(result: Result): Figure[] {
  return [
    ...startFigures(result),
    ...idleFigures(result),
    ...windowFigures('healthy', 'all well', result.healthy),
    ...(result.faulty
      ? windowFigures('faulty', 'one hangs, one garbles', result.faulty)
      : []),
    ...comparisonFigures(result),
  ];
}

export function isMissed({ value, most }: Figure): boolean {
  return most !== undefined && !(value <= most);
}
