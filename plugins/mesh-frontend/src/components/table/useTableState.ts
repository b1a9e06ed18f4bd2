import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  readTableState,
  writeTableState,
  type TableDefaults,
  type TableState,
} from './tableState';

/** The state of a list, kept in the address so that it can be shared and gone back to. */
export function useTableState(
  defaults: TableDefaults,
): readonly [TableState, (change: Partial<TableState>) => void] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(
    () => readTableState(search, defaults),
    [search, defaults],
  );
  const change = useCallback(
    (changed: Partial<TableState>) =>
      setSearch(before => writeTableState(before, defaults, changed), {
        // Typing is one step back, not one per letter.
        replace: 'q' in changed,
      }),
    [setSearch, defaults],
  );
  return [state, change];
}
