import { text, type Text } from '@meshport/plugin-mesh-common';

/** Sentences that quote a store, or name what is in it, with those that do not. */
const UNQUOTED: ReadonlyMap<string, string> = new Map([
  ['store.rejected', 'store.rejected-unquoted'],
  ['store-note.warnings', 'store-note.warnings-unquoted'],
  ['store-note.doubled', 'store-note.doubled-unquoted'],
]);

/**
 * The same without a store's own words: they may name what only some may know of. For the
 * platform team they are on the setup page.
 */
export function unquoted(told: Text): Text {
  const id = UNQUOTED.get(told.id);
  return id === undefined ? told : text(id, { store: told.params.store });
}
