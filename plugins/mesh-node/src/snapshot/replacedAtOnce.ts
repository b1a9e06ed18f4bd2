import type { DaemonSet, Deployment } from '../kinds/schema';

/** Pods that a number or share (`25%`) of `all` stands for. */
function podsOf(
  value: number | string,
  all: number,
  round: (pods: number) => number,
): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * all) / 100);
}

/**
 * How many pods a rolling update of a Deployment replaces at the same time: those that
 * it may add (a share is rounded up) and those that it may take away (rounded down);
 * 25 % of each unless it says otherwise.
 */
export function replacedByDeployment({
  replicas = 1,
  strategy: { rollingUpdate },
}: Deployment['spec']): number {
  const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate;
  const pods =
    podsOf(maxSurge, replicas, Math.ceil) +
    podsOf(maxUnavailable, replicas, Math.floor);
  return Math.max(1, pods);
}

/** The same of a DaemonSet on `nodes` nodes: one, without adding any, unless it says. */
export function replacedByDaemonSet(
  { updateStrategy: { rollingUpdate } }: DaemonSet['spec'],
  nodes: number,
): number {
  const { maxSurge = 0, maxUnavailable = 1 } = rollingUpdate;
  const surge = podsOf(maxSurge, nodes, Math.ceil);
  // One of the two is zero: a DaemonSet either adds first or takes away first.
  return Math.max(1, surge || podsOf(maxUnavailable, nodes, Math.ceil));
}
