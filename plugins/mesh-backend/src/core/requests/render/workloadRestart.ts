import { phaseOf, restartOf } from './changes';
import type { Render } from './Rendered';

/** Workload by workload, in the order in which they were named. */
export const renderWorkloadRestart: Render<'workload-restart'> = ({
  clusters,
  namespace,
  workloads,
}) => [
  {
    ...phaseOf('restart', 'restart'),
    changes: clusters.flatMap(cluster =>
      workloads.map(({ kind, name }) =>
        restartOf({ cluster, apiVersion: 'apps/v1', kind, namespace, name }),
      ),
    ),
  },
];
