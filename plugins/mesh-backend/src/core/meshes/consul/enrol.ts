import { text } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Enrolment,
  Workload,
} from '@meshport/plugin-mesh-node';
import { templateFix } from '../sidecar/fixes';
import { takenBy } from './controlPlane';
import { ignoredBy } from './intent';
import { INJECT } from './names';

/**
 * How to have pods injected: Consul has no switch for namespaces, each workload asks by
 * itself. Undefined where no injector is there, and for namespaces that it leaves out.
 */
export function enrol(
  snapshot: ClusterSnapshot,
  namespace: string,
  workload?: Workload,
): Enrolment | undefined {
  const injector = takenBy(snapshot);
  if (!injector) return undefined;
  if (ignoredBy(injector, namespace, snapshot.namespace(namespace))) {
    return undefined;
  }
  if (!workload) {
    return {
      text: text('fix.consul-annotate-workloads', { namespace }),
      effect: text('effect.consul-rollout'),
    };
  }
  return templateFix(snapshot.cluster.kubectlContext, workload, {
    id: 'fix.consul-annotate-template',
    template: { metadata: { annotations: { [INJECT]: 'true' } } },
    adds: true,
  });
}
