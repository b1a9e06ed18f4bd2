import {
  objectKey,
  type Affects,
  type Footprint,
  type ObjectRef,
  type PlannedPhase,
  type RequestForm,
} from '@meshport/plugin-mesh-common';
import { quotasLeft, tightest } from '../checks/engine/quota';
import type { PreflightCluster, PreflightInput } from './preflightInput';

function distinctRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(refs.map(ref => [objectKey(ref), ref])).values()];
}

function restartedIn(
  phases: readonly PlannedPhase[],
  cluster?: string,
): ObjectRef[] {
  const refs = phases
    .flatMap(({ changes }) => changes)
    .filter(({ operation }) => operation === 'restart')
    .map(({ object }) => object)
    .filter(ref => cluster === undefined || ref.cluster === cluster);
  return distinctRefs(refs);
}

function podsOf({ snapshot }: PreflightCluster, refs: ObjectRef[]): number {
  const keys = new Set(refs.map(objectKey));
  return snapshot.workloads
    .filter(({ ref }) => keys.has(objectKey(ref)))
    .reduce((sum, { pods, replicas }) => sum + (replicas ?? pods.length), 0);
}

/** A decision is about what stays: these are others an hour later. */
const COME_AND_GO = ['Job', 'Pod'];

/** Workloads behind the service that is offered, or all of the namespace. */
function concerned(form: RequestForm, cluster: PreflightCluster): ObjectRef[] {
  const { snapshot, model } = cluster;
  const here = snapshot.cluster.name;
  if (form.kind === 'workload-restart') return [];
  if ('clusters' in form) {
    return snapshot.workloads
      .filter(({ namespace }) => namespace === form.namespace)
      .map(({ ref }) => ref)
      .filter(({ kind }) => !COME_AND_GO.includes(kind));
  }
  if (!form.from.includes(here)) return [];
  const service = model?.services.find(
    ({ namespace, name }) =>
      namespace === form.namespace && name === form.service,
  );
  return (service?.workloads ?? []).flatMap(
    key => model?.workloads.get(key)?.ref ?? [],
  );
}

/** What one proxy asks for here, by those that the mesh has made; undefined without any. */
function perProxy(
  { model }: PreflightCluster,
  mesh: string,
): Pick<Footprint, 'cpuMillicores' | 'memoryBytes'> | undefined {
  const known = model?.footprint.find(
    one => one.mesh === mesh && one.part === 'proxies' && one.pods > 0,
  );
  return (
    known && {
      cpuMillicores: known.cpuMillicores / known.pods,
      memoryBytes: known.memoryBytes / known.pods,
    }
  );
}

/**
 * What the proxies that a cluster gets will ask for, by those that run there already;
 * none for requests that add no proxies, undefined where none runs to go by.
 */
export function addedFootprint(
  form: RequestForm,
  phases: readonly PlannedPhase[],
  cluster: PreflightCluster,
): Footprint | 'none' | undefined {
  if (form.kind !== 'namespace-onboard' || form.profile.mode !== 'sidecar') {
    return 'none';
  }
  const { mesh } = form.profile;
  const each = perProxy(cluster, mesh);
  if (!each) return undefined;
  const { name } = cluster.snapshot.cluster;
  const pods = podsOf(cluster, restartedIn(phases, name));
  return {
    ...{ mesh, part: 'proxies', pods },
    cpuMillicores: Math.round(pods * each.cpuMillicores),
    memoryBytes: Math.round(pods * each.memoryBytes),
  };
}

function summed(footprints: readonly Footprint[]): Footprint[] {
  const [first, ...rest] = footprints;
  if (!first) return [];
  return [
    rest.reduce(
      (sum, one) => ({
        ...sum,
        pods: sum.pods + one.pods,
        cpuMillicores: sum.cpuMillicores + one.cpuMillicores,
        memoryBytes: sum.memoryBytes + one.memoryBytes,
      }),
      first,
    ),
  ];
}

/** Whom and what a request concerns besides the objects that it changes. */
export function affectsOf(
  { form, clusters }: Pick<PreflightInput, 'form' | 'clusters'>,
  phases: readonly PlannedPhase[],
): Affects {
  const all = [...clusters.values()];
  const restarted = restartedIn(phases);
  const callers = all.flatMap(one => one.callers ?? []);
  const hidden = callers.filter(({ ref }) => ref === undefined).length;
  const added = all.flatMap(cluster => {
    const footprint = addedFootprint(form, phases, cluster);
    return footprint && footprint !== 'none' ? [{ cluster, footprint }] : [];
  });
  const quota = added.flatMap(({ cluster: { snapshot }, footprint }) =>
    tightest(
      snapshot.cluster.name,
      quotasLeft(snapshot, form.namespace, footprint),
    ),
  );
  return {
    owners: [...new Set(all.flatMap(({ owners }) => owners))].sort(),
    workloads: distinctRefs([
      ...all.flatMap(one => concerned(form, one)),
      ...restarted,
    ]),
    callers: distinctRefs(callers.flatMap(({ ref }) => ref ?? [])),
    ...(hidden > 0 ? { hiddenCallers: hidden } : {}),
    restarts: {
      workloads: restarted.length,
      pods: all.reduce((sum, one) => sum + podsOf(one, restarted), 0),
    },
    footprint: summed(added.map(({ footprint }) => footprint)),
    ...(quota.length > 0 ? { quota } : {}),
  };
}
