import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type MutableRefObject,
} from 'react';
import { extendPlaces } from './extendPlaces';
import type { LayoutInput, Places } from './geometry';
import { requestLayout } from './requestLayout';

/** Places by what they are for; held by what outlives the drawing. */
export type KeptPlaces = MutableRefObject<
  { readonly asked: string; readonly places: Places } | undefined
>;

/** Where nodes are, and how to have all of them placed anew. */
export interface StablePlaces {
  /** Undefined while the first layout is under way. */
  readonly places?: Places;
  tidy(): void;
}

/**
 * Places that stay: a node keeps its own while `question` is the same, whatever each
 * refresh brings, and while `kept` lives. Another question, or `tidy`, lays out anew.
 */
export function useStablePlaces(
  question: string,
  input: LayoutInput,
  kept: KeptPlaces,
): StablePlaces {
  const [round, setRound] = useState(0);
  const asked = `${round} ${question}`;
  const [laidOut, setLaidOut] = useState(kept.current);
  const latest = useRef(input);
  latest.current = input;
  const isEmpty = input.nodes.length === 0;

  useEffect(() => {
    if (isEmpty || kept.current?.asked === asked) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    void requestLayout(latest.current, signal).then(places => {
      if (!signal.aborted) setLaidOut({ asked, places });
    });
    return () => leaving.abort();
  }, [asked, isEmpty, kept]);

  const places = useMemo(() => {
    if (laidOut?.asked !== asked) return undefined;
    const before =
      kept.current?.asked === asked ? kept.current.places : laidOut.places;
    kept.current = { asked, places: extendPlaces(input, before) };
    return kept.current.places;
  }, [laidOut, asked, input, kept]);

  return useMemo(
    () => ({ places, tidy: () => setRound(before => before + 1) }),
    [places],
  );
}
