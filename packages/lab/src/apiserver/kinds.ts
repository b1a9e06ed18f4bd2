import type { FieldSelectorPaths } from './selectors.ts';
import { qualifiedName } from './StatusError.ts';

export type Subresource = 'status' | 'scale';

/** One kind that a cluster serves. Kinds are data: what a cluster knows is a list of these. */
export interface ResourceKind {
  /** Empty for the core group. */
  group: string;
  /** Served versions; the first is preferred and is the one objects are stored in. They differ in name only. */
  versions: readonly string[];
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames?: readonly string[];
  categories?: readonly string[];
  subresources?: readonly Subresource[];
  /** Whether `metadata.generation` counts the changes of anything but metadata and status. */
  generation?: boolean;
  /** Served from a CustomResourceDefinition on a real server: no strategic merge patch, lists in managed fields are atomic. */
  custom?: boolean;
  /** Fields beyond `metadata.name` and `metadata.namespace` that a field selector may name. */
  selectableFields?: FieldSelectorPaths;
}

/** Identifies one object; `resource` is a kind's id such as `pods` or `deployments.apps`. */
export interface ObjectRef {
  resource: string;
  namespace?: string;
  name: string;
}

/** `deployments.apps`, or `pods` for a core kind: the form in which kubectl and RBAC messages write it. */
export function resourceId(kind: { group: string; plural: string }): string {
  return qualifiedName(kind);
}

export function storageApiVersion(kind: ResourceKind): string {
  return apiVersionOf(kind.group, kind.versions[0]);
}

export function apiVersionOf(group: string, version: string): string {
  return group ? `${group}/${version}` : version;
}

/** What a cluster serves at the moment; kinds may come and go as CustomResourceDefinitions do. */
export class KindRegistry {
  private readonly kinds = new Map<string, ResourceKind>();

  constructor(kinds: Iterable<ResourceKind>) {
    for (const kind of kinds) this.add(kind);
  }

  add(kind: ResourceKind): void {
    this.kinds.set(resourceId(kind), kind);
  }

  remove(id: string): void {
    this.kinds.delete(id);
  }

  get(id: string): ResourceKind | undefined {
    return this.kinds.get(id);
  }

  find(options: {
    group: string;
    version: string;
    plural: string;
  }): ResourceKind | undefined {
    const kind = this.kinds.get(resourceId(options));
    return kind?.versions.includes(options.version) ? kind : undefined;
  }

  /** The kind that an object claims to be, by its apiVersion and kind. */
  ofObject(object: {
    apiVersion?: string;
    kind?: string;
  }): ResourceKind | undefined {
    return this.all().find(
      k =>
        k.kind === object.kind &&
        k.versions.some(v => apiVersionOf(k.group, v) === object.apiVersion),
    );
  }

  all(): ResourceKind[] {
    return [...this.kinds.values()];
  }
}

/** What is particular to a kind; the rest follows from its group and its name. */
export type KindEntry = Pick<ResourceKind, 'plural' | 'kind'> &
  Partial<Omit<ResourceKind, 'group' | 'versions'>>;

/** Kinds of one group that are served in the same versions; in namespaces unless they say otherwise. */
export function kindsInGroup(
  group: string,
  versions: readonly string[],
  entries: readonly KindEntry[],
): ResourceKind[] {
  return entries.map(entry => ({
    group,
    versions,
    singular: entry.kind.toLowerCase(),
    namespaced: true,
    ...entry,
  }));
}
