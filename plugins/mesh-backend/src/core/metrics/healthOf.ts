import type { Health, Objectives } from '@meshport/plugin-mesh-common';
import {
  type Cause,
  type Counts,
  failedRequests,
  successRatioOf,
} from './goldenCounts';
import { isOutdated } from './isOutdated';

/** How a service is doing, and the sentences that say why. */
export interface Assessment {
  readonly health: Health;
  readonly causes: readonly Cause[];
}

/** An objective is missed by far with so many times the errors that it allows. */
const FAILING_FACTOR = 10;

/** p99 this many times the objective is failing. */
const FAILING_LATENCY_FACTOR = 2;

/** Ratios come from divisions: what is equal on paper must not differ here. */
const TOLERANCE = 1e-9;

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Small shares keep two digits that say something. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(share < 0.1 ? 2 : 3));
}

type Finding = {
  readonly health: 'degraded' | 'failing';
  readonly cause: Cause;
};

/**
 * Share of errors from which on it fails: ten times the allowed ones. With a low
 * objective that were more than there can be, so never more than half way to all.
 */
function failingShare(allowed: number): number {
  return Math.min(allowed * FAILING_FACTOR, (1 + allowed) / 2);
}

function successFinding(
  counts: Counts,
  { successRatio }: Objectives,
  minutes: number,
): Finding | undefined {
  const ratio = successRatioOf(counts);
  if (ratio === undefined) return undefined;
  const errors = 1 - ratio;
  const allowed = 1 - successRatio.value;
  if (errors <= allowed + TOLERANCE) return undefined;
  const fails = errors > failingShare(allowed) + TOLERANCE;
  return {
    health: fails ? 'failing' : 'degraded',
    cause: {
      id: `health.errors.${successRatio.from}`,
      params: {
        percent: percent(errors),
        allowed: percent(allowed),
        minutes,
        failedPerSecond: rounded(failedRequests(counts), 2),
      },
    },
  };
}

function latencyFinding(
  { latency }: Counts,
  { p99Ms }: Objectives,
): Finding | undefined {
  if (!latency || latency.p99 < p99Ms.value) return undefined;
  const fails = latency.p99 > p99Ms.value * FAILING_LATENCY_FACTOR;
  return {
    health: fails ? 'failing' : 'degraded',
    cause: {
      id: `health.latency.${p99Ms.from}`,
      params: {
        milliseconds: rounded(latency.p99, 0),
        allowed: rounded(p99Ms.value, 0),
      },
    },
  };
}

function overheadFinding(
  overheadMs: number | undefined,
  { crossClusterOverheadMs }: Objectives,
): Finding | undefined {
  if (overheadMs === undefined || overheadMs < crossClusterOverheadMs.value) {
    return undefined;
  }
  return {
    health: 'degraded',
    cause: {
      id: `health.overhead.${crossClusterOverheadMs.from}`,
      params: {
        milliseconds: rounded(overheadMs, 0),
        allowed: rounded(crossClusterOverheadMs.value, 0),
      },
    },
  };
}

function unknown(...causes: Cause[]): Assessment {
  return { health: 'unknown', causes };
}

/** What keeps anything from being said; undefined where there is enough to go by. */
function withoutVerdict(
  counts: Counts,
  objectives: Objectives,
  { now, windowSeconds }: { now: number; windowSeconds: number },
): Assessment | undefined {
  const { state, reason, receivedAt, requests, missing } = counts;
  if (state !== 'ok' && state !== 'no-traffic' && state !== 'stale') {
    return unknown(...(reason ? [reason] : []));
  }
  if (receivedAt !== undefined && isOutdated(receivedAt, now)) {
    const since = new Date(receivedAt).toISOString();
    return unknown({ id: 'health.too-old', params: { since } });
  }
  // Connections without requests are those of probes, or of other protocols.
  const isQuiet = requests === 0 || (requests === undefined && state !== 'ok');
  if (isQuiet) {
    const hasGaps = missing.some(one => one.state !== 'no-data');
    return hasGaps
      ? unknown(...(reason ? [reason] : []))
      : { health: 'idle', causes: [] };
  }
  if (requests === undefined) return unknown(...(reason ? [reason] : []));
  const count = requests * windowSeconds;
  if (count >= objectives.minRequests) return undefined;
  const params = {
    count: Math.max(1, Math.round(count)),
    minutes: rounded(windowSeconds / 60, 1),
    least: objectives.minRequests,
  };
  return unknown({ id: 'health.too-few', params });
}

/**
 * How a service is doing by its numbers of one window, without regard to how it did
 * before. `now` is Unix ms by the portal's clock; `overheadMs` what the way between
 * clusters adds to its calls, where that is known.
 */
export function healthOf(
  counts: Counts,
  objectives: Objectives,
  context: {
    readonly now: number;
    readonly windowSeconds: number;
    readonly overheadMs?: number;
  },
): Assessment {
  const early = withoutVerdict(counts, objectives, context);
  if (early) return early;
  const minutes = rounded(context.windowSeconds / 60, 1);
  const findings = [
    successFinding(counts, objectives, minutes),
    latencyFinding(counts, objectives),
    overheadFinding(context.overheadMs, objectives),
  ].filter(finding => finding !== undefined);
  const failing = findings.some(({ health }) => health === 'failing');
  const degraded = findings.length > 0 ? 'degraded' : 'healthy';
  return {
    health: failing ? 'failing' : degraded,
    causes: findings.map(({ cause }) => cause),
  };
}
