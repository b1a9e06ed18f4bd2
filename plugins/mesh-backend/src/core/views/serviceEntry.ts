import type { ServiceInstance } from '@meshport/plugin-mesh-common';
import type { StandIn } from '../links';
import type { ClusterModel, ServiceModel } from '../model/ClusterModel';
import { severityRank } from '../model/states';
import type { Claimed } from './claims';
import { declaredOwners } from './declaredOwners';
import { workloadView } from './looseWorkloads';
import { meshesOf, stateOf } from './states';
import type { InstanceEntry, ServiceEntry } from './World';

/** A Service of a cluster, and which service of the set it is an instance of. */
export interface Member {
  /** Of the service that it is an instance of. */
  readonly key: string;
  /** Where the Service itself is. */
  readonly place: string;
  readonly cluster: string;
  readonly set: string;
  readonly model: ClusterModel;
  readonly service: ServiceModel;
  readonly standIn: StandIn;
}

function instanceOf({ model, service, standIn }: Member): ServiceInstance {
  const { of, unresolved } = standIn;
  const kind = service.standsFor?.kind ?? 'local';
  // What was derived for an import has a hash for a name: people know the import.
  const { namespace, name } = kind === 'imported' ? standIn : service;
  return {
    cluster: model.cluster,
    namespace,
    name,
    kind,
    ...(of ? { of } : {}),
    ...(unresolved === undefined ? {} : { unresolved }),
    ...(service.waypoint ? { waypoint: service.waypoint } : {}),
    workloads: service.workloads.flatMap(key => {
      const workload = model.workloads.get(key);
      return workload ? [workloadView(workload)] : [];
    }),
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

function buildEntry(members: readonly Member[], claim: Claimed): ServiceEntry {
  const [{ standIn, set }] = members;
  const { namespace, name } = standIn;
  const identity = { set, namespace, name };
  const instances = members.map(
    (member): InstanceEntry => ({
      resource: {
        ...identity,
        cluster: member.cluster,
        owners: claim.owners,
        namespaceOwners: declaredOwners(member.model, namespace),
        meshes: meshesOfService(member.service),
      },
      instance: rememberedInstance(member),
    }),
  );
  return {
    ...identity,
    ...claim,
    instances: instances.sort(worstFirst),
  };
}

const rememberedInstances = new WeakMap<
  ServiceModel,
  { readonly member: Member; readonly instance: ServiceInstance }
>();

/** Models never change: an instance is made once, unless what it stands for changes. */
function rememberedInstance(member: Member): ServiceInstance {
  const before = rememberedInstances.get(member.service);
  if (before && isSameMember(before.member, member)) return before.instance;
  const instance = instanceOf(member);
  rememberedInstances.set(member.service, { member, instance });
  return instance;
}

const rememberedEntries = new WeakMap<
  ServiceModel,
  { readonly members: readonly Member[]; readonly entry: ServiceEntry }
>();

/** Of a service that no cluster and no entity has changed, the entry is the same. */
export function rememberedEntry(
  members: readonly Member[],
  claim: Claimed,
): ServiceEntry {
  const before = rememberedEntries.get(members[0].service);
  const isSame =
    before &&
    before.members.length === members.length &&
    before.members.every((one, at) => isSameMember(one, members[at])) &&
    isSameList(before.entry.owners, claim.owners) &&
    isSameList(before.entry.entityRefs, claim.entityRefs);
  if (isSame) return before.entry;
  const entry = buildEntry(members, claim);
  rememberedEntries.set(members[0].service, { members, entry });
  return entry;
}

function isSameMember(a: Member, b: Member): boolean {
  return (
    a === b ||
    (a.service === b.service &&
      a.model === b.model &&
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

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
