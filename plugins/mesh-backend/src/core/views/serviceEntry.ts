import type { StandIn } from '../links';
import type { ServiceModel, WorkloadModel } from '../model/ClusterModel';
import { severityRank } from '../model/states';
import { claimedTogether, type Claimed, type Claims, place } from './claims';
import { workloadView } from './looseWorkloads';
import { meshesOf, stateOf } from './states';
import type { InstanceEntry, KnownInstance, ServiceEntry } from './World';

/** A Service of a cluster, and which service of the set it is an instance of. */
export interface Member {
  /** Of the service that it is an instance of. */
  readonly key: string;
  /** Where the Service itself is. */
  readonly place: string;
  readonly cluster: string;
  readonly set: string;
  readonly service: ServiceModel;
  /** Those of the service, as they are in the cluster's model. */
  readonly workloads: readonly WorkloadModel[];
  /** Owners that the namespace itself names. */
  readonly namespaceOwners: readonly string[];
  readonly standIn: StandIn;
}

function instanceOf(member: Member): KnownInstance {
  const { cluster, service, standIn, workloads } = member;
  const { of, unresolved } = standIn;
  const kind = service.standsFor?.kind ?? 'local';
  // What was derived for an import has a hash for a name: people know the import.
  const { namespace, name } = kind === 'imported' ? standIn : service;
  return {
    cluster,
    namespace,
    name,
    kind,
    ...(of ? { of } : {}),
    ...(unresolved === undefined ? {} : { unresolved }),
    ...(service.waypoint ? { waypoint: service.waypoint } : {}),
    workloads: workloads.map(workloadView),
    membership: [...service.membership],
    posture: service.posture,
    endpoints: service.endpoints,
  };
}

/** What stands for others comes last, as it has no pods. */
function placeInList({ instance }: InstanceEntry): number {
  return instance.kind === 'local'
    ? severityRank(stateOf(instance.membership))
    : Infinity;
}

/** Worst first; where they are alike the order of clusters stays. */
function worstFirst(a: InstanceEntry, b: InstanceEntry): number {
  const [first, second] = [placeInList(a), placeInList(b)];
  return first === second ? 0 : first - second;
}

/** Meshes that have a service, or have made it for one that they have elsewhere. */
function meshesOfService({ membership, standsFor }: ServiceModel): string[] {
  const makers = (standsFor?.of ?? []).map(({ system }) => system);
  return [...new Set([...meshesOf(membership), ...makers])];
}

/** `claimed` has one entry per member. */
function buildEntry(
  members: readonly Member[],
  claimed: readonly Claimed[],
): ServiceEntry {
  const [{ key, standIn, set }] = members;
  const { namespace, name } = standIn;
  const identity = { set, namespace, name };
  const together = claimedTogether(claimed);
  const instances = members.map(
    (member, at): InstanceEntry => ({
      key: `@${member.place}`,
      resource: {
        ...identity,
        cluster: member.cluster,
        owners: together.owners,
        namespaceOwners: member.namespaceOwners,
        meshes: meshesOfService(member.service),
      },
      claimed: claimed[at],
      instance: rememberedInstance(member),
    }),
  );
  return {
    key,
    ...identity,
    ...together,
    instances: instances.sort(worstFirst),
  };
}

const rememberedInstances = new WeakMap<
  ServiceModel,
  { readonly member: Member; readonly instance: KnownInstance }
>();

/** Services never change: an instance is made once, unless what it stands for or runs on changes. */
function rememberedInstance(member: Member): KnownInstance {
  const before = rememberedInstances.get(member.service);
  if (before && isSameMember(before.member, member)) return before.instance;
  const instance = instanceOf(member);
  rememberedInstances.set(member.service, { member, instance });
  return instance;
}

/** What it was made of, and what it was last compared with, so that nothing older is kept. */
interface RememberedEntry {
  members: readonly Member[];
  claims: Claims;
  readonly claimed: readonly Claimed[];
  readonly entry: ServiceEntry;
}

const rememberedEntries = new WeakMap<ServiceModel, RememberedEntry>();

/** Of what stands for another service, the entities of that one, too. */
function claimedIn({ place: at, standIn }: Member, claims: Claims): Claimed {
  const here = claims.get(at) ?? [];
  if (!standIn.of) return claimedTogether(here);
  const { cluster, namespace, name } = standIn.of;
  const there = claims.get(place(cluster, namespace, name)) ?? [];
  return claimedTogether([...here, ...there]);
}

/** Of a service that no cluster and no entity has changed, the entry is the same. */
export function rememberedEntry(
  members: readonly Member[],
  claims: Claims,
): ServiceEntry {
  const before = rememberedEntries.get(members[0].service);
  const known =
    before?.members.length === members.length &&
    before.members.every((one, at) => isSameMember(one, members[at]))
      ? before
      : undefined;
  if (known) known.members = members;
  if (known?.claims === claims) return known.entry;
  const claimed = members.map(member => claimedIn(member, claims));
  if (known?.claimed.every((one, at) => isSameClaim(one, claimed[at]))) {
    known.claims = claims;
    return known.entry;
  }
  const entry = buildEntry(members, claimed);
  const remembered = { members, claims, claimed, entry };
  rememberedEntries.set(members[0].service, remembered);
  return entry;
}

function isSameClaim(a: Claimed, b: Claimed): boolean {
  return (
    a === b ||
    (isSameList(a.owners, b.owners) && isSameList(a.entityRefs, b.entityRefs))
  );
}

function isSameMember(a: Member, b: Member): boolean {
  return (
    a === b ||
    (a.service === b.service &&
      isSameList(a.workloads, b.workloads) &&
      isSameList(a.namespaceOwners, b.namespaceOwners) &&
      a.cluster === b.cluster &&
      a.set === b.set &&
      isSameStandIn(a.standIn, b.standIn))
  );
}

function isSameStandIn(a: StandIn, b: StandIn): boolean {
  return (
    a.namespace === b.namespace &&
    a.name === b.name &&
    a.unresolved === b.unresolved &&
    a.of?.cluster === b.of?.cluster &&
    a.of?.namespace === b.of?.namespace &&
    a.of?.name === b.of?.name
  );
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
