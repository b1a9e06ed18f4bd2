import type { ClusterModel } from '../model/ClusterModel';
import { findCandidates } from './clusterIndex';
import type { CatalogEntity, EntityMatch } from './EntityMatch';
import { lookupOf, type EntityLookup } from './lookups';

/** A Service, or a workload that no Service selects. */
interface FoundObject {
  readonly namespace: string;
  readonly name: string;
  /** Of a workload. */
  readonly key?: string;
}

/** What is found in a cluster, by entity ref; entities with nothing are not there. */
type Found = ReadonlyMap<string, readonly FoundObject[]>;

/** What one list of entities asks for, and what of it has been found already. */
interface Asked {
  /** Clusters of the portal when the lookups were read. */
  readonly known: readonly string[];
  readonly lookups: readonly (readonly [CatalogEntity, EntityLookup])[];
  /** By the name of the cluster. */
  readonly searched: Map<string, { model: ClusterModel; found: Found }>;
  /** Made of what was found last. */
  last?: { found: ReadonlyMap<string, Found>; matches: readonly EntityMatch[] };
}

const askedBefore = new WeakMap<readonly CatalogEntity[], Asked>();

/** Lists of entities never change: each is read once per list of clusters. */
function askedBy(
  entities: readonly CatalogEntity[],
  known: readonly string[],
): Asked {
  const before = askedBefore.get(entities);
  const isSame =
    before?.known.length === known.length &&
    before.known.every((cluster, index) => cluster === known[index]);
  if (before && isSame) return before;
  const asked: Asked = {
    known: [...known],
    lookups: entities.map(entity => [entity, lookupOf(entity, known)] as const),
    // What is found in a model does not depend on which other clusters there are.
    searched: before?.searched ?? new Map(),
  };
  askedBefore.set(entities, asked);
  return asked;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return (
    a === b || (a.length === b.length && a.every((one, i) => one === b[i]))
  );
}

/**
 * Is in both models the same to be found? Who matches is told by names and labels, which
 * rarely change: pods that come and go, or become ready, change nothing of it.
 */
function isFoundAlike(a: ClusterModel, b: ClusterModel): boolean {
  return (
    a.services.length === b.services.length &&
    a.workloads.size === b.workloads.size &&
    a.services.every((one, index) => {
      const other = b.services[index];
      return (
        one === other ||
        (one.namespace === other.namespace &&
          one.name === other.name &&
          one.labels === other.labels &&
          isSameList(one.workloads, other.workloads))
      );
    }) &&
    [...a.workloads].every(
      ([key, { labelSets }]) => b.workloads.get(key)?.labelSets === labelSets,
    )
  );
}

/** What of `before` is found again is the same list, and all of it the same map. */
function search(
  model: ClusterModel,
  { lookups }: Asked,
  before: Found | undefined,
): Found {
  const found = new Map<string, readonly FoundObject[]>();
  for (const [{ ref }, { lookup }] of lookups) {
    const candidates = findCandidates(lookup, model);
    if (candidates.length === 0) continue;
    const known = before?.get(ref);
    const objects = candidates.map(({ namespace, name, workload }) => ({
      namespace,
      name,
      key: workload?.key,
    }));
    found.set(ref, known && isSameFind(known, objects) ? known : objects);
  }
  const isSame =
    before?.size === found.size &&
    [...found].every(([ref, objects]) => before.get(ref) === objects);
  return isSame ? before : found;
}

function isSameFind(
  a: readonly FoundObject[],
  b: readonly FoundObject[],
): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ namespace, name, key }, index) =>
        namespace === b[index].namespace &&
        name === b[index].name &&
        key === b[index].key,
    )
  );
}

/** Models never change: each is searched once per list of entities, if at all. */
function foundIn(cluster: string, model: ClusterModel, asked: Asked): Found {
  const before = asked.searched.get(cluster);
  const isAlike =
    before && (before.model === model || isFoundAlike(before.model, model));
  const found = isAlike ? before.found : search(model, asked, before?.found);
  asked.searched.set(cluster, { model, found });
  return found;
}

function matchOf(
  entity: CatalogEntity,
  { annotation, clusters, lookedFor }: EntityLookup,
  found: ReadonlyMap<string, Found>,
): EntityMatch {
  const services: EntityMatch['services'][number][] = [];
  const workloads: EntityMatch['workloads'][number][] = [];
  for (const cluster of clusters) {
    for (const object of found.get(cluster)?.get(entity.ref) ?? []) {
      const { namespace, name, key } = object;
      if (key === undefined) services.push({ cluster, namespace, name });
      else workloads.push({ cluster, key });
    }
  }
  const hasSome = services.length + workloads.length > 0;
  return {
    entityRef: entity.ref,
    matchedBy: hasSome ? annotation : 'none',
    lookedFor,
    owners: entity.owners,
    clusters,
    services,
    workloads,
  };
}

/** Is what is found of an entity the same in every cluster? */
function isFoundAgain(
  { ref }: CatalogEntity,
  before: ReadonlyMap<string, Found>,
  after: ReadonlyMap<string, Found>,
): boolean {
  if (before.size !== after.size) return false;
  for (const [cluster, found] of after) {
    const known = before.get(cluster);
    if (!known) return false;
    if (known !== found && known.get(ref) !== found.get(ref)) return false;
  }
  return true;
}

/**
 * Finds the services of catalog entities in all clusters, and matching workloads that
 * no Service selects. A Service matches by its own labels or by those of what it
 * selects; several entities may match the same one, and each brings its owners. `known`
 * are all clusters of the portal, where some have no model yet.
 *
 * What was found is remembered by the identity of the list of entities: where one cluster
 * has changed in names or labels, only that one is searched again; where none has, the
 * matches are the same list as before.
 */
export function matchServices(
  models: ReadonlyMap<string, ClusterModel>,
  entities: readonly CatalogEntity[],
  known: readonly string[] = [...models.keys()],
): readonly EntityMatch[] {
  const asked = askedBy(entities, known);
  const found = new Map(
    [...models].map(([cluster, model]) => [
      cluster,
      foundIn(cluster, model, asked),
    ]),
  );
  const { last } = asked;
  const isSame =
    last?.found.size === found.size &&
    [...found].every(([cluster, one]) => last.found.get(cluster) === one);
  if (last && isSame) return last.matches;
  const matches = asked.lookups.map(([entity, lookup], index) =>
    last && isFoundAgain(entity, last.found, found)
      ? last.matches[index]
      : matchOf(entity, lookup, found),
  );
  asked.last = { found, matches };
  return matches;
}
