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

type Asked = NamespaceModel['asksFor'][number];

/** What namespaces ask for, by their names. */
function askedBy(
  adapted: readonly AdaptedMesh[],
): ReadonlyMap<string, readonly Asked[]> {
  const asked = new Map<string, Asked[]>();
  for (const { mesh, fragment } of adapted) {
    for (const { namespace, mode } of fragment.namespaces ?? []) {
      const known = asked.get(namespace) ?? [];
      asked.set(namespace, known);
      known.push({ mesh, mode });
    }
  }
  return asked;
}

/** The namespaces of a cluster, sorted by name; ignored ones included. */
export function namespacesOf(
  snapshot: ClusterSnapshot,
  adapted: readonly AdaptedMesh[],
  { isIgnored, ownerKey }: NamespaceRules,
): NamespaceModel[] {
  const asked = askedBy(adapted);
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
        asksFor: asked.get(name) ?? [],
        writer: writerOf(metadata),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
