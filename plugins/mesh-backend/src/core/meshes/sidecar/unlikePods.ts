import type { Pod } from '@meshport/plugin-mesh-node';

function isAlike(a: Pod, b: Pod): boolean {
  return (
    a.metadata.labels === b.metadata.labels &&
    a.metadata.annotations === b.metadata.annotations &&
    a.spec.containers === b.spec.containers &&
    a.spec.initContainers === b.spec.initContainers
  );
}

/**
 * Without those pods of a workload that have the labels, annotations and containers of
 * the one before: what follows from these need not be found out for each of hundreds.
 * They are compared by identity, as what is read of pods of one owner shares its parts.
 */
export function unlikePods<Item extends { readonly pod: Pod }>(
  pods: readonly Item[],
): Item[] {
  return pods.filter(
    ({ pod }, index) => index === 0 || !isAlike(pod, pods[index - 1].pod),
  );
}
