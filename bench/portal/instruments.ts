import { AsyncLocalStorage } from 'node:async_hooks';
import {
  monitorEventLoopDelay,
  performance,
  PerformanceObserver,
} from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { RequestHandler, Response } from 'express';
import type { ProcessFigures } from '../report/ProcessFigures.ts';

/** The one request that is being answered, wherever its code runs. */
interface Timed {
  /** When the permission framework had decided. */
  decidedAt?: number;
}

const current = new AsyncLocalStorage<Timed>();

/** To be called as soon as a permission decision is there. */
export function noteDecision(): void {
  const timed = current.getStore();
  if (timed) timed.decidedAt = performance.now();
}

/**
 * Header `Server-Timing: answer;dur=...`: milliseconds from the permission decision until the serialised body is
 * handed to Express. Before and after it is Backstage and Node, not the plugin.
 */
function timeUntilSent(res: Response, timed: Timed): void {
  const send = res.send;
  res.send = body => {
    if (timed.decidedAt !== undefined) {
      const milliseconds = performance.now() - timed.decidedAt;
      res.setHeader('Server-Timing', `answer;dur=${milliseconds.toFixed(3)}`);
    }
    res.send = send;
    return res.send(body);
  };
}

/** Goes in front of everything else that the backend does with a request. */
export const timeRequests: RequestHandler = (_req, res, next) => {
  const timed: Timed = {};
  timeUntilSent(res, timed);
  current.run(timed, next);
};

const RESOLUTION_MILLISECONDS = 5;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
delays.enable();

/** CPU time of this thread alone, in milliseconds. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

let turnBefore = threadTime();
let longestTurn = 0;
setInterval(() => {
  const now = threadTime();
  longestTurn = Math.max(longestTurn, now - turnBefore);
  turnBefore = now;
}, RESOLUTION_MILLISECONDS).unref();

let longestCollection = 0;
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) {
    longestCollection = Math.max(longestCollection, duration);
  }
}).observe({ entryTypes: ['gc'] });

let cpuBefore = process.cpuUsage();
let resetAt = performance.now();

/** A timer is late by what the histogram says beyond its own interval. */
function delay(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MILLISECONDS);
}

/** With `gc`, after a full garbage collection (`--expose-gc`). */
export function readFigures(options: { gc: boolean }): ProcessFigures {
  if (options.gc) global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const cpu = process.cpuUsage(cpuBefore);
  return {
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: getHeapStatistics().total_heap_size,
    externalBytes: external,
    cpuMilliseconds: (cpu.user + cpu.system) / 1000,
    wallMilliseconds: performance.now() - resetAt,
    eventLoopDelay: {
      p50: delay(delays.percentile(50)),
      p99: delay(delays.percentile(99)),
      max: delay(delays.max),
    },
    longestTurnMilliseconds: longestTurn,
    longestCollectionMilliseconds: longestCollection,
  };
}

export function resetFigures(): void {
  delays.reset();
  longestTurn = 0;
  longestCollection = 0;
  turnBefore = threadTime();
  cpuBefore = process.cpuUsage();
  resetAt = performance.now();
}
