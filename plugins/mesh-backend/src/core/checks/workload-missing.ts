import {
  type Check,
  daemonSetKind,
  deploymentKind,
  statefulSetKind,
} from '@meshport/plugin-mesh-node';
import { finding, found, named } from './engine/outcomes';

/**
 * A restart of something that is not there would make it.
 */
export const workloadMissing: Check = {
  id: 'workload-missing',
  title: 'There is no such workload',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [deploymentKind, statefulSetKind, daemonSetKind],
  appliesTo: (_, { form }) => form.kind === 'workload-restart',
  evaluate: (_, { changes }) =>
    found(
      changes
        .filter(({ uid }) => uid === undefined)
        .map(({ object }) =>
          finding('workload-missing', {
            subject: object,
            evidence: [],
            params: { workload: named(object) },
          }),
        ),
    ),
};
