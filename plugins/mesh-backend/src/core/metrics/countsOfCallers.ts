import type { ServiceInstance } from '@meshport/plugin-mesh-common';
import { addCounts, type Counts, countsOfCalls } from './goldenCounts';
import { type CountedInstance, meshOrder } from './goldenOfInstance';
import type { MetricsState, StoreState } from './MetricsState';
import { callersOf } from './storeIndex';

/** An instance, and whether anything runs that could count. */
type CalledInstance = CountedInstance & Pick<ServiceInstance, 'endpoints'>;

/** Whether the server's side answered, and has nothing that callers could contradict. */
function isSilent(
  { kind, endpoints }: CalledInstance,
  { state, requests }: Counts,
) {
  if (kind !== 'local') return false;
  if (state === 'no-data') return true;
  // Where only connections are counted, requests would be those of few callers.
  if (requests === undefined) return false;
  // With the last pod gone its rates are those of before, as long as the window is.
  return state === 'no-traffic' || (state === 'ok' && endpoints.total === 0);
}

/** What callers in the clusters of one store counted, by the mesh that did. */
function inStore(instance: CountedInstance, { tick, fault }: StoreState) {
  if (!tick || fault) return [];
  return callersOf(tick, instance).filter(({ isPassedOn }) => !isPassedOn);
}

/**
 * The traffic of an instance as its callers counted it, where its own side counts
 * nothing: with all of its pods gone only they know that calls fail. Elsewhere `own`, the
 * same object. Callers may be in clusters of other stores; of several meshes one counts.
 */
export function orAsCallersCounted(
  own: Counts,
  instance: CalledInstance,
  { stores }: Pick<MetricsState, 'stores'>,
): Counts {
  if (!isSilent(instance, own)) return own;
  const seen = [...stores.values()].flatMap(store => {
    const calls = inStore(instance, store);
    return calls.length > 0 ? [{ calls, answer: store.tick ?? store }] : [];
  });
  const calls = seen.flatMap(one => one.calls);
  for (const source of meshOrder(instance, calls)) {
    const parts = calls.filter(({ mesh }) => mesh === source);
    const counts = addCounts(parts.map(countsOfCalls));
    if ((counts.requests ?? 0) > 0) {
      const { at, receivedAt, answers = [] } = own;
      return {
        state: 'ok',
        reason: { id: 'golden.by-callers', params: {} },
        isByCallers: true,
        source,
        ...counts,
        ...(at === undefined ? {} : { at }),
        ...(receivedAt === undefined ? {} : { receivedAt }),
        missing: [],
        answers: [...new Set([...answers, ...seen.map(one => one.answer)])],
      };
    }
  }
  return own;
}
