import { setImmediate as turn } from 'node:timers/promises';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { ClusterView } from './ClusterView.ts';
import { ColumnarLedger } from './ColumnarLedger.ts';
import type { TrafficPlan } from './Flow.ts';
import type { Traffic } from './Ledger.ts';
import type { TrafficFaults } from './TrafficFaults.ts';
import { STEP, TrafficModel } from './TrafficModel.ts';

const MINUTE = 60_000;
/** How far the past goes back that the ledger begins with. */
export const HISTORY = 120 * MINUTE;
/** A little more is kept than that, for whoever compares whole hours. */
const RETENTION = HISTORY + 10 * MINUTE;
/** While the past is made, others have their turn after so many milliseconds. */
const SLICE = 15;

export interface RunningTraffic extends Traffic {
  readonly views: ReadonlyMap<string, ClusterView>;
  readonly faults: TrafficFaults;
}

/**
 * Fills the ledger with the last two hours and goes on with real time, whatever the speed of the clusters is: metrics
 * are scraped in real time too. A second is in the ledger when it is over.
 */
export function runTraffic(
  clusters: readonly Pick<SimulatedCluster, 'world' | 'store'>[],
  options: {
    plan: TrafficPlan;
    faults: TrafficFaults;
    onError(error: unknown): void;
    /** Milliseconds of the past to begin with. */
    history?: number;
  },
): RunningTraffic {
  const start = Date.now();
  const { plan, faults, onError, history = HISTORY } = options;
  const views = new Map(
    clusters.map(({ world, store }) => [
      world.name,
      new ClusterView(world.name, store),
    ]),
  );
  const ends = [...views.values()].map(view => view.watch());
  const model = new TrafficModel({
    plan,
    views,
    faults,
    from: start - history,
    start,
    onError,
  });
  const ledger = new ColumnarLedger({ from: model.now, retention: RETENTION });
  const stopping = new AbortController();
  const past = makePast(model, ledger, {
    until: start,
    signal: stopping.signal,
  });
  const living = past.then(() => live(model, ledger, stopping.signal));
  living.catch(onError);
  return {
    ledger,
    views,
    faults,
    history: past,
    stop: async () => {
      stopping.abort();
      ends.forEach(end => end());
      await living.catch(() => undefined);
    },
  };
}

async function makePast(
  model: TrafficModel,
  ledger: ColumnarLedger,
  { until, signal }: { until: number; signal: AbortSignal },
): Promise<{ from: number; to: number }> {
  const from = model.now;
  let sliceEnds = performance.now() + SLICE;
  while (model.now + STEP <= until && !signal.aborted) {
    model.step((shape, numbers) => ledger.add(shape, numbers));
    if (performance.now() < sliceEnds) continue;
    await turn();
    sliceEnds = performance.now() + SLICE;
  }
  return { from, to: model.now };
}

/** Ends with the signal. */
async function live(
  model: TrafficModel,
  ledger: ColumnarLedger,
  signal: AbortSignal,
): Promise<void> {
  // Whoever waits for the past subscribes before anything else is recorded.
  await turn();
  while (!signal.aborted) {
    while (model.now + STEP <= Date.now() && !signal.aborted) {
      model.step((shape, numbers) => ledger.add(shape, numbers));
      await turn();
    }
    await pause(model.now + STEP - Date.now(), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, Math.max(1, milliseconds));
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
