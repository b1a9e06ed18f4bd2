import { StatusError } from '../apiserver/StatusError.ts';
import type { ReconcileResult } from './WorkQueue.ts';

/** Real controllers back off for longer, up to minutes; nobody waits that long here. */
const RETRY_REFUSED = 10_000;

/** Does the work again later when the API server refuses a write: an injector that is down may have it refuse all. */
export function retryingRefusals(
  work: () => ReconcileResult | void,
): ReconcileResult {
  try {
    return work() ?? {};
  } catch (error) {
    if (error instanceof StatusError) return { againAfter: RETRY_REFUSED };
    throw error;
  }
}
