import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  MESH_SIGNAL_CHANNEL,
  type MeshSignal,
} from '@meshport/plugin-mesh-common';
import type { Clock } from '../io/clock';
import { Latch } from './Latch';

/** Changes within this time of a signal share the next one. */
export const QUIET_MILLISECONDS = 250;

/**
 * Tells browsers that something has changed: at once for the first change, then at most
 * every 250 ms. A hint to ask again, without data: nobody's permissions are looked at.
 * Resolves when `signal` aborts.
 */
export async function announceChanges(options: {
  readonly subscribe: (listener: () => void) => () => void;
  readonly signals: SignalsService;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { signal } = options;
  const changed = new Latch();
  const unsubscribe = options.subscribe(() => changed.set());
  try {
    for (let version = 1; ; version++) {
      await changed.whenSet(signal);
      changed.clear();
      const message: MeshSignal = { changed: 'models', version };
      await options.signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: MESH_SIGNAL_CHANNEL,
          message,
        })
        .catch(error =>
          options.logger.warn('A change could not be announced; pages poll', {
            cause: String(error),
          }),
        );
      await options.clock.sleep(QUIET_MILLISECONDS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}
