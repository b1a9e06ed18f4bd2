import { setTimeout as delay } from 'node:timers/promises';
import type { Question } from '../client/ask.ts';
import type { Samples } from '../client/openLoop.ts';
import type { BenchPortal } from '../run/BenchPortal.ts';
import { load } from '../run/machine.ts';
import { routeFigures } from '../run/measure.ts';
import { runClient } from '../run/runClient.ts';
import type { MetricsWindow } from './MetricsResult.ts';
import { refreshesOf } from './refreshes.ts';
import type { StubStores } from './StubStores.ts';

/** Whom a window is about. */
export interface Watched {
  root: string;
  directory: string;
  portal: BenchPortal;
  stores: StubStores;
}

/** Who looks, how often and for how long. */
export interface Looking {
  questions: readonly Question[];
  token: string;
  perSecond: number;
  seconds: number;
}

async function look(
  bench: Watched,
  { questions, seconds, ...rest }: Looking,
): Promise<Samples> {
  if (questions.length > 0) {
    const task = { questions, seconds, ...rest };
    return await runClient<Samples>({ type: 'open-loop', ...task }, bench);
  }
  await delay(seconds * 1000);
  return {};
}

/** What the portal and the stores do while somebody looks, or while `work` goes on. */
export async function measured(
  bench: Watched,
  work: () => Promise<Samples>,
): Promise<MetricsWindow> {
  const { portal, stores } = bench;
  await stores.requests();
  await portal.figures({ reset: true });
  const samples = await work();
  const figures = await portal.figures();
  return {
    routes: Object.fromEntries(
      Object.entries(samples).map(([name, one]) => [name, routeFigures(one)]),
    ),
    portal: figures,
    refreshes: refreshesOf(await stores.requests()),
    load: load(),
  };
}

/** After a few seconds in which all code was run once. */
export async function measuredWhileLooking(
  bench: Watched,
  looking: Looking,
): Promise<MetricsWindow> {
  if (looking.questions.length > 0) {
    await look(bench, { ...looking, seconds: Math.min(5, looking.seconds) });
  }
  return await measured(bench, () => look(bench, looking));
}
