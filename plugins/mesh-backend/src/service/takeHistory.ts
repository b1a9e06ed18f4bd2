import {
  addPast,
  indexHistory,
  pastCounts,
  type PastCounts,
} from '../core/metrics/pastCounts';
import type { StoreHistory } from '../core/metrics/StoreHistory';
import { countedInstances, type Traffic } from '../core/views/traffic';
import type { World } from '../core/views/World';
import type { TrafficHistory } from './TrafficHistory';

/** Services whose past is taken in one go: some milliseconds. */
const SLICE = 50;

/**
 * Puts what one store knew of the time before into the lines of charts. The sum of a
 * service is taken only where all of its instances have their numbers in that store.
 * Yields now and then, so that others have their turn.
 */
export function* takeHistory(
  charts: TrafficHistory,
  input: {
    readonly world: World;
    readonly traffic: Traffic;
    readonly store: string;
    readonly history: StoreHistory;
  },
): Generator<void> {
  const { world, traffic, store, history } = input;
  const index = indexHistory(history);
  let count = 0;
  for (const service of world.services.values()) {
    if (++count % SLICE === 0) yield;
    const instances = countedInstances(service);
    const known: (readonly PastCounts[])[] = [];
    let isComplete = instances.length > 1;
    for (const entry of instances) {
      if (traffic.state.storeOf(entry.instance.cluster) !== store) {
        isComplete = false;
        continue;
      }
      const mesh = traffic.measured.instance(entry).counts.source;
      const past =
        mesh === undefined
          ? undefined
          : pastCounts(entry.instance, { mesh, history, index });
      if (!past) continue;
      known.push(past);
      charts.putPast(entry.key, past, history);
    }
    const [first] = known;
    if (!isComplete || !first) continue;
    const sums = first.map((_, at) => addPast(known.map(one => one[at])));
    charts.putPast(service.key, sums, history);
  }
}
