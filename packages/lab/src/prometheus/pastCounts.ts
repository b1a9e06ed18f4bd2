import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallCounter } from '../exporters/CallCounter.ts';
import type { LineList, Snapshot } from '../exporters/Registry.ts';
import { endOf } from '../traffic/Call.ts';
import type { Ledger } from '../traffic/Ledger.ts';
import { historySteps } from './historySteps.ts';

/** What the proxies of one cluster would have shown in the past. */
export interface PastOfCluster {
  lines: LineList;
  snapshots: Snapshot[];
}

/** Milliseconds in which nothing else of the process gets its turn: API servers answer meanwhile. */
const SLICE = 5;

/**
 * Counts all calls of a span, and notes on the way what every series stood at. The counters go on from there, so nothing
 * is reset between the past and what is scraped.
 */
export async function countPast(
  counter: CallCounter,
  options: {
    ledger: Ledger;
    span: { from: number; to: number };
    /** Before each note: what is no matter of calls. */
    beforeNote: (now: Date) => void;
    signal: AbortSignal;
  },
): Promise<Map<string, PastOfCluster>> {
  const { ledger, span, beforeNote, signal } = options;
  const past = new Map(
    counter.view.clusters.map(name => [
      name,
      { lines: counter.registry.snapshots(name), snapshots: [] as Snapshot[] },
    ]),
  );
  const steps = historySteps(span);
  let turn = performance.now();
  const note = async () => {
    const at = steps.shift() ?? span.to;
    beforeNote(new Date(at));
    for (const { lines, snapshots } of past.values()) {
      snapshots.push(lines.take(at));
      await nextTurn();
    }
    signal.throwIfAborted();
    turn = performance.now();
  };
  for (const call of ledger.calls(span.from, span.to)) {
    while (steps.length > 0 && endOf(call) > steps[0]) await note();
    counter.count(call);
    if (performance.now() - turn < SLICE) continue;
    await nextTurn();
    signal.throwIfAborted();
    turn = performance.now();
  }
  while (steps.length > 0) await note();
  return past;
}
