import { z } from 'zod';
import type { SortKey } from './pages';

const cursorSchema = z.object({
  of: z.string(),
  after: z.array(z.union([z.string(), z.number()])).min(1),
});

/**
 * A cursor that goes on after a row of a list. `list` names the list (a hash of what was
 * asked for), so that it cannot be used with another one.
 */
export function encodeCursor(list: string, after: SortKey): string {
  return Buffer.from(JSON.stringify({ of: list, after })).toString('base64url');
}

/** The key to go on from; undefined if the cursor is not one of this list. */
export function decodeCursor(
  list: string,
  cursor: string,
): SortKey | undefined {
  try {
    const parsed = cursorSchema.safeParse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
    return parsed.success && parsed.data.of === list
      ? parsed.data.after
      : undefined;
  } catch {
    // Not JSON: not one of our cursors, which the caller is told.
    return undefined;
  }
}
