import type { Call, CallEnd } from './Call.ts';
import { isFailure } from './outcome.ts';

/** What calls can be told apart by. */
export const GROUPINGS = [
  'from',
  'to',
  'pod',
  'service',
  'version',
  'route',
  'protocol',
  'flow',
  'mtls',
  'via',
  'failedFor',
] as const;

export type Grouping = (typeof GROUPINGS)[number];

type Group = Partial<Record<Grouping, unknown>>;

export interface Durations {
  /** Milliseconds, of all calls together. */
  sum: number;
  /** Calls that took at most so many milliseconds, by the bounds asked for, and at the end all. */
  buckets: number[];
}

/** Calls with the same group, added up. */
export interface LedgerRow extends Group {
  calls: number;
  /** No answer, 5xx, a gRPC status, a response flag, or denied by a policy. */
  failures: number;
  denied: number;
  /** How many calls ended with each. */
  statuses: Record<string, number>;
  grpcStatuses: Record<string, number>;
  flags: Record<string, number>;
  connections: number;
  requestBytes: number;
  responseBytes: number;
  clientMs: Durations;
  /** Of the calls that got to a server. */
  serverMs: Durations;
}

/** Adds calls up, one row per group. */
export class LedgerSummary {
  private readonly rows = new Map<string, LedgerRow>();
  private readonly groupBy: readonly Grouping[];
  private readonly bounds: readonly number[];
  /** By id of a call that has not ended yet: whoever failed a call that was made for it. */
  private readonly failedFor = new Map<number, CalledName[]>();

  constructor(options: {
    groupBy: readonly Grouping[];
    bounds: readonly number[];
  }) {
    this.groupBy = options.groupBy;
    this.bounds = options.bounds;
  }

  /** Calls have to come in the order of their ends, so that those made for a call come before it. */
  add(call: Call): void {
    const row = this.rowOf(call);
    this.remember(call);
    row.calls += 1;
    if (isFailure(call)) row.failures += 1;
    if (call.denied) row.denied += 1;
    count(row.statuses, call.status);
    if (call.grpcStatus !== undefined) count(row.grpcStatuses, call.grpcStatus);
    count(row.flags, call.flags);
    if (call.newConnection) row.connections += 1;
    row.requestBytes += call.requestBytes;
    row.responseBytes += call.responseBytes;
    this.time(row.clientMs, call.clientMs);
    if (call.to ?? call.externalHost) this.time(row.serverMs, call.serverMs);
  }

  /** The busiest first. */
  sorted(): LedgerRow[] {
    return [...this.rows.values()].sort((a, b) => b.calls - a.calls);
  }

  private rowOf(call: Call): LedgerRow {
    const group: Group = {};
    for (const grouping of this.groupBy)
      group[grouping] =
        grouping === 'failedFor'
          ? this.failedFor.get(call.id)
          : VALUES[grouping](call);
    const key = JSON.stringify(group);
    let row = this.rows.get(key);
    if (!row) {
      row = { ...group, ...this.nothing() };
      this.rows.set(key, row);
    }
    return row;
  }

  private remember(call: Call): void {
    if (!this.groupBy.includes('failedFor')) return;
    this.failedFor.delete(call.id);
    if (call.parent === undefined || !isFailure(call)) return;
    const known = this.failedFor.get(call.parent) ?? [];
    this.failedFor.set(call.parent, [...known, calledName(call)]);
  }

  private nothing(): LedgerRow {
    const none = () => ({
      sum: 0,
      buckets: new Array<number>(this.bounds.length + 1).fill(0),
    });
    return {
      ...{ calls: 0, failures: 0, denied: 0 },
      ...{ statuses: {}, grpcStatuses: {}, flags: {} },
      ...{ connections: 0, requestBytes: 0, responseBytes: 0 },
      clientMs: none(),
      serverMs: none(),
    };
  }

  private time(durations: Durations, ms: number): void {
    durations.sum += ms;
    this.bounds.forEach((bound, i) => {
      if (ms <= bound) durations.buckets[i] += 1;
    });
    durations.buckets[this.bounds.length] += 1;
  }
}

/** What a call was made to: where it was answered, else where it was asked for. */
interface CalledName {
  cluster?: string;
  namespace?: string;
  name?: string;
}

function calledName({ to, service, externalHost }: Call): CalledName {
  return {
    cluster: to?.cluster ?? service?.cluster,
    namespace: service?.namespace ?? to?.namespace,
    name: service?.name ?? to?.workload ?? externalHost,
  };
}

type OwnGrouping = Exclude<Grouping, 'failedFor'>;

/** Of a call itself; what failed it is known from others. */
const VALUES: Readonly<Record<OwnGrouping, (call: Call) => unknown>> = {
  from: ({ from, externalCaller }) =>
    from ? endName(from) : { outside: externalCaller },
  to: ({ to, externalHost }) =>
    to ? endName(to) : externalHost && { outside: externalHost },
  pod: ({ to }) => to?.pod,
  service: ({ service }) => service,
  version: ({ to }) => to?.labels.version,
  route: ({ method, route }) => route && `${method} ${route}`,
  protocol: ({ protocol }) => protocol,
  flow: ({ flow }) => flow,
  mtls: ({ mtls }) => mtls,
  via: ({ via }) => via.map(({ kind, cluster }) => `${kind} ${cluster}`),
};

function endName({ cluster, namespace, workload, kind }: CallEnd) {
  return { cluster, namespace, workload, kind };
}

function count(counts: Record<string, number>, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
