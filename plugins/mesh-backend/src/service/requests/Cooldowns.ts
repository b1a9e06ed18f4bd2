import type { Clock } from '../../io/clock';

const FIRST_MILLISECONDS = 5_000;
const MOST_MILLISECONDS = 5 * 60_000;

/** When each request that went wrong is tried again: later each time, up to five minutes. */
export class Cooldowns {
  private readonly byRequest = new Map<
    string,
    { readonly until: number; readonly lasts: number }
  >();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  begin(id: string): void {
    this.forgetOld();
    const before = this.byRequest.get(id)?.lasts;
    const lasts = before
      ? Math.min(before * 2, MOST_MILLISECONDS)
      : FIRST_MILLISECONDS;
    this.byRequest.set(id, { until: this.clock.now() + lasts, lasts });
  }

  isCooling(id: string): boolean {
    return this.clock.now() < (this.byRequest.get(id)?.until ?? 0);
  }

  end(id: string): void {
    this.byRequest.delete(id);
  }

  /** Other replicas, too, bring requests to their end. */
  private forgetOld(): void {
    const old = this.clock.now() - MOST_MILLISECONDS;
    for (const [id, { until }] of this.byRequest) {
      if (until < old) this.byRequest.delete(id);
    }
  }
}
