export type ForgeFault = 'down' | 'slow';

/** How long an answer takes of a forge that is slow. */
const SLOW_MILLISECONDS = 8_000;

/** What is wrong with the forge at the moment, by request. */
export class ForgeFaults {
  private fault: ForgeFault | undefined;
  private readonly listeners = new Set<() => void>();

  get state(): ForgeFault | undefined {
    return this.fault;
  }

  /** Milliseconds that every answer has to wait. */
  get delay(): number {
    return this.fault === 'slow' ? SLOW_MILLISECONDS : 0;
  }

  set(fault: ForgeFault | undefined): void {
    this.fault = fault;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }
}
