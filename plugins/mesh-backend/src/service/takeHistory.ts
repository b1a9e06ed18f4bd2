import type { HeardSteps } from '../core/metrics/heardSteps';
import { type HistoryIndex, pastCounts } from '../core/metrics/pastCounts';
import type { StoreHistory } from '../core/metrics/StoreHistory';
import { countedInstances, type Traffic } from '../core/views/traffic';
import type { InstanceEntry, World } from '../core/views/World';
import type { PastPart, TrafficHistory } from './TrafficHistory';

/** Services whose past is taken in one go: some milliseconds. */
const SLICE = 25;

/** Of stores whose past has been read, by their names. */
type Heard = ReadonlyMap<string, HeardSteps>;

/** Undefined as long as one of the stores has not been read: a part is no sum. */
function partsOf(
  instances: readonly InstanceEntry[],
  { state }: Traffic,
  heard: Heard,
): PastPart[] | undefined {
  const parts: PastPart[] = [];
  for (const { key, instance } of instances) {
    const store = state.storeOf(instance.cluster);
    // Nobody has its numbers; the sum of now leaves it out, too.
    if (store === undefined) continue;
    const steps = heard.get(store);
    if (!steps) return undefined;
    parts.push({ key, heard: steps });
  }
  return parts;
}

/**
 * Puts what one store knew of the time before into the lines of charts, of instances that
 * are not among the `taken` ones yet; says whether there were any. The sum of a service is
 * taken with the last of the stores that have the numbers of its instances. Yields now and
 * then, so that others have their turn.
 */
export function* takeHistory(
  charts: TrafficHistory,
  input: {
    readonly world: World;
    readonly traffic: Traffic;
    readonly store: string;
    readonly history: StoreHistory;
    readonly index: HistoryIndex;
    /** Of this store, and of those that were read before. */
    readonly heard: Heard;
    /** Keys of instances; grows. */
    readonly taken: Set<string>;
  },
): Generator<void, boolean> {
  const { world, traffic, store, history, index, heard, taken } = input;
  const before = taken.size;
  let count = 0;
  for (const service of world.services.values()) {
    if (++count % SLICE === 0) yield;
    const instances = countedInstances(service);
    let isNew = false;
    for (const entry of instances) {
      if (taken.has(entry.key)) continue;
      if (traffic.state.storeOf(entry.instance.cluster) !== store) continue;
      const mesh = traffic.measured.instance(entry).counts.source;
      if (mesh === undefined) continue;
      taken.add(entry.key);
      const past = pastCounts(entry.instance, { mesh, history, index });
      if (!past) continue;
      charts.putPast(entry.key, past, history);
      isNew = true;
    }
    if (!isNew || instances.length === 1) continue;
    const parts = partsOf(instances, traffic, heard);
    const steps = heard.get(store);
    if (parts && steps) charts.putPastSum(service.key, parts, steps);
  }
  return taken.size > before;
}
