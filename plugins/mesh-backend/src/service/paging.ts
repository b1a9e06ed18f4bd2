import { InputError } from '@backstage/errors';
import { contentHash } from '../core/contentHash';
import { decodeCursor, encodeCursor } from '../core/views/cursor';
import { type Order, pageOf, type SortedRow } from '../core/views/pages';

/** The asked-for page of a list, with the cursor of the next one. */
export function paged<Item>(
  rows: readonly SortedRow<Item>[],
  query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly order: Order;
  },
): { items: Item[]; total: number; nextCursor?: string } {
  const { cursor, limit, ...asked } = query;
  const list = contentHash(asked).slice(0, 16);
  const after = cursor === undefined ? undefined : decodeCursor(list, cursor);
  if (cursor !== undefined && !after) {
    throw new InputError(
      'query.cursor: is not a cursor of this list; ask for the first page without one',
    );
  }
  const { next, ...page } = pageOf(rows, { after, limit, order: query.order });
  return next ? { ...page, nextCursor: encodeCursor(list, next) } : page;
}
