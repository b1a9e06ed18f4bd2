import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MeshRequest } from '@meshport/plugin-mesh-common';
import { UNDECIDED } from '../../core/requests/requestState';
import type { Clock } from '../../io/clock';
import type { RequestStore } from '../../io/database/RequestStore';
import { changeRequest } from './changeRequest';
import type { DeliveryWorker } from './DeliveryWorker';

const TURN_MILLISECONDS = 2_000;
const EXPIRY_MILLISECONDS = 60_000;

/** Reminded once, this long before nobody can decide any more. */
const REMIND_BEFORE_MILLISECONDS = 2 * 24 * 60 * 60_000;

const PAGE = 200;

interface Options {
  readonly store: RequestStore;
  readonly worker: Pick<DeliveryWorker, 'turn'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly notify: (request: MeshRequest) => void;
}

async function* undecided(store: RequestStore) {
  let after: MeshRequest | undefined;
  for (;;) {
    const page = await store.list(
      { states: UNDECIDED },
      { limit: PAGE, after },
    );
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** Expires what nobody decides on, after a reminder. */
export async function watchExpiry(options: Omit<Options, 'worker' | 'logger'>) {
  const { store, clock, notify } = options;
  for await (const { id, expiresAt } of undecided(store)) {
    const left = Date.parse(expiresAt) - clock.now();
    if (left > REMIND_BEFORE_MILLISECONDS) continue;
    const history = (await store.get(id))?.history ?? [];
    const isReminded = history.some(({ event }) => event === 'reminded');
    const type = left <= 0 ? 'expire' : 'remind';
    if (type === 'remind' && isReminded) continue;
    const outcome = await changeRequest(id, { type }, options);
    if (outcome?.kind === 'changed') notify(outcome.request);
  }
}

/** Delivers and expires until the signal; a fault is logged, and tried again. */
export async function runRequests(
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  const { worker, clock, logger } = options;
  let expiryAt = clock.now();
  while (!signal.aborted) {
    try {
      await worker.turn(signal);
      if (clock.now() >= expiryAt) {
        expiryAt = clock.now() + EXPIRY_MILLISECONDS;
        await watchExpiry(options);
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.error('Requests could not be worked on', {
        cause: error instanceof Error ? error.stack ?? '' : String(error),
      });
    }
    await clock.sleep(TURN_MILLISECONDS, signal).catch(() => undefined);
  }
}
