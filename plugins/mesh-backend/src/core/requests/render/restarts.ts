import {
  restartableKindSchema,
  type ObjectRef,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import { phaseOf, restartOf } from './changes';
import type { RenderedPhase, Snapshots } from './Rendered';

const LABEL_INJECT = 'sidecar.istio.io/inject';
const LINKERD_INJECT = 'linkerd.io/inject';

/** Whether the template says that its pods are to have no proxy. */
export function optsOut({ template }: Workload, mesh: string): boolean {
  const { labels, annotations } = template.metadata;
  return mesh === 'istio'
    ? labels[LABEL_INJECT] === 'false' ||
        (labels[LABEL_INJECT] === undefined &&
          annotations[LABEL_INJECT] === 'false')
    : annotations[LINKERD_INJECT] === 'disabled';
}

function isRestartable({ ref }: Workload): boolean {
  return restartableKindSchema.safeParse(ref.kind).success;
}

/**
 * Controllers of a namespace whose next pods an injector treats otherwise: those that opt
 * out, and pods on the host's network, stay as they are.
 */
function injectedWorkloads(
  snapshot: ClusterSnapshot,
  { namespace, mesh }: { namespace: string; mesh: string },
): ObjectRef[] {
  return snapshot.workloads
    .filter(
      workload =>
        workload.namespace === namespace &&
        isRestartable(workload) &&
        !workload.template.spec.hostNetwork &&
        !optsOut(workload, mesh),
    )
    .map(({ ref }) => ref);
}

/** The last phase of what pods have to be made anew for; an owner lets it run. */
export function restartPhase(
  snapshots: Snapshots,
  form: { clusters: string[]; namespace: string; mesh: string },
  waitFor: string,
): RenderedPhase {
  const { clusters, namespace, mesh } = form;
  return {
    ...phaseOf('restart', 'restart', { approval: 'own', waitFor }),
    changes: clusters
      .flatMap(cluster => snapshots.get(cluster) ?? [])
      .flatMap(snapshot => injectedWorkloads(snapshot, { namespace, mesh }))
      .map(restartOf),
  };
}
