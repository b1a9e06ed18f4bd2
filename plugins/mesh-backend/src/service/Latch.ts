/**
 * Remembers that something happened until it is taken, however often it happened. At
 * most one waiter.
 */
export class Latch {
  private isSet = false;
  private wake: (() => void) | undefined;

  set(): void {
    this.isSet = true;
    this.wake?.();
  }

  clear(): void {
    this.isSet = false;
  }

  /** Resolves as soon as it is set; rejects with the signal's reason when it aborts. */
  async whenSet(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.isSet) return;
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(signal.reason);
      this.wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      signal.addEventListener('abort', abort, { once: true });
    }).finally(() => {
      this.wake = undefined;
    });
  }
}
