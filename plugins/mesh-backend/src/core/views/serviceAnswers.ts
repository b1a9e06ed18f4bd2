import {
  text,
  type EntityMesh,
  type MembershipState,
  type ServiceDetails,
  type ServiceSummary,
  type ServiceView,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import { placesOf } from './clusterAnswers';
import { readableExport } from './exportEntries';
import { severityRank, combineStates } from '../model/states';
import { stateOf } from './states';
import { toldOfInstance, toldOfService, type VerdictOn } from './toldTraffic';
import type { Traffic } from './traffic';
import {
  withOnly,
  type EntityEntry,
  type KnownInstance,
  type ServiceEntry,
  type World,
} from './World';
import { inWords, worstReason } from './worstReason';

/** May the caller see this? A permission decision, applied to one service. */
export type MayRead = (service: MeshServiceResource) => boolean;

/** Who asks. */
export interface Reader {
  readonly mayRead: MayRead;
  /** By a decision without conditions: whatever there is or will be. */
  readonly readsAll: boolean;
}

/** The service with the instances that the caller may see; undefined if none. */
export function readablePart(
  service: ServiceEntry,
  mayRead: MayRead,
): ServiceEntry | undefined {
  const instances = service.instances.filter(({ resource }) =>
    mayRead(resource),
  );
  return instances.length === 0 ? undefined : withOnly(service, instances);
}

/** Who asks about services, and what is known of their traffic. */
interface Asked {
  readonly reader: Reader;
  readonly traffic: Traffic;
  /** Told to that reader. */
  readonly verdictOn?: VerdictOn;
}

/** `all` is the service as it is, `visible` what the caller may see of it. */
function serviceView(
  world: World,
  [all, visible]: readonly [ServiceEntry, ServiceEntry],
  { reader, traffic, verdictOn }: Asked,
): ServiceView {
  const hidden = all.instances.length - visible.instances.length;
  return {
    set: visible.set,
    namespace: visible.namespace,
    name: visible.name,
    instances: visible.instances.map(entry => ({
      ...entry.instance,
      ...toldOfInstance(entry, traffic),
    })),
    ...(hidden > 0 ? { hiddenInstances: hidden } : {}),
    ...toldOfService(visible, traffic, verdictOn),
    exports: world.exports
      .now()
      .of(all.key)
      .flatMap(entry => readableExport(entry, reader) ?? []),
    entityRefs: [...visible.entityRefs],
    owners: [...visible.owners],
  };
}

function clustersOf({ instances }: ServiceView): string[] {
  return instances.map(({ cluster }) => cluster);
}

/** The answer for one service; undefined when the caller may see nothing of it. */
export function serviceAnswer(
  world: World,
  all: ServiceEntry,
  asked: Asked,
): ServiceDetails | undefined {
  const { mayRead, readsAll } = asked.reader;
  const visible = readablePart(all, mayRead);
  if (!visible) return undefined;
  const service = serviceView(world, [all, visible], asked);
  const readable = clustersOf(service);
  return { service, ...placesOf(world, { readsAll, readable }) };
}

/**
 * Whether a decision lets the caller see something of an entity because of whom it
 * belongs to, or in which cluster it is: then what its annotations say is no secret.
 */
function mayLookInto(
  world: World,
  { owners }: EntityEntry,
  { mayRead, readsAll }: Reader,
): boolean {
  const nowhere = { name: '', set: '' };
  const clusters = world.clusters.length > 0 ? world.clusters : [nowhere];
  const nothing = { namespace: '', name: '', namespaceOwners: [], meshes: [] };
  return (
    readsAll ||
    clusters.some(({ name: cluster, set }) =>
      mayRead({ ...nothing, cluster, set, owners }),
    )
  );
}

/** What a reader may see of an entity. */
export interface ReadableEntity {
  /** Each as it is, and as it is seen. */
  readonly services: readonly (readonly [ServiceEntry, ServiceEntry])[];
  readonly workloads: EntityEntry['workloads'];
  /** Services and workloads of which nothing may be seen. */
  readonly hidden: number;
  /** Whether what its annotations say may be told. */
  readonly isOpen: boolean;
}

/** Undefined when the caller may see none of what it has, or not even that it has nothing. */
export function readableEntity(
  world: World,
  entity: EntityEntry,
  reader: Reader,
): ReadableEntity | undefined {
  const { mayRead } = reader;
  const services = entity.services.flatMap(all => {
    const visible = readablePart(all, mayRead);
    return visible ? [[all, visible] as const] : [];
  });
  const workloads = entity.workloads.filter(({ resource }) =>
    mayRead(resource),
  );
  const found = entity.services.length + entity.workloads.length;
  const shown = services.length + workloads.length;
  const isOpen = mayLookInto(world, entity, reader);
  if (shown === 0 && (found > 0 || !isOpen)) return undefined;
  return { services, workloads, hidden: found - shown, isOpen };
}

/**
 * The answer for an entity, worst service first within the order of sets; undefined
 * when the caller may see none of what it has, or not even that it has nothing. `hidden`
 * counts services and workloads of which nothing may be seen.
 */
export function entityAnswer(
  world: World,
  entity: EntityEntry,
  asked: Asked,
): EntityMesh | undefined {
  const { reader } = asked;
  const { readsAll } = reader;
  const seen = readableEntity(world, entity, reader);
  if (!seen) return undefined;
  const { isOpen, workloads } = seen;
  const services = seen.services.map(([all, visible]) =>
    serviceView(world, [all, visible], asked),
  );
  const setOrder = new Map(world.sets.map(({ name }, index) => [name, index]));
  const inOrder = (a: ServiceView, b: ServiceView) =>
    (setOrder.get(a.set) ?? 0) - (setOrder.get(b.set) ?? 0) ||
    severityRank(stateOfAll(a.instances)) -
      severityRank(stateOfAll(b.instances));
  return {
    entityRef: entity.entityRef,
    matchedBy: entity.matchedBy,
    lookedFor: isOpen ? entity.lookedFor : text('lookedFor.withheld'),
    services: services.sort(inOrder),
    workloads: workloads.map(({ view }) => view),
    hidden: seen.hidden,
    ...placesOf(world, {
      readsAll,
      readable: [
        ...services.flatMap(clustersOf),
        ...workloads.map(({ resource }) => resource.cluster),
      ],
    }),
  };
}

/**
 * What counts for the state of a service: mirrors and the like stand for instances that
 * count themselves, unless nothing else may be seen.
 */
function decisive(instances: readonly KnownInstance[]) {
  const local = instances.filter(({ kind }) => kind === 'local');
  return local.length > 0 ? local : instances;
}

function stateOfAll(instances: readonly KnownInstance[]): MembershipState {
  return combineStates(
    decisive(instances).map(({ membership }) => stateOf(membership)),
  );
}

/** A row of a list without what is known of the traffic, which changes all the time. */
export type KnownSummary = Omit<
  ServiceSummary,
  'health' | 'golden' | 'verdict'
>;

/** Rows of services that may be seen as a whole; entries are the same until they change. */
const summaries = new WeakMap<ServiceEntry, KnownSummary>();

/** A row of a list. `needs` is left out where a state is chosen or nothing runs. */
export function serviceSummary(service: ServiceEntry): KnownSummary {
  const summary = summaries.get(service) ?? summarize(service);
  summaries.set(service, summary);
  return summary;
}

function summarize(service: ServiceEntry): KnownSummary {
  const instances = decisive(service.instances.map(({ instance }) => instance));
  const worst = worstReason(
    instances.map(({ cluster, membership }) => ({
      subject: cluster,
      membership,
    })),
  );
  return {
    set: service.set,
    namespace: service.namespace,
    name: service.name,
    state: stateOfAll(instances),
    clusters: instances.flatMap(({ cluster, membership }) =>
      membership.map(entry => ({
        cluster,
        mesh: entry.mesh,
        mode: entry.mode,
        state: entry.state,
        enrolled: entry.pods.enrolled,
        total: entry.pods.total,
      })),
    ),
    ...(worst
      ? { needs: { cluster: worst.subject, ...inWords(worst.reason) } }
      : {}),
    entityRefs: [...service.entityRefs],
    owners: [...service.owners],
  };
}
