import type { Health } from '@meshport/plugin-mesh-common';
import type { TargetQueries } from '@meshport/plugin-mesh-node';
import { orAsCallersCounted } from '../metrics/countsOfCallers';
import { goldenOfInstance } from '../metrics/goldenOfInstance';
import {
  goldenOfService,
  type InstanceCounts,
} from '../metrics/goldenOfService';
import type { Cause, Counts } from '../metrics/goldenCounts';
import { type Assessment, healthOf } from '../metrics/healthOf';
import type { MetricsState, StoreState } from '../metrics/MetricsState';
import type { ServiceObjectives } from '../metrics/objectives';
import { targetQueries } from '../metrics/targetQueries';
import { sharersOf } from './sharers';
import {
  type InstanceEntry,
  type KnownInstance,
  type ServiceEntry,
  type World,
} from './World';

/** What was counted of a service, or of a part of it, and what it is held to. */
export interface MeasuredTraffic extends ServiceObjectives {
  readonly counts: Counts;
}

/** That, and how it does. */
export interface KnownTraffic extends MeasuredTraffic {
  readonly assessment: Assessment;
}

/**
 * Health as it is told: it follows the numbers a little later. By the keys of services
 * and of instances.
 */
type KeptHealth = Pick<ReadonlyMap<string, Health>, 'get'>;

/** Says that the numbers of now are those of another health than the one that is told. */
const NOT_HELD: Cause = { id: 'health.not-held', params: {} };

/** How services do at one moment. */
export interface Traffic {
  readonly state: MetricsState;
  /** Numbers alone, for whoever decides what they mean. */
  readonly measured: {
    readonly instance: (entry: InstanceEntry) => MeasuredTraffic;
    readonly service: (service: ServiceEntry) => MeasuredTraffic;
  };
  readonly instance: (entry: InstanceEntry) => KnownTraffic;
  /** Of all its instances, or of those that are left of it for a reader. */
  readonly service: (service: ServiceEntry) => KnownTraffic;
  /** PromQL of an instance, as the mesh counts it that its numbers are, or would be, from. */
  readonly queries: (entry: InstanceEntry) => TargetQueries | undefined;
}

/** What is known of the store that has the numbers of an instance. */
export function storeOf(
  { cluster }: KnownInstance,
  state: MetricsState,
): StoreState | undefined {
  const name = state.storeOf(cluster);
  return name === undefined ? undefined : state.stores.get(name);
}

/** Of answers of stores there are few: what is remembered of one goes with it. */
const ofAnswers = new WeakMap<object, Map<KnownInstance, Counts>>();

/** News of budgets leave what was counted as it is. */
function rememberedOf({ fault, tick }: StoreState) {
  const answer = fault ?? tick;
  if (!answer) return new Map<KnownInstance, Counts>();
  const known = ofAnswers.get(answer) ?? new Map<KnownInstance, Counts>();
  ofAnswers.set(answer, known);
  return known;
}

/** What is told from: what stores said, of what runs. */
interface Known {
  readonly state: MetricsState;
  readonly world: Pick<World, 'services'>;
}

/** What one store says of an instance never changes: it is put together once. */
function ownCounts(instance: KnownInstance, { state, world }: Known): Counts {
  const store = storeOf(instance, state);
  if (!store) return goldenOfInstance(instance, store, state);
  const remembered = rememberedOf(store);
  const before = remembered.get(instance);
  if (before) return before;
  const sharers = sharersOf(world).get(instance);
  const counts = goldenOfInstance(instance, store, {
    ...{ at: state.at, queries: state.queries, sharers },
  });
  remembered.set(instance, counts);
  return counts;
}

/** Callers may be in clusters of any store, so this is new with each answer of one. */
const asCallersCounted = new WeakMap<
  MetricsState,
  Map<KnownInstance, Counts>
>();

function countsOf(instance: KnownInstance, from: Known): Counts {
  const { state } = from;
  const known = asCallersCounted.get(state) ?? new Map<KnownInstance, Counts>();
  asCallersCounted.set(state, known);
  const before = known.get(instance);
  if (before) return before;
  const own = ownCounts(instance, from);
  const counts = orAsCallersCounted(own, instance, state);
  if (counts !== own) known.set(instance, counts);
  return counts;
}

/** What stands for others has no calls of its own, and counts only where nothing else is. */
export function countedInstances({ instances }: ServiceEntry) {
  const local = instances.filter(({ instance }) => instance.kind === 'local');
  return local.length > 0 ? local : instances;
}

function partsOf(
  service: ServiceEntry,
  from: Known,
): readonly InstanceCounts[] {
  return countedInstances(service).map(({ instance }) => ({
    cluster: instance.cluster,
    pods: instance.endpoints.total,
    counts: countsOf(instance, from),
  }));
}

/** Sums of services that run in several clusters, and what they were made of. */
export type RememberedSums = Map<
  ServiceEntry,
  { readonly parts: readonly InstanceCounts[]; readonly counts: Counts }
>;

/** Only where one of the parts has changed there is something to add up. */
function sumOf(
  service: ServiceEntry,
  from: Known,
  sums: RememberedSums | undefined,
): Counts {
  const parts = partsOf(service, from);
  if (parts.length === 1) return parts[0].counts;
  const before = sums?.get(service);
  const isSame = parts.every(
    ({ counts }, index) => counts === before?.parts[index]?.counts,
  );
  if (before && isSame && before.parts.length === parts.length) {
    return before.counts;
  }
  const counts = goldenOfService(parts);
  sums?.set(service, { parts, counts });
  return counts;
}

/** Names that systems give a cluster, by system. */
export function aliasesOf(
  cluster: string,
  { clusters }: Pick<World, 'clusters'>,
): Record<string, string> {
  const view = clusters.find(({ name }) => name === cluster);
  const names = view?.names ?? [];
  return Object.fromEntries(names.map(one => [one.system, one.alias]));
}

function queriesOf(
  { instance }: InstanceEntry,
  { state, world }: Known & { readonly world: Pick<World, 'clusters'> },
): TargetQueries | undefined {
  const { queries } = state;
  const { source, reporter } = countsOf(instance, { state, world });
  // What nobody counts now may have been counted in the past.
  const own = instance.membership.find(({ mesh: id }) => queries.has(id));
  const mesh = source ?? own?.mesh;
  if (mesh === undefined) return undefined;
  const hasWaypoint = instance.waypoint !== undefined;
  return targetQueries(instance, {
    mesh,
    isByWaypoint: reporter ? reporter === 'waypoint' : hasWaypoint,
    aliases: aliasesOf(instance.cluster, world),
    store: storeOf(instance, state),
    queries,
  });
}

/** What everything is told from. */
interface TrafficInput {
  readonly state: MetricsState;
  readonly world: Pick<World, 'services' | 'clusters'>;
  /** What entities ask for. */
  readonly objectives: (entityRefs: readonly string[]) => ServiceObjectives;
  readonly kept: KeptHealth;
  /** Of whole services; whoever keeps it drops what is gone. */
  readonly sums: RememberedSums;
}

/** `key` is absent for what has no health of its own that is kept. */
function assessed(
  measured: MeasuredTraffic,
  key: string | undefined,
  { state, kept }: TrafficInput,
): KnownTraffic {
  const { counts, objectives, problems } = measured;
  const { at: now, windowSeconds } = state;
  const assess = () => healthOf(counts, objectives, { now, windowSeconds });
  const health = key === undefined ? undefined : kept.get(key);
  const assessment = health ? keptAssessment(health, assess) : assess();
  return { counts, objectives, problems, assessment };
}

/** Reasons are by the numbers that stand beside them, whatever the health was told by. */
function keptAssessment(health: Health, assess: () => Assessment): Assessment {
  return {
    health,
    // Looked for when they are told: lists look at the health of thousands.
    get causes() {
      const now = assess();
      return now.health === health ? now.causes : [NOT_HELD, ...now.causes];
    },
  };
}

function measure(
  counts: Counts,
  { entityRefs }: { readonly entityRefs: readonly string[] },
  input: TrafficInput,
): MeasuredTraffic {
  const { objectives, problems } = input.objectives(entityRefs);
  return { counts, objectives, problems };
}

/** Has nothing of the service been left out for a reader or an entity? */
export function isWholeService(
  service: ServiceEntry,
  { services }: Pick<World, 'services'>,
): boolean {
  const whole = services.get(service.key);
  return whole?.instances.length === service.instances.length;
}

/** Joins what stores say with what runs. */
export function trafficOf(input: TrafficInput): Traffic {
  const { state, world, sums } = input;
  const measured: Traffic['measured'] = {
    instance: entry =>
      measure(countsOf(entry.instance, input), entry.claimed, input),
    service: service => {
      const isWhole = isWholeService(service, world);
      const counts = sumOf(service, input, isWhole ? sums : undefined);
      return measure(counts, service, input);
    },
  };
  const instance = (entry: InstanceEntry) => {
    const isKept = entry.instance.kind === 'local';
    const key = isKept ? entry.key : undefined;
    return assessed(measured.instance(entry), key, input);
  };
  return {
    state,
    measured,
    instance,
    queries: entry => queriesOf(entry, input),
    service(service) {
      const isWhole = isWholeService(service, world);
      const [only, ...others] = countedInstances(service);
      if (!isWhole && only && others.length === 0) return instance(only);
      const key = isWhole ? service.key : undefined;
      return assessed(measured.service(service), key, input);
    },
  };
}
