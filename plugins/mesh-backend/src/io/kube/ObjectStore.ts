import { isDeepStrictEqual } from 'node:util';
import { text, type Text } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { KeepsAnnotation } from './keptAnnotations';
import type { KindCondition, KindSink, ListSink } from './KindSink';
import { objectKey } from './rawObject';
import { GarbageError } from './requestErrors';
import { SharedParts } from './SharedParts';
import { trimObject } from './trimObject';

export interface ObjectStoreOptions {
  readonly kind: WatchedKind;
  readonly keeps: KeepsAnnotation;
  /** Called when an object or the condition differs from what was known. */
  readonly onChange: () => void;
}

function nameOf(object: unknown): string {
  const key = objectKey(object);
  if (key === undefined) throw new GarbageError('An object without a name');
  return key;
}

/**
 * The objects of one kind in one cluster, trimmed and parsed once on arrival. An event
 * that leaves the trimmed object equal is no change.
 */
export class ObjectStore implements KindSink {
  private objects = new Map<string, unknown>();
  private unreadable = new Set<string>();
  private readonly parts = new SharedParts();
  private condition: KindCondition = { status: 'syncing' };
  private current: KindState | undefined;

  constructor(private readonly options: ObjectStoreOptions) {}

  state(): KindState {
    this.current ??= { ...this.trust(), items: [...this.objects.values()] };
    return this.current;
  }

  /** The condition, or that some objects are left out. */
  trust(): KindCondition {
    const { status, reason = this.leftOut(), observedAt } = this.condition;
    return { status, reason, observedAt };
  }

  /** Number of objects that are kept. */
  size(): number {
    return this.objects.size;
  }

  /** Collects a whole list aside: what is known stays until it is complete. */
  beginList(): ListSink {
    const objects = new Map<string, unknown>();
    const unreadable = new Set<string>();
    return {
      add: object => {
        const key = objectKey(object) ?? `#${unreadable.size}`;
        const parsed = this.parse(object);
        if (parsed.success) objects.set(key, this.reuse(key, parsed.data));
        else unreadable.add(key);
      },
      commit: () => this.replace(objects, unreadable),
    };
  }

  upsert(object: unknown): void {
    const key = nameOf(object);
    const parsed = this.parse(object);
    if (!parsed.success) {
      const known = this.objects.delete(key);
      if (known || !this.unreadable.has(key)) {
        this.unreadable.add(key);
        this.changed();
      }
      return;
    }
    const wasUnreadable = this.unreadable.delete(key);
    const next = this.reuse(key, parsed.data);
    if (next === this.objects.get(key) && !wasUnreadable) return;
    this.objects.set(key, next);
    this.changed();
  }

  remove(object: unknown): void {
    const key = nameOf(object);
    const known = this.objects.delete(key);
    if (this.unreadable.delete(key) || known) this.changed();
  }

  clear(): void {
    this.replace(new Map(), new Set());
  }

  setCondition(condition: KindCondition): void {
    if (isDeepStrictEqual(condition, this.condition)) return;
    this.condition = condition;
    this.changed();
  }

  private replace(objects: Map<string, unknown>, unreadable: Set<string>) {
    const same =
      objects.size === this.objects.size &&
      [...objects].every(([key, value]) => this.objects.get(key) === value) &&
      isDeepStrictEqual(unreadable, this.unreadable);
    if (same) return;
    this.objects = objects;
    this.unreadable = unreadable;
    this.changed();
  }

  private changed(): void {
    this.current = undefined;
    this.options.onChange();
  }

  /** The object already known under `key` where it is equal, so that equality is identity. */
  private reuse(key: string, object: unknown): unknown {
    const known = this.objects.get(key);
    return isDeepStrictEqual(known, object)
      ? known
      : this.parts.share(object, known);
  }

  private parse(
    object: unknown,
  ): { success: true; data: unknown } | { success: false } {
    try {
      const trimmed = trimObject(object, this.options.keeps);
      return this.options.kind.schema.safeParse(trimmed);
    } catch {
      // A schema of a mesh from outside may throw: its object counts as unreadable.
      return { success: false };
    }
  }

  private leftOut(): Text | undefined {
    const count = this.unreadable.size;
    const { plural } = this.options.kind;
    return count
      ? text('part.unreadable-objects', { count, plural })
      : undefined;
  }
}
