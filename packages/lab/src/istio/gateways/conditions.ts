import { formatTime } from '../../apiserver/KubeObject.ts';
import type { Condition } from '../../controllers/objects.ts';

/** What a condition shall say. */
export interface Verdict {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
}

/**
 * The conditions with these verdicts in them, as istiod writes them: one that says the same stays as it is,
 * `lastTransitionTime` moves only with `status`, others keep their place.
 */
export function withVerdicts(
  conditions: readonly Condition[] = [],
  verdicts: readonly Verdict[],
  options: { observedGeneration?: number | string; now: Date },
): Condition[] {
  const { observedGeneration } = options;
  const result = [...conditions];
  for (const verdict of verdicts) {
    const index = result.findIndex(c => c.type === verdict.type);
    const old = result[index];
    const lastTransitionTime =
      old?.status === verdict.status && old.lastTransitionTime
        ? old.lastTransitionTime
        : formatTime(options.now);
    const next = {
      lastTransitionTime,
      message: verdict.message,
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      reason: verdict.reason,
      status: verdict.status,
      type: verdict.type,
    };
    if (old) result[index] = next;
    else result.push(next);
  }
  return result;
}

export function holds(type: string, reason: string, message: string): Verdict {
  return { type, status: 'True', reason, message };
}

export function fails(type: string, reason: string, message: string): Verdict {
  return { type, status: 'False', reason, message };
}
