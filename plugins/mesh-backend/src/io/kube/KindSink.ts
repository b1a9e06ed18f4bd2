import type { Text } from '@meshport/plugin-mesh-common';
import type { KindStatus } from '@meshport/plugin-mesh-node';

/** How far the objects of a kind can be trusted at present. */
export interface KindCondition {
  readonly status: KindStatus;
  readonly reason?: Text;
  /** ISO; when the objects were last known to be right. */
  readonly observedAt?: string;
}

/** Takes one list, page by page; nothing of it counts before `commit`. */
export interface ListSink {
  add(object: unknown): void;
  /** The list is complete: what is not in it is gone. */
  commit(): void;
}

/** Where a Reflector puts what it reads of one kind, as the API server sent it. */
export interface KindSink {
  beginList(): ListSink;
  /**
   * An object that cannot be read is left out, also where it could be before. Throws a
   * GarbageError for one without a name: there is no telling which one it is.
   */
  upsert(object: unknown): void;
  /** Throws as `upsert` does. */
  remove(object: unknown): void;
  /** The kind is not served: it has no objects. */
  clear(): void;
  setCondition(condition: KindCondition): void;
}
