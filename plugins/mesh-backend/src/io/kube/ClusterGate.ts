import type { Text } from '@meshport/plugin-mesh-common';

/** Why requests to a cluster are not worth while at present. */
export interface Closure {
  readonly reason?: Text;
  /** ISO; when the cluster last answered. */
  readonly observedAt?: string;
}

/** The right to make requests, from the opening of the gate until it closes. */
export interface Passage {
  /** Aborts when the gate closes. */
  readonly closed: AbortSignal;
  /**
   * For a connection that is made now and stays open: aborts when the gate closes, and
   * when such connections should be made anew.
   */
  connection(): AbortSignal;
}

class Phase implements Passage {
  private readonly closing = new AbortController();
  private connections = new AbortController();

  get closed(): AbortSignal {
    return this.closing.signal;
  }

  connection(): AbortSignal {
    return this.connections.signal;
  }

  renew(): void {
    const before = this.connections;
    this.connections = new AbortController();
    before.abort(new Error('Connections are made anew'));
  }

  close(): void {
    const reason = new Error('The cluster does not answer');
    this.closing.abort(reason);
    this.connections.abort(reason);
  }
}

interface Waiter {
  resolve: (passage: Passage) => void;
  signal: AbortSignal;
  abort: () => void;
}

/**
 * Holds the requests for the kinds of one cluster back while its heartbeat fails, so
 * that a cluster that is down gets one probe and not one per kind.
 */
export class ClusterGate {
  private phase: Phase | undefined;
  private waiters: Waiter[] = [];
  private closedBy: Closure = {};

  /** Resolves once the gate is open. Rejects with the reason of `signal`. */
  pass(signal: AbortSignal): Promise<Passage> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.phase) return Promise.resolve(this.phase);
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.waiters = this.waiters.filter(other => other.abort !== abort);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiters.push({ resolve, signal, abort });
    });
  }

  open(): void {
    if (this.phase) return;
    const phase = (this.phase = new Phase());
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) {
      waiter.signal.removeEventListener('abort', waiter.abort);
      waiter.resolve(phase);
    }
  }

  close(closure: Closure): void {
    this.closedBy = closure;
    const phase = this.phase;
    this.phase = undefined;
    phase?.close();
  }

  /**
   * Stays open, but ends connections that wait for news: some may be dead without knowing
   * it. Requests with a deadline of their own go on: a list that takes longer than
   * heartbeats are missed apart would never end.
   */
  renew(): void {
    this.phase?.renew();
  }

  /** Set while the gate is closed. */
  closure(): Closure | undefined {
    return this.phase ? undefined : this.closedBy;
  }
}
