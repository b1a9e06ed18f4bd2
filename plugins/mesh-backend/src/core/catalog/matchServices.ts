import type { ClusterModel } from '../model/ClusterModel';
import { findCandidates, type Candidate } from './clusterIndex';
import type { CatalogEntity, EntityMatch } from './EntityMatch';
import { lookupOf, type EntityLookup } from './lookups';

/** What is found in a cluster, by entity ref; entities with nothing are not there. */
type Found = ReadonlyMap<string, readonly Candidate[]>;

/** What one list of entities asks for, and what of it has been found already. */
interface Asked {
  /** Clusters of the portal when the lookups were read. */
  readonly known: readonly string[];
  readonly lookups: readonly (readonly [CatalogEntity, EntityLookup])[];
  readonly found: WeakMap<ClusterModel, Found>;
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
    found: before?.found ?? new WeakMap(),
  };
  askedBefore.set(entities, asked);
  return asked;
}

/** Models never change: each is searched once per list of entities. */
function foundIn(model: ClusterModel, { lookups, found }: Asked): Found {
  const before = found.get(model);
  if (before) return before;
  const now: Found = new Map(
    lookups.flatMap(([{ ref }, { lookup }]) => {
      const candidates = findCandidates(lookup, model);
      return candidates.length > 0 ? [[ref, candidates] as const] : [];
    }),
  );
  found.set(model, now);
  return now;
}

function matchOf(
  entity: CatalogEntity,
  { annotation, clusters, lookedFor }: EntityLookup,
  found: ReadonlyMap<string, Found>,
): EntityMatch {
  const services: EntityMatch['services'][number][] = [];
  const workloads: EntityMatch['workloads'][number][] = [];
  for (const cluster of clusters) {
    for (const candidate of found.get(cluster)?.get(entity.ref) ?? []) {
      const { namespace, name, service, workload } = candidate;
      if (service) services.push({ cluster, namespace, name });
      if (workload) workloads.push({ cluster, key: workload.key });
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

/**
 * Finds the services of catalog entities in all clusters, and matching workloads that
 * no Service selects. A Service matches by its own labels or by those of what it
 * selects; several entities may match the same one, and each brings its owners. `known`
 * are all clusters of the portal, where some have no model yet.
 *
 * What was found is remembered by the identity of the list of entities and of the model:
 * where one cluster has changed, only that one is searched again.
 */
export function matchServices(
  models: ReadonlyMap<string, ClusterModel>,
  entities: readonly CatalogEntity[],
  known: readonly string[] = [...models.keys()],
): EntityMatch[] {
  const asked = askedBy(entities, known);
  const found = new Map(
    [...models].map(([cluster, model]) => [cluster, foundIn(model, asked)]),
  );
  return asked.lookups.map(([entity, lookup]) =>
    matchOf(entity, lookup, found),
  );
}
