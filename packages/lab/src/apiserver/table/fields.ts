import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { humanDuration } from './duration.ts';

export const NONE = '<none>';

/** The value at a path of field names, or `undefined`. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const field of path) {
    value = isJsonObject(value) ? value[field] : undefined;
  }
  return value;
}

export function numberAt(object: unknown, ...path: readonly string[]): number {
  const value = at(object, ...path);
  return typeof value === 'number' ? value : 0;
}

export function textAt(object: unknown, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' && value !== '' ? value : NONE;
}

export function objectsAt(
  object: unknown,
  ...path: readonly string[]
): JsonObject[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function ageOf(timestamp: unknown, now: Date): string {
  if (typeof timestamp !== 'string') return '<unknown>';
  return humanDuration(now.getTime() - Date.parse(timestamp));
}

/** `a,b` or `<none>`. */
export function joined(values: readonly string[]): string {
  return values.length > 0 ? values.join(',') : NONE;
}

/** `a,b,c + 2 more...` as endpoints and ports are shown. */
export function firstThree(values: readonly string[]): string {
  if (values.length === 0) return '<unset>';
  const more = values.length - 3;
  const shown = values.slice(0, 3).join(',');
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

export function containersOf(object: KubeObject): {
  names: string;
  images: string;
} {
  const template =
    at(object, 'spec', 'template') ??
    at(object, 'spec', 'jobTemplate', 'spec', 'template');
  const containers = objectsAt(template, 'spec', 'containers');
  return {
    names: joined(containers.map(c => String(c.name))),
    images: joined(containers.map(c => String(c.image))),
  };
}

/** `a=b,c=d` of a plain map. */
export function mapText(map: unknown): string {
  if (!isJsonObject(map)) return NONE;
  return joined(
    Object.entries(map)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${String(value)}`),
  );
}
