import type { MeshObservation, StoreTick } from './StoreTick';

/** Observations of a tick by what they are about. */
interface StoreIndex {
  /** All calls to a service, by {@link targetKey} of its Service. */
  readonly byService: ReadonlyMap<string, readonly MeshObservation[]>;
  /** Calls to a workload of which the Service is not known. */
  readonly byWorkload: ReadonlyMap<string, readonly MeshObservation[]>;
}

/** A Service of a cluster and the workloads behind it. */
interface CountedTarget {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly workloads: readonly { readonly ref: { readonly name: string } }[];
}

/** Key of a Service or a workload in a cluster. */
export function targetKey(
  cluster: string,
  namespace: string,
  name: string,
): string {
  return `${cluster}/${namespace}/${name}`;
}

/**
 * What is known of an instance. What names the Service counts where a mesh has some; a
 * mesh that knows workloads alone is asked for these.
 */
export function ofInstance<Counted extends { readonly mesh: string }>(
  { cluster, namespace, name, workloads }: CountedTarget,
  index: {
    readonly byService: ReadonlyMap<string, readonly Counted[]>;
    readonly byWorkload: ReadonlyMap<string, readonly Counted[]>;
  },
): readonly Counted[] {
  const key = (one: string) => targetKey(cluster, namespace, one);
  const ofService = index.byService.get(key(name)) ?? [];
  const meshes = new Set(ofService.map(({ mesh }) => mesh));
  const ofWorkloads = workloads.flatMap(
    ({ ref }) => index.byWorkload.get(key(ref.name)) ?? [],
  );
  return [...ofService, ...ofWorkloads.filter(one => !meshes.has(one.mesh))];
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

type Callers = ReadonlyMap<string, readonly MeshObservation[]>;

/**
 * Requests by the Service that was called. Where nobody answered it is not known in which
 * cluster; it was asked for in that of the client.
 */
function indexCallers({ observations }: StoreTick): Callers {
  const callers = new Map<string, MeshObservation[]>();
  for (const observation of observations) {
    const { kind, reporter, protocol, from, to, calls } = observation;
    if (kind !== 'edge' || reporter !== 'source' || protocol === 'tcp')
      continue;
    const cluster = to.cluster ?? (to.alias ? undefined : from.cluster);
    if (!cluster || !to.service || calls.requests === undefined) continue;
    const key = targetKey(cluster, to.namespace ?? '', to.service);
    add(callers, key, observation);
  }
  return callers;
}

const rememberedCallers = new WeakMap<StoreTick, Callers>();

/**
 * Requests to a Service as the proxies of its callers counted them. Some name it without
 * a namespace, which is enough within the mesh that has it.
 */
export function callersOf(
  tick: StoreTick,
  target: {
    readonly cluster: string;
    readonly namespace: string;
    readonly name: string;
    readonly membership: readonly { readonly mesh: string }[];
  },
): readonly MeshObservation[] {
  const callers = rememberedCallers.get(tick) ?? indexCallers(tick);
  rememberedCallers.set(tick, callers);
  const { cluster, namespace, name, membership } = target;
  const named = callers.get(targetKey(cluster, namespace, name)) ?? [];
  const loose = callers.get(targetKey(cluster, '', name)) ?? [];
  const own = loose.filter(one =>
    membership.some(({ mesh }) => mesh === one.mesh),
  );
  return own.length > 0 ? [...named, ...own] : named;
}
