import type { CountedInstance } from './goldenOfInstance';
import type { Moment } from './SeriesRing';
import { ofInstance, targetKey } from './storeIndex';
import type { HistoryLine, StoreHistory } from './StoreHistory';

/** Lines of a history by what they are about. */
export type HistoryIndex = {
  readonly byService: ReadonlyMap<string, readonly HistoryLine[]>;
  readonly byWorkload: ReadonlyMap<string, readonly HistoryLine[]>;
};

/** Looks lines up by their targets; for as long as a history is read. */
export function indexHistory({ lines }: StoreHistory): HistoryIndex {
  const byService = new Map<string, HistoryLine[]>();
  const byWorkload = new Map<string, HistoryLine[]>();
  for (const line of lines) {
    const { cluster, namespace, service, workload } = line.to;
    const name = service ?? workload;
    if (!cluster || !namespace || !name) continue;
    const index = service ? byService : byWorkload;
    const key = targetKey(cluster, namespace, name);
    const known = index.get(key);
    if (known) known.push(line);
    else index.set(key, [line]);
  }
  return { byService, byWorkload };
}

/** Of several reporters of the same calls only one may count, as now. */
function ofOneReporter(
  instance: CountedInstance,
  lines: readonly HistoryLine[],
): readonly HistoryLine[] {
  const preferred = instance.waypoint
    ? (['waypoint', 'destination'] as const)
    : (['destination', 'waypoint'] as const);
  const reporter = preferred.find(one =>
    lines.some(line => line.reporter === one),
  );
  return lines.filter(line => line.reporter === reporter);
}

function sumAt(lines: readonly HistoryLine[], at: number): number | undefined {
  const known = lines
    .map(({ values }) => values[at])
    .filter(value => !Number.isNaN(value));
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) : undefined;
}

/** Quantiles of several lines cannot be put together. */
function onlyAt(lines: readonly HistoryLine[], at: number): number | undefined {
  const value = lines.length === 1 ? lines[0].values[at] : NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** What was counted at one moment of the past, per second and in milliseconds. */
export interface PastCounts {
  readonly requests?: number;
  readonly failed?: number;
  readonly connections?: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

/**
 * What a store knew of an instance before the portal started, one per step of the
 * history; undefined where it knew nothing. `mesh` is the one that counts it now.
 */
export function pastCounts(
  instance: CountedInstance,
  options: {
    readonly mesh: string;
    readonly history: StoreHistory;
    readonly index: HistoryIndex;
  },
): PastCounts[] | undefined {
  const own = ofInstance(instance, options.index).filter(
    ({ mesh }) => mesh === options.mesh,
  );
  const isTcp = (line: HistoryLine) => line.measure === 'connections';
  const http = ofOneReporter(
    instance,
    own.filter(line => !isTcp(line)),
  );
  const tcp = ofOneReporter(instance, own.filter(isTcp));
  const [first] = [...http, ...tcp];
  if (!first) return undefined;
  const of = (measure: HistoryLine['measure']) =>
    http.filter(line => line.measure === measure);
  const [requests, failures] = [of('requests'), of('failures')];
  const [p50, p95, p99] = [of('p50'), of('p95'), of('p99')];
  return Array.from(first.values, (_, at) => ({
    requests: sumAt(requests, at),
    failed: sumAt(failures, at),
    connections: sumAt(tcp, at),
    p50: onlyAt(p50, at),
    p95: onlyAt(p95, at),
    p99: onlyAt(p99, at),
  }));
}

/** Several instances together: of quantiles nothing can be said, unless one is alone. */
export function addPast(parts: readonly PastCounts[]): PastCounts {
  if (parts.length === 1) return parts[0];
  const sum = (field: 'requests' | 'failed' | 'connections') => {
    const known = parts.flatMap(part => part[field] ?? []);
    return known.length > 0 ? known.reduce((a, b) => a + b, 0) : undefined;
  };
  return {
    requests: sum('requests'),
    failed: sum('failed'),
    connections: sum('connections'),
  };
}

/** What charts show of it. */
export function pastMoment(counts: PastCounts): Moment {
  const { requests = 0, failed = 0, connections, p50, p95, p99 } = counts;
  return {
    requestRate: counts.requests,
    ...(requests > 0
      ? {
          successRatio: Math.max(0, 1 - failed / requests),
          p50Ms: p50,
          p95Ms: p95,
          p99Ms: p99,
        }
      : {}),
    connectionsPerSecond: connections,
  };
}
