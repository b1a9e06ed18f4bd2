import type { Footprint } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  nodeKind,
  parseQuantity,
} from '@meshport/plugin-mesh-node';
import type { AdaptedMesh } from './namespaces';

/** What all nodes can give; undefined where they cannot be read, or there are none. */
function allocatable(snapshot: ClusterSnapshot) {
  const nodes = snapshot.kind(nodeKind);
  if (!isReadable(nodes) || nodes.items.length === 0) return undefined;
  const sum = (read: 'cpu' | 'memory') =>
    nodes.items.reduce(
      (total, { status }) =>
        total + (parseQuantity(status.allocatable[read] ?? '') ?? 0),
      0,
    );
  return { cpuMillicores: 1000 * sum('cpu'), memoryBytes: sum('memory') };
}

/** What the meshes ask for, with their share of what the nodes can give. */
export function footprintOf(
  snapshot: ClusterSnapshot,
  adapted: readonly AdaptedMesh[],
): Footprint[] {
  const all = allocatable(snapshot);
  const share = (part: Pick<Footprint, 'cpuMillicores' | 'memoryBytes'>) =>
    all && all.cpuMillicores > 0 && all.memoryBytes > 0
      ? Math.max(
          part.cpuMillicores / all.cpuMillicores,
          part.memoryBytes / all.memoryBytes,
        )
      : undefined;
  return adapted.flatMap(({ fragment }) =>
    (fragment.footprint ?? []).map(part => {
      const shareOfAllocatable = share(part);
      return shareOfAllocatable === undefined
        ? part
        : { ...part, shareOfAllocatable };
    }),
  );
}
