import type { ObjectRef, Text } from '@meshport/plugin-mesh-common';

/** `refused`: the API server has said no, and nothing was written. */
export type Written =
  | { readonly state: 'written' }
  | { readonly state: 'refused'; readonly reason: Text };

/**
 * Writes single objects with an account that is for writing alone. Rejects where it is not
 * known whether something was written; doing it again is the same then.
 */
export interface ObjectWriter {
  /** Lets the workload's controller replace its pods, once per value of `at` (ISO). */
  restart(
    ref: ObjectRef,
    restart: { readonly at: string; readonly uid?: string },
    signal: AbortSignal,
  ): Promise<Written>;
}
