import { objectKey } from '@meshport/plugin-mesh-common';
import {
  type Check,
  daemonSetKind,
  deploymentKind,
  statefulSetKind,
} from '@meshport/plugin-mesh-node';
import { finding, found, named } from './engine/outcomes';

/**
 * A paused Deployment makes no new pods, and OnDelete replaces none by itself.
 */
export const restartWithoutEffect: Check = {
  id: 'restart-without-effect',
  title: 'A restart would not replace pods',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [deploymentKind, statefulSetKind, daemonSetKind],
  appliesTo: (_, { changes }) =>
    changes.some(({ operation }) => operation === 'restart'),
  evaluate: (_, { changes, workloads }) => {
    const restarted = new Set(
      changes
        .filter(({ operation }) => operation === 'restart')
        .map(({ object }) => objectKey(object)),
    );
    return found(
      workloads
        .filter(
          ({ workload: { ref, paused, updateStrategy } }) =>
            restarted.has(objectKey(ref)) &&
            (paused || updateStrategy === 'OnDelete'),
        )
        .map(({ workload: { ref } }) =>
          finding('restart-without-effect', {
            subject: ref,
            params: { workload: named(ref) },
          }),
        ),
    );
  },
};
