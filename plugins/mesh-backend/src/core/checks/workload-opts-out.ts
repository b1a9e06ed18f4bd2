import {
  type Check,
  deploymentKind,
  statefulSetKind,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { optsOut } from '../requests/render/restarts';
import { joins } from './engine/forms';
import { finding, found, named } from './engine/outcomes';

/** The label of the pod wins over that of its namespace (istio-cni, enablement selector). */
function refusesAmbient({ template }: Workload): boolean {
  return template.metadata.labels['istio.io/dataplane-mode'] === 'none';
}

/**
 * What a template says of its pods wins over its namespace: they stay outside (Istio's
 * webhook selectors, Linkerd pkg/inject/report.go).
 */
export const workloadOptsOut: Check = {
  id: 'workload-opts-out',
  title: 'A workload opts out',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [deploymentKind, statefulSetKind],
  appliesTo: (_, { form }) => joins(form) !== undefined,
  evaluate: (_, { form, workloads }) => {
    const profile = joins(form);
    const isOut = (workload: Workload) =>
      profile?.mode === 'ambient'
        ? refusesAmbient(workload)
        : optsOut(workload, profile?.mesh ?? '');
    return found(
      workloads
        .filter(({ workload }) => isOut(workload))
        .map(({ workload: { ref } }) =>
          finding('workload-opts-out', {
            subject: ref,
            params: { workload: named(ref) },
          }),
        ),
    );
  },
};
