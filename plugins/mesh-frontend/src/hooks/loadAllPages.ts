/** Rows that a download holds at most. */
const MOST_ROWS = 20_000;

/** All pages of a list, one after the other. */
export async function loadAllPages<Row>(
  ask: (cursor: string | undefined) => Promise<{
    readonly items: readonly Row[];
    readonly nextCursor?: string;
  }>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && rows.length < MOST_ROWS);
  return rows;
}
