import type { Clock } from '../clock';
import type { WatchTiming } from './timing';

/** How much longer than the longest that failed again a watch must hold. */
const MARGIN = 1.25;

/**
 * Whether a watch that merely does not fail can be taken as working. Response headers
 * cannot say so: the portal's proxy keeps those of a quiet watch back for about a minute,
 * and so does a gateway that answers 504 in the end. An event, a bookmark or a regular end
 * can. After a failed watch without any of these it takes a new list, and a watch from
 * there that holds: for a moment after the first failure, later for longer than any that
 * failed since.
 */
export class WatchTrust {
  private failures = 0;
  /** Milliseconds. */
  private longestFailed = 0;
  private isListed = true;
  private beganAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly timing: Pick<WatchTiming, 'watchSettle' | 'watchSilence'>,
  ) {}

  /** No watch failed since one was seen to work. */
  isFull(): boolean {
    return this.failures === 0;
  }

  /** A watch begins. Returns how long (ms) it must hold before it says anything. */
  beginWatch(): number {
    this.beganAt = this.clock.now();
    const { watchSettle, watchSilence } = this.timing;
    if (!this.isListed || this.failures < 2) return watchSettle;
    const longer = Math.max(watchSettle, MARGIN * this.longestFailed);
    // A quiet watch is ended after `watchSilence`: then it must have been settled.
    return Math.min(longer, watchSilence - 1);
  }

  /** Whether the present watch, having held as long as it must, shows the kind is live. */
  sufficesToHold(): boolean {
    return this.isFull() || this.isListed;
  }

  watchFailed(): void {
    const lasted = this.clock.now() - this.beganAt;
    // The first may have worked for long before it broke off: that says nothing.
    if (!this.isFull()) {
      this.longestFailed = Math.max(this.longestFailed, lasted);
    }
    this.failures += 1;
    this.isListed = false;
  }

  /** The cluster was away: that is why watches failed again and again. */
  forgive(): void {
    this.failures = Math.min(this.failures, 1);
    this.longestFailed = 0;
  }

  /** What is known is right as of now. */
  listed(): void {
    this.isListed = true;
  }

  /** A watch works. */
  restore(): void {
    this.failures = 0;
    this.longestFailed = 0;
    this.isListed = true;
  }
}
