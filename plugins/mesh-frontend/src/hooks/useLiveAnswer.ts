import { useSignal } from '@backstage/plugin-signals-react';
import {
  MESH_SIGNAL_CHANNEL,
  type MeshSignal,
} from '@meshport/plugin-mesh-common';
import { useCallback, useEffect, useRef } from 'react';
import useSWR from 'swr';

/** An answer that is kept current while the page is open. */
export interface LiveAnswer<Answer> {
  /** The last answer; kept when a later question fails. */
  readonly answer?: Answer;
  /** When the last answer, or the server's "not modified", arrived (ms). */
  readonly checkedAt?: number;
  /** Why the last question failed; undefined again after the next answer. */
  readonly error?: Error;
  retry(): void;
}

const POLL_MS = 10_000;
const POLL_WHILE_SIGNALLED_MS = 60_000;
/** A question without an answer by then has failed, or polling would hang on it. */
const DEADLINE_MS = 15_000;

interface Received<Answer> {
  readonly key: string;
  readonly answer: Answer;
  readonly text: string;
  readonly checkedAt: number;
}

/**
 * What is known of the signals. The signals client does not tell whether it is
 * connected, so it is judged by what it does: a signal earns trust, an answer that
 * changed without one loses it.
 */
interface SignalRecord {
  trusted: boolean;
  /** The question under way was asked because of a signal. */
  announced: boolean;
  handled?: MeshSignal;
}

/**
 * Asks now, on every signal and at intervals: 10 s, or 60 s while signals arrive.
 * The browser's cache holds the ETag, so an unchanged answer costs a 304. Equal
 * answers keep their identity, so that nothing below renders without need. `key`
 * names the question. With `keepPrevious` the answer to the last question stays until
 * that to a changed one is there, as for another page of the same list.
 */
export function useLiveAnswer<Answer>(
  key: string,
  ask: (signal: AbortSignal) => Promise<Answer>,
  options: { keepPrevious?: boolean } = {},
): LiveAnswer<Answer> {
  const { lastSignal } = useSignal<MeshSignal>(MESH_SIGNAL_CHANNEL);
  const signals = useRef<SignalRecord>({ trusted: false, announced: false });
  const last = useRef<Received<Answer>>();

  const fetcher = async (): Promise<Received<Answer>> => {
    const { announced } = signals.current;
    signals.current.announced = false;
    const answer = await ask(AbortSignal.timeout(DEADLINE_MS));
    const text = JSON.stringify(answer);
    const previous = last.current?.key === key ? last.current : undefined;
    const same = previous?.text === text;
    if (previous && !same && !announced) signals.current.trusted = false;
    last.current = {
      key,
      answer: same ? previous.answer : answer,
      text,
      checkedAt: Date.now(),
    };
    return last.current;
  };

  const { data, error, isValidating, mutate } = useSWR<Received<Answer>, Error>(
    key,
    fetcher,
    {
      refreshInterval: useCallback(
        () => (signals.current.trusted ? POLL_WHILE_SIGNALLED_MS : POLL_MS),
        [],
      ),
      compare: (a, b) => a === b,
      keepPreviousData: options.keepPrevious,
      // Steady instead of growing pauses: the page says that it asks every 10 s.
      onErrorRetry: (_error, _key, _config, again, { retryCount }) => {
        setTimeout(() => again({ retryCount }), POLL_MS);
      },
    },
  );

  // A signal that comes while an answer is under way waits for it: asking at once
  // would discard that answer, and a busy cluster would never get one onto the page.
  useEffect(() => {
    if (!lastSignal || isValidating) return;
    if (signals.current.handled === lastSignal) return;
    signals.current = { trusted: true, announced: true, handled: lastSignal };
    void mutate();
  }, [lastSignal, isValidating, mutate]);

  const retry = useCallback(() => void mutate(), [mutate]);
  return { answer: data?.answer, checkedAt: data?.checkedAt, error, retry };
}
