import {
  startGuardedProcess,
  tailOfLog,
  type GuardedProcess,
  type GuardedProcessOptions,
  type ProcessEnd,
} from './GuardedProcess.ts';

/** The user asked us to end; not a failure. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/**
 * The processes of one `npm start`. They live and die together: when one ends by itself, or the user asks for the end,
 * `interrupted` rejects, and `stop` ends the rest in the reverse order of their start.
 */
export class Session {
  readonly #running: GuardedProcess[] = [];
  /** Never resolves; rejects with StopRequested, or with an error that tells which process ended and its last lines. */
  readonly interrupted: Promise<never>;
  #interrupt: (reason: Error) => void = () => undefined;
  #ending = false;

  constructor() {
    this.interrupted = new Promise((_, reject) => {
      this.#interrupt = reject;
    });
    // Whoever waits sees the rejection; when nobody does, it is not an unhandled one.
    this.interrupted.catch(() => undefined);
  }

  requestStop(): void {
    this.#interrupt(new StopRequested());
  }

  /** Ends early when the session is interrupted while `work` runs. */
  async during<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.interrupted]);
  }

  /** Starts a process that must run until the end of the session. */
  async start(options: GuardedProcessOptions): Promise<GuardedProcess> {
    const running = await startGuardedProcess(options);
    this.#running.push(running);
    void running.ended.then(({ code, signal }) => {
      if (this.#ending) return;
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      this.#interrupt(
        new Error(
          `${running.name} ${how}. The last lines of ${
            running.logFile
          }:\n${tailOfLog(running.logFile)}`,
        ),
      );
    });
    return running;
  }

  /** Runs a process to its end, however it ends; one that takes longer than the limit is ended. */
  async complete({
    timeLimitMilliseconds,
    ...options
  }: GuardedProcessOptions & {
    timeLimitMilliseconds: number;
  }): Promise<ProcessEnd> {
    const running = await startGuardedProcess(options);
    this.#running.push(running);
    const limit = setTimeout(() => void running.stop(), timeLimitMilliseconds);
    const end = await this.during(running.ended).finally(() =>
      clearTimeout(limit),
    );
    this.#running.splice(this.#running.indexOf(running), 1);
    return end;
  }

  async stop(): Promise<void> {
    this.#ending = true;
    for (const running of this.#running.splice(0).reverse()) {
      await running.stop();
    }
  }
}
