import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readGraphState, writeGraphState, type GraphState } from './graphState';

/** What of the calls is looked at, kept in the address so that it can be shared. */
export function useGraphState(): readonly [
  GraphState,
  (change: Partial<GraphState>) => void,
] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readGraphState(search), [search]);
  const change = useCallback(
    (changed: Partial<GraphState>) =>
      setSearch(before => writeGraphState(before, changed), {
        // Typing is one step back, not one per letter.
        replace: 'find' in changed,
      }),
    [setSearch],
  );
  return [state, change];
}
