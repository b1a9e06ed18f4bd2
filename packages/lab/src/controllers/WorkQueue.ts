import type { Cancel, Scheduling } from '../simulation/Timeline.ts';

export interface ReconcileResult {
  /** Look again after this many milliseconds, even if nothing changes. */
  againAfter?: number;
}

/** Something to look at, whenever and however often it is asked for. */
export interface Work {
  /** Of several with the same id at most one is due; the earliest wins, as a look asks for the next one itself. */
  id: string;
  run(): ReconcileResult | void;
  onError(error: unknown): void;
}

/** Milliseconds between a change and the controllers' answer to it. */
const REACTION = 15;

const FIRST_RETRY = 200;
const LONGEST_RETRY = 15_000;

/** Runs work a moment after it is asked for, again when it says so, and with growing delays when it throws. */
export class WorkQueue {
  private readonly timeline: Scheduling;
  private readonly looks = new Map<string, { at: number; cancel: Cancel }>();
  private readonly failures = new Map<string, number>();

  constructor(timeline: Scheduling) {
    this.timeline = timeline;
  }

  add(work: Work, delay = REACTION): void {
    const at = this.timeline.now().getTime() + delay;
    const planned = this.looks.get(work.id);
    if (planned && planned.at <= at) return;
    planned?.cancel();
    const cancel = this.timeline.after(delay, () => {
      this.looks.delete(work.id);
      this.attempt(work);
    });
    this.looks.set(work.id, { at, cancel });
  }

  private attempt(work: Work): void {
    try {
      const result = work.run();
      this.failures.delete(work.id);
      if (result?.againAfter !== undefined)
        this.add(work, Math.max(1, result.againAfter));
    } catch (error) {
      const count = (this.failures.get(work.id) ?? 0) + 1;
      this.failures.set(work.id, count);
      work.onError(error);
      this.add(work, Math.min(FIRST_RETRY * 2 ** count, LONGEST_RETRY));
    }
  }
}
