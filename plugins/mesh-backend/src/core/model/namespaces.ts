import {
  type ClusterSnapshot,
  type MeshFragment,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import type { NamespaceModel } from './ClusterModel';
import { writerOf } from './writerOf';

export interface NamespaceRules {
  /** Says whether the configuration ignores a namespace. */
  readonly isIgnored: (namespace: string) => boolean;
  /** Annotation or label that names a namespace's owner. */
  readonly ownerKey: string;
}

/** What one mesh says of a cluster. */
export interface AdaptedMesh {
  readonly mesh: string;
  readonly fragment: MeshFragment;
}

/** The namespaces of a cluster, sorted by name; ignored ones included. */
export function namespacesOf(
  snapshot: ClusterSnapshot,
  adapted: readonly AdaptedMesh[],
  { isIgnored, ownerKey }: NamespaceRules,
): NamespaceModel[] {
  const asked = adapted.flatMap(({ mesh, fragment }) =>
    (fragment.namespaces ?? []).map(one => ({ ...one, mesh })),
  );
  return snapshot
    .kind(namespaceKind)
    .items.map(({ metadata }): NamespaceModel => {
      const { name, annotations, labels } = metadata;
      const owner = annotations[ownerKey] ?? labels[ownerKey];
      return {
        name,
        ignored: isIgnored(name),
        ...(owner ? { owner } : {}),
        terminating: metadata.deletionTimestamp !== undefined,
        asksFor: asked
          .filter(({ namespace }) => namespace === name)
          .map(({ mesh, mode }) => ({ mesh, mode })),
        writer: writerOf(metadata),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
