import type { Counts } from '../core/metrics/goldenCounts';
import { SeriesRing } from '../core/metrics/SeriesRing';

/** Failed requests per second for one reason. */
interface ErrorLine {
  readonly ring: SeriesRing;
  /** Unix seconds. */
  lastFailed: number;
}

/** Reasons of one instance that are remembered at most. */
const MOST_REASONS = 20;

/**
 * The last hour of errors by reason, by the keys of instances: only of those that had
 * some, so that services that do well take no room.
 */
export class ErrorHistory {
  private readonly lines = new Map<string, Map<string, ErrorLine>>();

  /** Both in seconds: how far slots are apart, and how long they are remembered. */
  constructor(
    private readonly slotSeconds: number,
    private readonly keptSeconds: number,
  ) {}

  /** Takes what was counted of an instance, once for every refresh of its store. */
  put(key: string, { at, requests, failures = {} }: Counts): void {
    if (at === undefined || requests === undefined) return;
    const time = at / 1000;
    const known = this.lines.get(key) ?? new Map<string, ErrorLine>();
    for (const [reason, count] of Object.entries(failures)) {
      if (!(count > 0)) continue;
      const line = known.get(reason) ?? this.newLine(known);
      if (!line) continue;
      line.lastFailed = time;
      known.set(reason, line);
    }
    for (const [reason, { ring, lastFailed }] of known) {
      // What does not fail for a reason any more fails for it no times.
      ring.put(time, { requestRate: failures[reason] ?? 0 });
      if (lastFailed < time - this.keptSeconds) known.delete(reason);
    }
    if (known.size > 0) this.lines.set(key, known);
    else this.lines.delete(key);
  }

  reasons(key: string): Iterable<string> {
    return this.lines.get(key)?.keys() ?? [];
  }

  /** Per second at a time (Unix seconds); NaN where that is not known. */
  at(key: string, reason: string, time: number): number {
    const line = this.lines.get(key)?.get(reason);
    return line ? line.ring.at('requestRate', time) : NaN;
  }

  forget(key: string): void {
    this.lines.delete(key);
  }

  private newLine(known: ReadonlyMap<string, unknown>): ErrorLine | undefined {
    if (known.size >= MOST_REASONS) return undefined;
    const slots = Math.ceil(this.keptSeconds / this.slotSeconds) + 1;
    return { ring: new SeriesRing(this.slotSeconds, slots), lastFailed: 0 };
  }
}
