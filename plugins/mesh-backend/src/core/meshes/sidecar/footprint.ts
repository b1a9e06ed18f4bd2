import {
  type Container,
  type MeshFragment,
  type Pod,
  requestsOf,
} from '@meshport/plugin-mesh-node';

type Part = NonNullable<MeshFragment['footprint']>[number];

/** Containers that run as long as the pod: its own, and native sidecars. */
function lastingContainers({ spec }: Pod): Container[] {
  const sidecars = spec.initContainers.filter(
    ({ restartPolicy }) => restartPolicy === 'Always',
  );
  return [...spec.containers, ...sidecars];
}

/** What some pods ask for a mesh; nothing where there are none. */
export function footprintPart(
  { mesh, part }: Pick<Part, 'mesh' | 'part'>,
  pods: readonly Pod[],
  containersOf: (pod: Pod) => readonly Container[] = lastingContainers,
): Part[] {
  if (pods.length === 0) return [];
  const requests = requestsOf(pods.flatMap(containersOf));
  return [{ mesh, part, pods: pods.length, ...requests }];
}
