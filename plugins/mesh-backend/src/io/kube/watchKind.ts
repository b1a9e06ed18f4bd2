import type { Clock } from '../clock';
import { childAbort } from './deadline';
import type { KubernetesApi } from './KubernetesApi';
import { readLines } from './readBody';
import { CutStreamError, GarbageError } from './requestErrors';
import { watchEventSchema, type WatchEvent } from './schema';
import type { WatchTiming } from './timing';

/** Events that are worked on before others get their turn: some 50 ms for large pods. */
const EVENTS_IN_A_SLICE = 100;
/** A server, or something before it, that ends watches at once would make us spin. */
const SHORTEST_WATCH_MILLISECONDS = 1_000;

/** We ended the watch ourselves: nothing came, or it lasted longer than asked for. */
class WatchOverdue extends Error {}

/** We ended the watch ourselves: it held for a while, but that is not enough. */
class WatchDoubted extends Error {}

/**
 * How a watch ended without failing. `ended`: as watches do, which shows that it worked.
 * `overdue`: by us, for silence or age; the next one continues where it was.
 * `doubtful`: by us, and nothing shows that it ever began.
 */
export type WatchEnd = 'ended' | 'overdue' | 'doubtful';

export interface KindWatch {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly timing: WatchTiming;
  readonly path: string;
  readonly accept: string;
  /** What the server was asked for, in milliseconds. */
  readonly timeout: number;
  /** May throw, which ends the watch with that error. */
  readonly onEvent: (event: WatchEvent) => void;
  /** How long (ms) the watch must hold to be settled. */
  readonly settle: number;
  /** The watch did not fail until it was settled. Returns whether it may go on. */
  readonly onSettled: () => boolean;
  readonly signal: AbortSignal;
}

function parseEvent(line: string): WatchEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new GarbageError('A line of the watch is not JSON', { cause });
  }
  const event = watchEventSchema.safeParse(json);
  if (!event.success) throw new GarbageError('Not a watch event');
  return event.data;
}

/** Aborts `controller` when the stream was silent, or the watch open, for too long. */
async function guard(
  { clock, timing, timeout }: KindWatch,
  controller: AbortController,
  lastByteAt: () => number,
): Promise<void> {
  const end = clock.now() + timeout + timing.watchGrace;
  for (;;) {
    const due = Math.min(end, lastByteAt() + timing.watchSilence);
    const left = due - clock.now();
    if (left <= 0) return controller.abort(new WatchOverdue());
    await clock.sleep(left, controller.signal);
  }
}

async function readEvents(
  watch: KindWatch,
  controller: AbortController,
  { onAnswer, onBytes }: { onAnswer: () => void; onBytes: () => void },
): Promise<number> {
  const { api, clock, timing, path, accept, onEvent } = watch;
  const { signal } = controller;
  const body = await api.openStream(path, { accept, signal });
  onAnswer();
  async function* noted() {
    for await (const chunk of body) {
      onBytes();
      yield chunk;
    }
  }
  let events = 0;
  for await (const line of readLines(noted(), timing.maxLineBytes)) {
    onEvent(parseEvent(line));
    events += 1;
    if (events % EVENTS_IN_A_SLICE === 0) await clock.sleep(0, signal);
  }
  return events;
}

/** How a watch ended that rejected with `error`; throws where that is a failure. */
function endOf(
  error: unknown,
  { reason }: AbortSignal,
  isAnswered: boolean,
): WatchEnd {
  if (reason instanceof WatchDoubted) return 'doubtful';
  if (reason instanceof WatchOverdue) {
    return isAnswered ? 'overdue' : 'doubtful';
  }
  throw error;
}

/**
 * Runs one watch, for at least a second unless it fails. Rejects with one of the classes
 * of `requestErrors`, with what broke the connection, or with the signal's reason.
 */
export async function watchKind(watch: KindWatch): Promise<WatchEnd> {
  const { clock, settle, onSettled, signal } = watch;
  const { controller, release } = childAbort(signal);
  const began = clock.now();
  let lastByteAt = began;
  let isAnswered = false;
  const progress = {
    onAnswer: () => {
      isAnswered = true;
    },
    onBytes: () => {
      lastByteAt = clock.now();
    },
  };
  const settled = () => {
    if (!onSettled()) controller.abort(new WatchDoubted());
  };
  // Both end by the abort below, and are then of no interest.
  guard(watch, controller, () => lastByteAt).catch(() => undefined);
  clock.sleep(settle, controller.signal).then(settled, () => undefined);
  try {
    const events = await readEvents(watch, controller, progress);
    const tooEarly = began + SHORTEST_WATCH_MILLISECONDS - clock.now();
    if (tooEarly > 0) {
      if (!events) throw new CutStreamError();
      await clock.sleep(tooEarly, controller.signal);
    }
    return 'ended';
  } catch (error) {
    signal.throwIfAborted();
    return endOf(error, controller.signal, isAnswered);
  } finally {
    release();
    controller.abort();
  }
}
