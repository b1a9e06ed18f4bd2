import {
  objectKey,
  type Delivery,
  type DeliveryStep,
  type ExactChange,
} from '@meshport/plugin-mesh-common';

/** What a delivery of restarts does next. */
export type NextRestart =
  | { readonly kind: 'restart'; readonly change: ExactChange }
  | {
      readonly kind: 'observe';
      readonly change: ExactChange;
      /** What `restartedAt` was set to. */
      readonly restartedAt: string;
    }
  | { readonly kind: 'done' };

function stepsOf({ steps }: Delivery, change: ExactChange): DeliveryStep[] {
  const key = objectKey(change.object);
  return steps.filter(({ object }) => object && objectKey(object) === key);
}

function isOver(steps: readonly DeliveryStep[]): boolean {
  return steps.some(
    ({ name, result }) =>
      (name === 'observe' || name === 'skip') && result === 'done',
  );
}

/**
 * One workload after the other: the first that is not over is restarted, unless that was
 * done, and observed then. A step that has begun and not ended is the next one again.
 */
export function nextRestart(
  delivery: Delivery,
  changes: readonly ExactChange[],
): NextRestart {
  for (const change of changes) {
    const steps = stepsOf(delivery, change);
    if (isOver(steps)) continue;
    const restarted = steps.findLast(
      ({ name, result }) => name === 'restart' && result === 'done',
    );
    return restarted?.value === undefined
      ? { kind: 'restart', change }
      : { kind: 'observe', change, restartedAt: restarted.value };
  }
  return { kind: 'done' };
}
