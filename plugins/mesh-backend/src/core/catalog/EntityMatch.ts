import type { EntityMesh, Text } from '@meshport/plugin-mesh-common';

/** What is read of a catalog entity: input of {@link matchServices}. */
export interface CatalogEntity {
  /** `component:default/cart`, lower case. */
  readonly ref: string;
  /** Lower case: `component`, `resource`, `api`, `system`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Entity refs of all owners. */
  readonly owners: readonly string[];
  /** Entity refs of its parts; only systems have some. */
  readonly parts: readonly string[];
  /** Entity refs of what it declares to need. */
  readonly dependsOn?: readonly string[];
  /** Entity refs of APIs that it declares to call. */
  readonly consumesApis?: readonly string[];
  /** Of an API: entity refs of what provides it. */
  readonly providers?: readonly string[];
}

/** What one entity has in the clusters: output of {@link matchServices}. */
export interface EntityMatch {
  readonly entityRef: string;
  readonly matchedBy: EntityMesh['matchedBy'];
  /** What was searched, in words, and what is wrong with an annotation, if so. */
  readonly lookedFor: Text;
  readonly owners: readonly string[];
  /** Clusters in which it was looked for. */
  readonly clusters: readonly string[];
  readonly services: readonly {
    readonly cluster: string;
    readonly namespace: string;
    readonly name: string;
  }[];
  /** Matching workloads that no Service selects; `key` as in the cluster's model. */
  readonly workloads: readonly {
    readonly cluster: string;
    readonly key: string;
  }[];
}
