import type { Change } from './History.ts';

export type ChangeListener = (change: Change) => void;

/** Hands changes to listeners, one after the other, also when a listener causes the next one. */
export class ChangeFeed {
  private readonly listeners = new Set<ChangeListener>();
  private readonly undelivered: Change[] = [];
  private delivering = false;

  /** Returns the function that ends it. */
  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish(change: Change): void {
    this.undelivered.push(change);
    if (this.delivering) return;
    this.delivering = true;
    try {
      for (;;) {
        const next = this.undelivered.shift();
        if (!next) return;
        for (const listener of [...this.listeners]) listener(next);
      }
    } finally {
      this.delivering = false;
    }
  }
}
