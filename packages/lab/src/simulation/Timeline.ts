import type { Clock } from '../apiserver/Clock.ts';

interface Appointment {
  /** Milliseconds since the epoch. */
  at: number;
  /** Order of arrival, so that appointments of the same instant keep it. */
  order: number;
  action: () => void;
  cancelled: boolean;
}

export type Cancel = () => void;

/** How the controllers and kubelets see time: the clock and the one place that timers come from. */
export interface Scheduling extends Clock {
  /** Runs `action` once, `milliseconds` from now (divided by the speed once the timeline is live). */
  after(milliseconds: number, action: () => void): Cancel;
}

/**
 * Time of all clusters. It starts simulated, so that weeks pass in a moment and always in the same order
 * (`runUntil`), and can then go on as real time (`goLive`) with whatever is still scheduled.
 */
export class Timeline implements Scheduling {
  private queue: Appointment[] = [];
  private simulated: number | undefined;
  private speed = 1;
  private order = 0;
  private timer: NodeJS.Timeout | undefined;
  private onError: (error: unknown) => void = error => {
    throw error;
  };

  constructor(start: Date) {
    this.simulated = start.getTime();
  }

  now(): Date {
    return new Date(this.simulated ?? Date.now());
  }

  after(milliseconds: number, action: () => void): Cancel {
    const delay = Math.max(0, milliseconds) / this.speed;
    const appointment = {
      at: this.now().getTime() + delay,
      order: this.order++,
      action,
      cancelled: false,
    };
    this.insert(appointment);
    this.arm();
    // It stays in the queue until its time: taking it out would cost more than it is worth.
    return () => {
      appointment.cancelled = true;
    };
  }

  /** Runs everything scheduled up to `end`, then sets the time to `end`. Simulated time only. */
  runUntil(end: Date): void {
    if (this.simulated === undefined) {
      throw new Error('A live timeline cannot be run ahead');
    }
    for (;;) {
      const next = this.queue[0];
      if (!next || next.at > end.getTime()) break;
      this.queue.shift();
      this.simulated = Math.max(this.simulated, next.at);
      if (!next.cancelled) next.action();
    }
    this.simulated = end.getTime();
  }

  runFor(milliseconds: number): void {
    this.runUntil(new Date(this.now().getTime() + milliseconds));
  }

  /**
   * From here on time is real. Delays asked for from now on are divided by `speed`. An action that throws is
   * told to `onError` and does not stop the others. Ends when `signal` aborts.
   */
  goLive(options: {
    speed: number;
    signal: AbortSignal;
    onError: (error: unknown) => void;
  }): void {
    this.simulated = undefined;
    this.speed = options.speed;
    this.onError = options.onError;
    options.signal.addEventListener('abort', () => {
      clearTimeout(this.timer);
      this.queue = [];
    });
    this.arm();
  }

  private insert(appointment: Appointment): void {
    let low = 0;
    let high = this.queue.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.queue[middle].at <= appointment.at) low = middle + 1;
      else high = middle;
    }
    this.queue.splice(low, 0, appointment);
  }

  private arm(): void {
    if (this.simulated !== undefined) return;
    clearTimeout(this.timer);
    const next = this.queue[0];
    if (!next) return;
    // Node turns delays beyond 2^31-1 ms into 1 ms.
    const delay = Math.min(Math.max(0, next.at - Date.now()), 2 ** 31 - 1);
    this.timer = setTimeout(() => this.runDue(), delay);
  }

  private runDue(): void {
    for (;;) {
      const next = this.queue[0];
      if (!next || next.at > Date.now()) break;
      this.queue.shift();
      if (next.cancelled) continue;
      try {
        next.action();
      } catch (error) {
        this.onError(error);
      }
    }
    this.arm();
  }
}
