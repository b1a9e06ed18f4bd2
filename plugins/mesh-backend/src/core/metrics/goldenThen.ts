import type {
  Golden,
  Objectives,
  ServiceMetrics,
  Text,
} from '@meshport/plugin-mesh-common';
import { inWords } from './goldenAnswer';
import type { Counts } from './goldenCounts';
import { healthOf } from './healthOf';
import type { Moment } from './SeriesRing';

function latencyOf({ p50Ms, p95Ms, p99Ms }: Moment): Golden['latencyMs'] {
  return p50Ms === undefined || p95Ms === undefined || p99Ms === undefined
    ? undefined
    : { p50: p50Ms, p95: p95Ms, p99: p99Ms };
}

function tcpOf(moment: Moment): Golden['tcp'] {
  const { connectionsPerSecond } = moment;
  return connectionsPerSecond === undefined
    ? undefined
    : {
        connectionsPerSecond,
        receivedBytesPerSecond: moment.receivedBytesPerSecond ?? 0,
        sentBytesPerSecond: moment.sentBytesPerSecond ?? 0,
      };
}

function stateOf(moment: Moment, tcp: Golden['tcp']): Golden['state'] {
  const { requestRate } = moment;
  if (requestRate === undefined && !tcp) return 'no-data';
  const { connectionsPerSecond = 0, receivedBytesPerSecond = 0 } = tcp ?? {};
  const isBusy =
    (requestRate ?? 0) + connectionsPerSecond + receivedBytesPerSecond > 0;
  return isBusy ? 'ok' : 'no-traffic';
}

function countsOf(
  moment: Moment,
  golden: Pick<Golden, 'state' | 'reason' | 'latencyMs'>,
): Counts {
  const { requestRate, successRatio } = moment;
  const { state, reason, latencyMs } = golden;
  return {
    state,
    ...(reason ? { reason } : {}),
    ...(requestRate === undefined ? {} : { requests: requestRate }),
    ...(successRatio === undefined || requestRate === undefined
      ? {}
      : { failures: { other: requestRate * (1 - successRatio) } }),
    ...(latencyMs ? { latency: latencyMs } : {}),
    missing: [],
  };
}

/** Traffic and health at a moment of the past, from what a chart shows of it. */
export function goldenThen(
  moment: Moment,
  input: {
    /** Unix seconds */
    readonly time: number;
    readonly windowSeconds: number;
    readonly objectives: Objectives;
    /** Why nothing is known, if a store did not answer. */
    readonly fault?: Text;
  },
): Pick<ServiceMetrics, 'golden' | 'health' | 'healthReasons'> {
  const { time, windowSeconds, objectives, fault } = input;
  const { requestRate, successRatio } = moment;
  const latencyMs = latencyOf(moment);
  const tcp = tcpOf(moment);
  const golden: Golden = {
    state: fault ? 'unavailable' : stateOf(moment, tcp),
    ...(fault ? { reason: fault } : {}),
    windowSeconds,
    at: new Date(time * 1000).toISOString(),
    ...(requestRate === undefined ? {} : { requestRate }),
    ...(successRatio === undefined ? {} : { successRatio }),
    ...(latencyMs ? { latencyMs } : {}),
    ...(tcp ? { tcp } : {}),
  };
  const context = { now: time * 1000, windowSeconds };
  const assessed = healthOf(countsOf(moment, golden), objectives, context);
  const healthReasons = assessed.causes.map(inWords);
  return { golden, health: assessed.health, healthReasons };
}
