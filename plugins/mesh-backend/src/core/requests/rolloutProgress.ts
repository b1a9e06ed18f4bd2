import { type KubernetesObject, valueAt } from './liveObject';
import { restartedAtPath } from './restart';

/** How far a restart has come. `stuck`: its controller has given up. */
export type RolloutProgress = 'under-way' | 'done' | 'stuck';

function numberAt(object: KubernetesObject, ...path: string[]): number {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : 0;
}

function hasGivenUp(object: KubernetesObject): boolean {
  const conditions = valueAt(object, ['status', 'conditions']);
  return (
    Array.isArray(conditions) &&
    conditions.some(
      condition =>
        valueAt(condition, ['reason']) === 'ProgressDeadlineExceeded',
    )
  );
}

/** Pods wanted, pods of the present template, and ready ones of all; by kind. */
function countsOf(object: KubernetesObject) {
  if (valueAt(object, ['kind']) === 'DaemonSet') {
    return {
      wanted: numberAt(object, 'status', 'desiredNumberScheduled'),
      all: numberAt(object, 'status', 'currentNumberScheduled'),
      updated: numberAt(object, 'status', 'updatedNumberScheduled'),
      ready: numberAt(object, 'status', 'numberReady'),
    };
  }
  const asked = valueAt(object, ['spec', 'replicas']);
  return {
    wanted: typeof asked === 'number' ? asked : 1,
    all: numberAt(object, 'status', 'replicas'),
    updated: numberAt(object, 'status', 'updatedReplicas'),
    ready: numberAt(object, 'status', 'readyReplicas'),
  };
}

/**
 * Done once the controller has seen the object as it is, and all pods are ready ones of its
 * present template, with none of an older one left. An object of which the restart is
 * not there (any more) is not restarted.
 */
export function rolloutProgress(
  object: KubernetesObject,
  restartedAt: string,
): RolloutProgress {
  if (valueAt(object, restartedAtPath) !== restartedAt) return 'stuck';
  const observed = numberAt(object, 'status', 'observedGeneration');
  if (observed < numberAt(object, 'metadata', 'generation')) return 'under-way';
  const { wanted, all, updated, ready } = countsOf(object);
  if (updated >= wanted && ready >= wanted && all <= wanted) return 'done';
  return hasGivenUp(object) ? 'stuck' : 'under-way';
}
