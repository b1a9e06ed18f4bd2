import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ deterministic: true, strict: true });

function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

/**
 * Canonical JSON: equal for equal values, whatever the order of their keys. Maps are
 * lists of entries, in their order. Throws on cycles, functions and big integers.
 */
export function canonicalJson(value: unknown): string {
  return stringify(value, plain) ?? 'undefined';
}

/** SHA-256 (hex) of a text. */
export function textHash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** SHA-256 (hex) of the canonical JSON of a value. */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value));
}
