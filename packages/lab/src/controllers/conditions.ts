import { formatTime } from '../apiserver/KubeObject.ts';
import type { Condition } from './objects.ts';

/**
 * The conditions with one set: `lastTransitionTime` moves only when `status` changes. `updated` adds
 * `lastUpdateTime`, which Deployments have and which moves with every other change too.
 */
export function withCondition(
  conditions: readonly Condition[] = [],
  condition: {
    type: string;
    status: 'True' | 'False';
    reason: string;
    message: string;
  },
  options: { now: Date; updated?: boolean },
): Condition[] {
  const old = conditions.find(c => c.type === condition.type);
  const time = formatTime(options.now);
  const same = old?.status === condition.status;
  if (
    old &&
    same &&
    old.reason === condition.reason &&
    old.message === condition.message
  ) {
    return [...conditions];
  }
  const next: Condition = {
    type: condition.type,
    status: condition.status,
    ...(options.updated ? { lastUpdateTime: time } : {}),
    lastTransitionTime: same ? old.lastTransitionTime : time,
    reason: condition.reason,
    message: condition.message,
  };
  return [...conditions.filter(c => c.type !== condition.type), next];
}

export function withoutCondition(
  conditions: readonly Condition[] = [],
  type: string,
): Condition[] {
  return conditions.filter(c => c.type !== type);
}
