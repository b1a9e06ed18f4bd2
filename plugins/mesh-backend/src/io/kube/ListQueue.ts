import type { Clock } from '../clock';
import { orAborted } from './deadline';

interface Ticket {
  readonly cluster: string;
  readonly admit: () => void;
}

export interface ListQueueOptions {
  readonly clock: Clock;
  /** A page that takes longer (ms) gives its turn back until it is there. */
  readonly slowPage: number;
  /** Clusters that may list at once. */
  readonly clusters: number;
}

/** The right of one cluster to list one kind. */
export interface Turn {
  /** Fetches a page; when that is slow, others go first and the turn is waited for anew. */
  page<T>(fetch: () => Promise<T>): Promise<T>;
  release(): void;
}

/**
 * Bounds what lists cost at start and after outages: a few clusters at once, one kind
 * at a time in each, first come first served; a slow cluster goes to the end.
 */
export class ListQueue {
  private waiting: Ticket[] = [];
  private readonly active = new Set<string>();

  constructor(private readonly options: ListQueueOptions) {}

  async take(cluster: string, signal: AbortSignal): Promise<Turn> {
    await this.admission(cluster, signal);
    let held = true;
    const giveBack = () => {
      if (held) this.leave(cluster);
      held = false;
    };
    return {
      release: giveBack,
      page: async fetch => {
        const page = this.unlessSlow(fetch, () => {
          this.sendToEnd(cluster);
          giveBack();
        });
        const result = await page;
        if (!held) {
          await this.admission(cluster, signal);
          held = true;
        }
        return result;
      },
    };
  }

  private async unlessSlow<T>(
    fetch: () => Promise<T>,
    onSlow: () => void,
  ): Promise<T> {
    const { clock, slowPage } = this.options;
    const done = new AbortController();
    // Rejects once the page is there: then it was not slow.
    clock.sleep(slowPage, done.signal).then(onSlow, () => undefined);
    try {
      return await fetch();
    } finally {
      done.abort();
    }
  }

  private async admission(cluster: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let admit = () => {};
    const admitted = new Promise<void>(resolve => {
      admit = resolve;
    });
    const ticket: Ticket = { cluster, admit };
    this.waiting.push(ticket);
    this.admitNext();
    try {
      await orAborted(admitted, signal);
    } catch (error) {
      // The abort can come in the moment after the admission: then give that back.
      if (this.waiting.includes(ticket)) this.drop(ticket);
      else this.leave(cluster);
      throw error;
    }
  }

  private drop(ticket: Ticket): void {
    this.waiting = this.waiting.filter(other => other !== ticket);
  }

  private leave(cluster: string): void {
    this.active.delete(cluster);
    this.admitNext();
  }

  private sendToEnd(cluster: string): void {
    const isLast = (ticket: Ticket) => ticket.cluster === cluster;
    this.waiting = [
      ...this.waiting.filter(ticket => !isLast(ticket)),
      ...this.waiting.filter(isLast),
    ];
  }

  private admitNext(): void {
    while (this.active.size < this.options.clusters) {
      const next = this.waiting.find(
        ({ cluster }) => !this.active.has(cluster),
      );
      if (!next) return;
      this.drop(next);
      this.active.add(next.cluster);
      next.admit();
    }
  }
}
