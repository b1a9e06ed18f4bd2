import type { Cluster } from '@meshport/plugin-mesh-common';

export interface MeshColumn {
  readonly id: string;
  readonly title: string;
}

/** The meshes that are installed anywhere, in the order of their names. */
export function meshColumns(clusters: readonly Cluster[]): MeshColumn[] {
  const titles = new Map(
    clusters
      .flatMap(({ meshes }) => meshes)
      .map(({ mesh, title }) => [mesh, title]),
  );
  return [...titles]
    .map(([id, title]) => ({ id, title }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
