import type { DaemonSet, Deployment, StatefulSet } from '../kinds/schema';

/** Pods of a controller are being replaced by pods of its present template. */
export interface Rollout {
  /**
   * `stuck`: none has become ready within the Deployment's deadline
   * (ProgressDeadlineExceeded). Other kinds have no deadline.
   */
  readonly state: 'under-way' | 'stuck';
  /** Pods that the controller wants. */
  readonly wanted: number;
  /** Pods that are still to be replaced. */
  readonly outdated: number;
}

interface Observable {
  readonly metadata: { readonly generation?: number };
  readonly status: { readonly observedGeneration?: number };
}

/** Has the controller acted upon the object as it is? Undefined where it never says. */
function isObserved({ metadata, status }: Observable): boolean | undefined {
  if (status.observedGeneration === undefined) return undefined;
  return (metadata.generation ?? 0) <= status.observedGeneration;
}

function rolloutOf(
  object: Observable,
  counts: { wanted: number; outdated: number; isStuck?: boolean },
): Rollout | undefined {
  const { wanted, isStuck = false } = counts;
  const observed = isObserved(object);
  if (observed === undefined || wanted === 0) return undefined;
  // What the status says is of the template before: all pods may have to go.
  const outdated = observed ? counts.outdated : wanted;
  if (outdated <= 0) return undefined;
  return {
    state: observed && isStuck ? 'stuck' : 'under-way',
    wanted,
    outdated,
  };
}

/** Undefined where none is under way, and while rollouts are paused. */
export function rolloutOfDeployment(
  deployment: Deployment,
): Rollout | undefined {
  const { spec, status } = deployment;
  if (spec.paused) return undefined;
  const { replicas = 0, updatedReplicas = 0 } = status;
  return rolloutOf(deployment, {
    wanted: spec.replicas ?? 1,
    // Pods that are merely missing, after scaling up, are nobody's to replace.
    outdated: replicas - updatedReplicas,
    isStuck: status.conditions.some(
      ({ reason }) => reason === 'ProgressDeadlineExceeded',
    ),
  });
}

/** Undefined too where pods are replaced by hand, or a partition holds some back. */
export function rolloutOfStatefulSet(set: StatefulSet): Rollout | undefined {
  const { replicas = 1, updateStrategy } = set.spec;
  const { updatedReplicas = 0, currentRevision, updateRevision } = set.status;
  const { type = 'RollingUpdate', rollingUpdate } = updateStrategy;
  if (type !== 'RollingUpdate' || rollingUpdate.partition) return undefined;
  return rolloutOf(set, {
    wanted: replicas,
    outdated:
      currentRevision === updateRevision ? 0 : replicas - updatedReplicas,
  });
}

/** Undefined too where pods are replaced by hand. */
export function rolloutOfDaemonSet(set: DaemonSet): Rollout | undefined {
  const {
    desiredNumberScheduled = 0,
    currentNumberScheduled = 0,
    updatedNumberScheduled = 0,
  } = set.status;
  const { type = 'RollingUpdate' } = set.spec.updateStrategy;
  if (type !== 'RollingUpdate') return undefined;
  return rolloutOf(set, {
    wanted: desiredNumberScheduled,
    outdated: currentNumberScheduled - updatedNumberScheduled,
  });
}
