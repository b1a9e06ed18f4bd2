import { isDeepStrictEqual } from 'node:util';

/** So many parts are remembered, and as many of before; pods of one owner come one after the other. */
const REMEMBERED = 1_024;

/** Above this an object is its kind's: metadata, spec and status, of which no two are equal. */
const SHARED_FROM_DEPTH = 2;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === Array.prototype ||
    prototype === null
  );
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function isEqual(before: unknown, value: object): before is object {
  return isDeepStrictEqual(before, value);
}

/**
 * Lets equal parts of objects be one and the same: the containers, labels and owners of
 * the pods of a Deployment, which are most of what is kept of a cluster. Objects are
 * never changed once they are there, so nobody can tell.
 */
export class SharedParts {
  private recent = new Map<string, object>();
  private older: ReadonlyMap<string, object> = new Map();

  /**
   * The value itself, or an equal one made of parts that were seen before: lately, or in
   * `before`, what the same object was until now. Of an object that changes after days
   * the others of its owner are long forgotten, but it still has its parts with them.
   */
  share<T>(value: T, before?: unknown): T;
  share(value: unknown, before?: unknown): unknown {
    return this.shared({ value, before }, 0).value;
  }

  /** `isJson`: its JSON says all of it, so that equal JSON means equal values. */
  private shared(
    { value, before }: { value: unknown; before: unknown },
    depth: number,
  ): { value: unknown; isJson: boolean } {
    if (typeof value !== 'object' || value === null) {
      return { value, isJson: true };
    }
    if (!isPlain(value)) return { value, isJson: false };
    const whole = this.withSharedParts(value, { before, depth });
    if (!whole.isJson || depth < SHARED_FROM_DEPTH) return whole;
    return { value: this.known(whole.value, before), isJson: true };
  }

  private withSharedParts(
    value: object,
    { before, depth }: { before: unknown; depth: number },
  ): { value: object; isJson: boolean } {
    let isJson = true;
    let copy: Record<string, unknown> | undefined;
    for (const [key, part] of Object.entries(value)) {
      if (typeof part !== 'object' || part === null) continue;
      const known = partOf(before, key);
      const next = this.shared({ value: part, before: known }, depth + 1);
      isJson &&= next.isJson;
      if (next.value !== part) {
        copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<
          string,
          unknown
        >;
        copy[key] = next.value;
      }
    }
    return { value: copy ?? value, isJson };
  }

  private known(value: object, before: unknown): object {
    const key = JSON.stringify(value);
    const found =
      this.recent.get(key) ??
      this.older.get(key) ??
      (isEqual(before, value) ? before : value);
    if (this.recent.size >= REMEMBERED) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(key, found);
    return found;
  }
}
