import type { KeyboardEvent } from 'react';

/** What keys do in the list of requests. */
export type RequestKey =
  | 'next'
  | 'previous'
  | 'open'
  | 'approve'
  | 'reject'
  | 'ask-for-changes'
  | 'page'
  | 'help';

/** The keys by what they do; the first of each is the one to learn. */
export const REQUEST_KEYS: Readonly<Record<RequestKey, readonly string[]>> = {
  next: ['j', 'ArrowDown'],
  previous: ['k', 'ArrowUp'],
  open: ['Enter'],
  approve: ['a'],
  reject: ['r'],
  'ask-for-changes': ['c'],
  page: ['o'],
  help: ['?'],
};

const ALL = Object.keys(REQUEST_KEYS) as RequestKey[];

/**
 * What a key that was pressed in the list does. On a link or button in a row the Enter key
 * stays theirs, and combinations are the browser's.
 */
export function requestKeyOf(
  event: Pick<
    KeyboardEvent,
    'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'
  >,
): RequestKey | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const found = ALL.find(name => REQUEST_KEYS[name].includes(event.key));
  const isOnRow = event.target instanceof HTMLTableRowElement;
  return found === 'open' && !isOnRow ? undefined : found;
}

/** The request after (or before) one in the list; at its ends the same. */
export function neighbour(
  ids: readonly string[],
  id: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = id === undefined ? -1 : ids.indexOf(id);
  if (at === -1) return ids[0];
  return ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
}
