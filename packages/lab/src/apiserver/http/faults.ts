/** What is wrong with an API server at the moment. */
export interface FaultState {
  hang: boolean;
  refuse: boolean;
  garble: boolean;
  tokenExpired: boolean;
  /** Every request gets this HTTP status. */
  failStatus?: number;
  /** Ids of kinds that the portal's accounts may not read. */
  forbiddenKinds: readonly string[];
  /** Added to every answer. */
  slowMs: number;
}

const HEALTHY: FaultState = {
  hang: false,
  refuse: false,
  garble: false,
  tokenExpired: false,
  forbiddenKinds: [],
  slowMs: 0,
};

/** The faults of one API server, and those that wait for a hang to end. */
export class Faults {
  private current: FaultState = HEALTHY;
  private waiting: (() => void)[] = [];

  get state(): Readonly<FaultState> {
    return this.current;
  }

  change(fault: Partial<FaultState>): void {
    this.current = { ...this.current, ...fault };
    if (!this.current.hang) this.release();
  }

  heal(): void {
    this.current = HEALTHY;
    this.release();
  }

  /** Resolves at once, or when a hang is over: a stopped process that goes on answers what it was asked before. */
  async untilAwake(): Promise<void> {
    while (this.current.hang) {
      await new Promise<void>(resolve => {
        this.waiting.push(resolve);
      });
    }
  }

  private release(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
