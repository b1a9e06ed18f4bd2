import type { KubeObject } from './KubeObject.ts';

/** The current objects of a cluster, by kind. */
export class Collections {
  private readonly objects = new Map<string, Map<string, KubeObject>>();
  private readonly sortedLists = new Map<string, readonly KubeObject[]>();

  get(
    resource: string,
    ref: { namespace?: string; name: string },
  ): KubeObject | undefined {
    return this.objects.get(resource)?.get(keyOf(ref));
  }

  set(resource: string, object: KubeObject): void {
    const collection = this.objects.get(resource) ?? new Map();
    this.objects.set(resource, collection);
    collection.set(keyOf(object.metadata), object);
    this.sortedLists.delete(resource);
  }

  delete(resource: string, object: KubeObject): void {
    this.objects.get(resource)?.delete(keyOf(object.metadata));
    this.sortedLists.delete(resource);
  }

  /** In the order of etcd's keys: by namespace, then by name. */
  sorted(resource: string): readonly KubeObject[] {
    const known = this.sortedLists.get(resource);
    if (known) return known;
    const list = sortByKey(this.objects.get(resource) ?? new Map());
    this.sortedLists.set(resource, list);
    return list;
  }

  /** The objects of a kind by key, to be altered at will. */
  copy(resource: string): Map<string, KubeObject> {
    return new Map(this.objects.get(resource));
  }
}

function keyOf(ref: { namespace?: string; name: string }): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}

/** The key of an object within its kind; also what `continue` tokens point to. */
export function keyOfObject(object: KubeObject): string {
  return keyOf(object.metadata);
}

export function sortByKey(
  objects: ReadonlyMap<string, KubeObject>,
): readonly KubeObject[] {
  return [...objects.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, object]) => object);
}
