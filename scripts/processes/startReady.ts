import {
  startGuardedProcess,
  tailOfLog,
  type GuardedProcess,
  type GuardedProcessOptions,
} from './GuardedProcess.ts';
import { waitUntil } from './waitUntil.ts';

/**
 * Starts a process and waits until it is ready. One that ends before, or is not ready in time, is not left behind: it is
 * ended before this rejects.
 */
export async function startReady({
  isReady,
  timeoutMilliseconds,
  graceMilliseconds,
  ...options
}: GuardedProcessOptions & {
  isReady: () => Promise<boolean>;
  timeoutMilliseconds: number;
  /** Between SIGTERM and SIGKILL for a process that is not ready in time. */
  graceMilliseconds?: number;
}): Promise<GuardedProcess> {
  const started = await startGuardedProcess(options);
  try {
    await waitUntil(
      async () => {
        if (started.isRunning()) return isReady();
        throw new Error(
          `${options.name} ended before it was ready:\n${tailOfLog(
            options.logFile,
          )}`,
        );
      },
      { what: options.name, timeoutMilliseconds },
    );
    return started;
  } catch (error) {
    await started.stop({ graceMilliseconds });
    throw error;
  }
}
