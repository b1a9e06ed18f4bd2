import type { StubRequest } from './stub/server.ts';

/** One refresh of one store, as the store saw it. */
export interface Refresh {
  store: string;
  /** ISO; its first query. */
  at: string;
  queries: number;
  bytes: number;
  /** Queries that the store refused, as they would load too many samples. */
  refused: number;
  /** Queries by what they ask. */
  asked: Record<string, number>;
}

/** Every refresh begins with a look at the store's clock. Without the last one, which may go on. */
export function refreshesOf(requests: readonly StubRequest[]): Refresh[] {
  const all: Refresh[] = [];
  const last = new Map<string, Refresh>();
  for (const { store, at, asked, bytes, status } of requests) {
    let refresh = last.get(store);
    if (asked === 'time') {
      if (refresh) all.push(refresh);
      refresh = { store, at, queries: 0, bytes: 0, refused: 0, asked: {} };
      last.set(store, refresh);
    }
    if (!refresh) continue;
    refresh.queries++;
    refresh.bytes += bytes;
    if (status === 422) refresh.refused++;
    refresh.asked[asked] = (refresh.asked[asked] ?? 0) + 1;
  }
  return all;
}
