import { ANNOTATION_KUBERNETES_ID } from '@meshport/plugin-mesh-common';
import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import { labelPair, type LabelSelector } from './labelSelector';
import type { Lookup } from './lookups';

type Labels = Readonly<Record<string, string>>;

/** Something that can match: a Service, or a workload that no Service selects. */
export interface Candidate {
  readonly namespace: string;
  readonly name: string;
  readonly labelSets: readonly Labels[];
  readonly service?: ServiceModel;
  readonly workload?: WorkloadModel;
}

/** The candidates of a cluster by what entities ask for. */
interface ClusterIndex {
  readonly candidates: readonly Candidate[];
  readonly byName: ReadonlyMap<string, Candidate>;
  /** By {@link labelPair}; a candidate is there once, in the order of candidates. */
  readonly byLabel: ReadonlyMap<string, readonly Candidate[]>;
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

function candidatesOf(model: ClusterModel): Candidate[] {
  const selected = new Set(
    model.services.flatMap(({ workloads }) => workloads),
  );
  return [
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
}

function indexByLabel(candidates: readonly Candidate[]) {
  const byLabel = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const pairs = new Set(
      candidate.labelSets.flatMap(labels =>
        Object.entries(labels).map(([key, value]) => labelPair(key, value)),
      ),
    );
    for (const pair of pairs) {
      const known = byLabel.get(pair);
      if (known) known.push(candidate);
      else byLabel.set(pair, [candidate]);
    }
  }
  return byLabel;
}

function buildIndex(model: ClusterModel): ClusterIndex {
  const candidates = candidatesOf(model);
  const byName = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const name = `${candidate.namespace}/${candidate.name}`;
    // Services come first: one that has the name is what is meant by it.
    if (!byName.has(name)) byName.set(name, candidate);
  }
  return { candidates, byName, byLabel: indexByLabel(candidates) };
}

const indexes = new WeakMap<ClusterModel, ClusterIndex>();

/** Models never change, so each is indexed once. */
function indexOf(model: ClusterModel): ClusterIndex {
  const index = indexes.get(model) ?? buildIndex(model);
  indexes.set(model, index);
  return index;
}

/** The fewest candidates that are known to include all that the selector matches. */
function narrowed(
  { equalities }: LabelSelector,
  { candidates, byLabel }: ClusterIndex,
): readonly Candidate[] {
  return equalities
    .map(pair => byLabel.get(pair) ?? [])
    .reduce(
      (fewest, list) => (list.length < fewest.length ? list : fewest),
      candidates,
    );
}

/** What a lookup finds in a cluster; each candidate once. */
export function findCandidates(
  lookup: Lookup,
  model: ClusterModel,
): readonly Candidate[] {
  const index = indexOf(model);
  switch (lookup.by) {
    case 'names': {
      const named = lookup.names.flatMap(
        ({ namespace, name }) => index.byName.get(`${namespace}/${name}`) ?? [],
      );
      return [...new Set(named)];
    }
    case 'labels':
      return narrowed(lookup.selector, index).filter(
        ({ namespace, labelSets }) =>
          (!lookup.namespace || namespace === lookup.namespace) &&
          labelSets.some(lookup.selector.matches),
      );
    case 'id':
      return (
        index.byLabel.get(labelPair(ANNOTATION_KUBERNETES_ID, lookup.id)) ?? []
      ).filter(
        ({ namespace }) => !lookup.namespace || namespace === lookup.namespace,
      );
    default:
      return [];
  }
}
