import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import { isGateway } from './gatewayKinds';

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
  /** Services that Consul has, by name alone: it does not say their namespace. */
  readonly inConsul: ReadonlyMap<string, readonly ServiceModel[]>;
}

/** Labels of which Hubble and Consul take a name, the first that there is. */
const APP_LABELS = ['app', 'k8s-app', 'app.kubernetes.io/name'];

function appOf(labels: Readonly<Record<string, string>>): string | undefined {
  return APP_LABELS.map(label => labels[label]).find(Boolean);
}

/** Gateways of Consul are called by what they are, which another label says. */
function namesOf(
  labels: Readonly<Record<string, string>>,
  workload: WorkloadModel,
): string[] {
  const own = isGateway(workload) ? [labels.component] : [];
  return [appOf(labels), ...own].filter(name => name !== undefined);
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function byApp(workloads: readonly WorkloadModel[]) {
  const all = new Map<string, Set<WorkloadModel>>();
  for (const workload of workloads) {
    for (const app of new Set(
      workload.labelSets.flatMap(labels => namesOf(labels, workload)),
    )) {
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

function inConsul({ services }: ClusterModel) {
  const found = new Map<string, ServiceModel[]>();
  for (const service of services) {
    const isKnown = service.membership.some(
      ({ mesh, pods }) => mesh === 'consul' && pods.enrolled > 0,
    );
    if (isKnown) push(found, service.name, service);
  }
  return found;
}

function partsIn(model: ClusterModel): ClusterParts {
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
    byApp: byApp(workloads),
    servicesOf: servicesOf(model),
    inConsul: inConsul(model),
  };
}

const remembered = new WeakMap<ClusterModel, ClusterParts>();

/** Looks up what series name; models never change. */
export function clusterParts(model: ClusterModel): ClusterParts {
  const parts = remembered.get(model) ?? partsIn(model);
  remembered.set(model, parts);
  return parts;
}
