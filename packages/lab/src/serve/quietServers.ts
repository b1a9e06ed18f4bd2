import { setTimeout as delay } from 'node:timers/promises';
import type { ApiServerCounters } from '../apiserver/ApiServer.ts';

const LOOK_EVERY_MILLISECONDS = 250;
/** Somebody who reads a cluster asks for the next kind sooner. */
const QUIET_MILLISECONDS = 2_000;
/** A portal that is being started asks for the first time sooner. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * Settles when those who read the clusters after the start have read them: some lists were asked for, and none for a
 * while. Or when nobody asks. Rejects with the signal's reason.
 */
export async function quietServers(
  servers: Iterable<{ counters(): ApiServerCounters }>,
  signal: AbortSignal,
): Promise<void> {
  const all = [...servers];
  let known = 0;
  let since = performance.now();
  for (;;) {
    await delay(LOOK_EVERY_MILLISECONDS, undefined, { signal });
    const lists = all.reduce((sum, server) => sum + listsOf(server), 0);
    if (lists !== known) since = performance.now();
    known = lists;
    const patience = known > 0 ? QUIET_MILLISECONDS : PATIENCE_MILLISECONDS;
    if (performance.now() - since >= patience) return;
  }
}

function listsOf(server: { counters(): ApiServerCounters }): number {
  return Object.entries(server.counters().requestsFor)
    .filter(([what]) => what.startsWith('list '))
    .reduce((sum, [, count]) => sum + count, 0);
}
