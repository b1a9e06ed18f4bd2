import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import type { QueriesByMesh } from '../metrics/MetricsState';
import { gatewayNameLabels } from './gatewayKinds';

/** What proxies name in their series, of one cluster. */
export interface ClusterParts {
  /** By `namespace/name`. */
  readonly workloads: ReadonlyMap<string, WorkloadModel>;
  /** By `namespace/pod`. */
  readonly byPod: ReadonlyMap<string, WorkloadModel>;
  /** By `namespace/app`; only what one workload alone is called. */
  readonly byApp: ReadonlyMap<string, WorkloadModel>;
  /** Names of the Services that select a workload, sorted; by its key. */
  readonly servicesOf: ReadonlyMap<string, readonly string[]>;
  /** Services by `mesh/name`, of meshes that do not say their namespace. */
  readonly byNameAlone: ReadonlyMap<string, readonly ServiceModel[]>;
}

/** Labels of which a name (`app`) is taken by custom, the first that there is. */
const APP_LABELS = ['app', 'k8s-app', 'app.kubernetes.io/name'];

function appOf(labels: Readonly<Record<string, string>>): string | undefined {
  return APP_LABELS.map(label => labels[label]).find(Boolean);
}

/** What series may call a workload; gateways of some meshes by what they are. */
function namesOf(workload: WorkloadModel, queries: QueriesByMesh): Set<string> {
  const own = gatewayNameLabels(workload, queries);
  const names = workload.labelSets.flatMap(labels => [
    appOf(labels),
    ...own.map(label => labels[label]),
  ]);
  return new Set(names.filter(name => name !== undefined));
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function byApp(workloads: readonly WorkloadModel[], queries: QueriesByMesh) {
  const all = new Map<string, Set<WorkloadModel>>();
  for (const workload of workloads) {
    for (const app of namesOf(workload, queries)) {
      const key = `${workload.namespace}/${app}`;
      all.set(key, (all.get(key) ?? new Set()).add(workload));
    }
  }
  const only = new Map<string, WorkloadModel>();
  for (const [key, [first, ...others]] of all) {
    if (others.length === 0) only.set(key, first);
  }
  return only;
}

function servicesOf(model: ClusterModel) {
  const names = new Map<string, string[]>();
  for (const { name, workloads, standsFor } of model.services) {
    for (const key of standsFor ? [] : workloads) push(names, key, name);
  }
  for (const list of names.values()) list.sort();
  return names;
}

function byNameAlone({ services }: ClusterModel, queries: QueriesByMesh) {
  const found = new Map<string, ServiceModel[]>();
  for (const service of services) {
    for (const { mesh, pods } of service.membership) {
      if (pods.enrolled > 0 && queries.get(mesh)?.namesAreEnough) {
        push(found, `${mesh}/${service.name}`, service);
      }
    }
  }
  return found;
}

function partsIn(model: ClusterModel, queries: QueriesByMesh): ClusterParts {
  const workloads = [...model.workloads.values()];
  return {
    workloads: new Map(
      workloads.map(one => [`${one.namespace}/${one.name}`, one]),
    ),
    byPod: new Map(
      workloads.flatMap(one =>
        (one.podNames ?? []).map(
          pod => [`${one.namespace}/${pod}`, one] as const,
        ),
      ),
    ),
    byApp: byApp(workloads, queries),
    servicesOf: servicesOf(model),
    byNameAlone: byNameAlone(model, queries),
  };
}

const remembered = new WeakMap<
  ClusterModel,
  { readonly queries: QueriesByMesh; readonly parts: ClusterParts }
>();

/** Looks up what series name; neither models nor meshes ever change. */
export function clusterParts(
  model: ClusterModel,
  queries: QueriesByMesh,
): ClusterParts {
  const before = remembered.get(model);
  if (before?.queries === queries) return before.parts;
  const parts = partsIn(model, queries);
  remembered.set(model, { queries, parts });
  return parts;
}
