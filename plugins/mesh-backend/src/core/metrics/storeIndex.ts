import type { MeshObservation, StoreTick } from './StoreTick';

/** Observations of a tick by what they are about. */
interface StoreIndex {
  /** All calls to a service, by {@link targetKey} of its Service. */
  readonly byService: ReadonlyMap<string, readonly MeshObservation[]>;
  /** Calls to a workload of which the Service is not known. */
  readonly byWorkload: ReadonlyMap<string, readonly MeshObservation[]>;
}

/** Key of a Service or a workload in a cluster. */
export function targetKey(
  cluster: string,
  namespace: string,
  name: string,
): string {
  return `${cluster}/${namespace}/${name}`;
}

const NOTHING: StoreIndex = { byService: new Map(), byWorkload: new Map() };

function add(
  index: Map<string, MeshObservation[]>,
  key: string,
  observation: MeshObservation,
) {
  const known = index.get(key);
  if (known) known.push(observation);
  else index.set(key, [observation]);
}

function indexTick({ observations }: StoreTick): StoreIndex {
  const byService = new Map<string, MeshObservation[]>();
  const byWorkload = new Map<string, MeshObservation[]>();
  for (const observation of observations) {
    const { kind, to } = observation;
    const { cluster, namespace, service, workload } = to;
    if (kind === 'edge' || !cluster || !namespace) continue;
    if (service) {
      add(byService, targetKey(cluster, namespace, service), observation);
    } else if (workload) {
      add(byWorkload, targetKey(cluster, namespace, workload), observation);
    }
  }
  return { byService, byWorkload };
}

const remembered = new WeakMap<StoreTick, StoreIndex>();

/** What a store said, by the services that it is about; ticks never change. */
export function indexOf(tick: StoreTick | undefined): StoreIndex {
  if (!tick) return NOTHING;
  const index = remembered.get(tick) ?? indexTick(tick);
  remembered.set(tick, index);
  return index;
}
