import type { WorkloadView } from '@meshport/plugin-mesh-common';
import type { EntityMatch } from '../catalog/EntityMatch';
import type { WorkloadModel } from '../model/ClusterModel';
import { claimedTogether, claimsBy, place, type ReadCluster } from './claims';
import { declaredOwners } from './declaredOwners';
import { meshesOf } from './states';
import type { LooseWorkload } from './World';

export function workloadView(workload: WorkloadModel): WorkloadView {
  return {
    ref: workload.ref,
    membership: [...workload.membership],
    posture: workload.posture,
  };
}

/** Workloads that entities match without a Service, by {@link place}. */
export function looseWorkloads(
  clusters: readonly ReadCluster[],
  matches: readonly EntityMatch[],
): ReadonlyMap<string, LooseWorkload> {
  const claims = claimsBy(matches, match =>
    match.workloads.map(({ cluster, key }) => place(cluster, key)),
  );
  const entries = new Map<string, LooseWorkload>();
  if (claims.size === 0) return entries;
  for (const { view, model } of clusters) {
    for (const workload of model.workloads.values()) {
      const at = place(view.name, workload.key);
      const matching = claims.get(at);
      if (!matching) continue;
      const { entityRefs, owners } = claimedTogether(matching);
      entries.set(at, {
        resource: {
          cluster: view.name,
          set: view.set,
          namespace: workload.namespace,
          name: workload.name,
          owners,
          namespaceOwners: declaredOwners(model, workload.namespace),
          meshes: meshesOf(workload.membership),
        },
        entityRefs,
        view: { ...workloadView(workload), set: view.set },
      });
    }
  }
  return entries;
}
