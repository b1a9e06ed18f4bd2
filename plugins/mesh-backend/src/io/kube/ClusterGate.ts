import type { Text } from '@meshport/plugin-mesh-common';

/** Why requests to a cluster are not worth while at present. */
export interface Closure {
  readonly reason?: Text;
  /** ISO; when the cluster last answered. */
  readonly observedAt?: string;
}

interface Waiter {
  resolve: (online: AbortSignal) => void;
  signal: AbortSignal;
  abort: () => void;
}

/**
 * Holds the requests for the kinds of one cluster back while its heartbeat fails, so
 * that a cluster that is down gets one probe and not one per kind.
 */
export class ClusterGate {
  private phase: AbortController | undefined;
  private waiters: Waiter[] = [];
  private closedBy: Closure = {};

  /**
   * Resolves once the gate is open, with a signal that aborts when it closes or when
   * connections should be made anew. Rejects with the reason of `signal`.
   */
  pass(signal: AbortSignal): Promise<AbortSignal> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.phase) return Promise.resolve(this.phase.signal);
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
    const { signal } = (this.phase = new AbortController());
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) {
      waiter.signal.removeEventListener('abort', waiter.abort);
      waiter.resolve(signal);
    }
  }

  close(closure: Closure): void {
    this.closedBy = closure;
    const phase = this.phase;
    this.phase = undefined;
    phase?.abort(new Error('The cluster does not answer'));
  }

  /** Stays open, but ends every connection: some may be dead without knowing it. */
  renew(): void {
    const before = this.phase;
    if (!before) return;
    this.phase = new AbortController();
    before.abort(new Error('Connections are made anew'));
  }

  /** Set while the gate is closed. */
  closure(): Closure | undefined {
    return this.phase ? undefined : this.closedBy;
  }
}
