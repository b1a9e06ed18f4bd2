import { ANNOTATION_KUBERNETES_ID } from '@meshport/plugin-mesh-common';
import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import type { CatalogEntity, EntityMatch } from './EntityMatch';
import { type EntityLookup, type Lookup, lookupOf } from './lookups';

type Labels = Readonly<Record<string, string>>;

/** Something that can match: a Service, or a workload that no Service selects. */
interface Candidate {
  readonly namespace: string;
  readonly name: string;
  readonly labelSets: readonly Labels[];
  readonly service?: ServiceModel;
  readonly workload?: WorkloadModel;
}

interface ClusterIndex {
  readonly candidates: readonly Candidate[];
  readonly byName: ReadonlyMap<string, Candidate>;
  readonly byId: ReadonlyMap<string, readonly Candidate[]>;
}

/** Labels of a Service and of what it selects. */
function serviceCandidate(
  service: ServiceModel,
  { workloads }: ClusterModel,
): Candidate {
  const behind = service.workloads.flatMap(
    key => workloads.get(key)?.labelSets ?? [],
  );
  return {
    namespace: service.namespace,
    name: service.name,
    labelSets: [service.labels, ...behind],
    service,
  };
}

function indexOf(model: ClusterModel): ClusterIndex {
  const selected = new Set(
    model.services.flatMap(({ workloads }) => workloads),
  );
  const candidates: Candidate[] = [
    ...model.services.map(service => serviceCandidate(service, model)),
    ...[...model.workloads.values()]
      .filter(({ key }) => !selected.has(key))
      .map(workload => ({
        namespace: workload.namespace,
        name: workload.name,
        labelSets: workload.labelSets,
        workload,
      })),
  ];
  const byName = new Map<string, Candidate>();
  const byId = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const name = `${candidate.namespace}/${candidate.name}`;
    // Services come first: one that has the name is what is meant by it.
    if (!byName.has(name)) byName.set(name, candidate);
    const ids = new Set(
      candidate.labelSets.map(labels => labels[ANNOTATION_KUBERNETES_ID]),
    );
    for (const id of ids) {
      if (id === undefined) continue;
      byId.set(id, [...(byId.get(id) ?? []), candidate]);
    }
  }
  return { candidates, byName, byId };
}

function found(lookup: Lookup, index: ClusterIndex): readonly Candidate[] {
  switch (lookup.by) {
    case 'names':
      return lookup.names.flatMap(
        ({ namespace, name }) => index.byName.get(`${namespace}/${name}`) ?? [],
      );
    case 'labels':
      return index.candidates.filter(
        ({ namespace, labelSets }) =>
          (!lookup.namespace || namespace === lookup.namespace) &&
          labelSets.some(lookup.matches),
      );
    case 'id':
      return (index.byId.get(lookup.id) ?? []).filter(
        ({ namespace }) => !lookup.namespace || namespace === lookup.namespace,
      );
    default:
      return [];
  }
}

function matchOf(
  entity: CatalogEntity,
  { lookup, annotation, clusters, lookedFor }: EntityLookup,
  indexes: ReadonlyMap<string, ClusterIndex>,
): EntityMatch {
  const matches = clusters.flatMap(cluster => {
    const index = indexes.get(cluster);
    const candidates = new Set(index ? found(lookup, index) : []);
    return [...candidates].map(candidate => ({ cluster, ...candidate }));
  });
  return {
    entityRef: entity.ref,
    matchedBy: matches.length > 0 ? annotation : 'none',
    lookedFor,
    owners: entity.owners,
    services: matches.flatMap(({ cluster, service }) =>
      service
        ? [{ cluster, namespace: service.namespace, name: service.name }]
        : [],
    ),
    workloads: matches.flatMap(({ cluster, workload }) =>
      workload ? [{ cluster, key: workload.key }] : [],
    ),
  };
}

/**
 * Finds the services of catalog entities in all clusters, and matching workloads that
 * no Service selects. A Service matches by its own labels or by those of what it
 * selects; several entities may match the same one, and each brings its owners. `known`
 * are all clusters of the portal, where some have no model yet.
 */
export function matchServices(
  models: ReadonlyMap<string, ClusterModel>,
  entities: readonly CatalogEntity[],
  known: readonly string[] = [...models.keys()],
): EntityMatch[] {
  const indexes = new Map(
    [...models].map(([cluster, model]) => [cluster, indexOf(model)]),
  );
  return entities.map(entity =>
    matchOf(entity, lookupOf(entity, known), indexes),
  );
}
