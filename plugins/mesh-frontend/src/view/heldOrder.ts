/**
 * The order to show while the reader is looking: what was there stays where it was,
 * what has gone is dropped, what is new comes last.
 */
export function heldOrder(
  held: readonly string[],
  current: readonly string[],
): string[] {
  const staying = held.filter(id => current.includes(id));
  return [...staying, ...current.filter(id => !held.includes(id))];
}
