import type { Text } from '../model/text';
import { englishMessages } from './englishMessages';

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Values that a sentence can be filled with; times are ISO 8601 in UTC. */
export type TextParams = Record<string, string | number>;

/** True for the times that sentences carry: ISO 8601 in UTC. */
export function isTimeParam(value: string | number): value is string {
  return typeof value === 'string' && ISO_TIME.test(value);
}

/** `2026-11-14T08:00:12Z` -> `on 2026-11-14 at 08:00 UTC`. */
function absoluteTime(iso: string): string {
  return `on ${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`;
}

function pluralKey(id: string, params: TextParams): string {
  const suffix = params.count === 1 ? '_one' : '_other';
  return `${id}${suffix}` in englishMessages ? `${id}${suffix}` : id;
}

/**
 * Makes a {@link Text}: the id and params for pages, the English sentence for API
 * clients. `id` is a key of {@link englishMessages}, without its plural suffix
 * (`_one`, `_other`, chosen by `params.count`). An id that is not in the catalogue
 * (a mesh added from outside) needs its own `template`.
 */
export function text(
  id: string,
  params: TextParams = {},
  template?: string,
): Text {
  const sentence = template ?? englishMessages[pluralKey(id, params)] ?? id;
  const message = sentence.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name) => {
    const value = params[name] ?? '';
    return isTimeParam(value) ? absoluteTime(value) : String(value);
  });
  return { id, params, message };
}
