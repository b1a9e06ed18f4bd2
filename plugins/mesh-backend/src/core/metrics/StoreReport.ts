/** How the last refresh of a metrics store went, and what it cost. */
export interface StoreReport {
  /** Unix ms, by the portal's clock: when it began. */
  readonly at: number;
  readonly milliseconds: number;
  readonly queries: number;
  /** Of all answers. */
  readonly bytes: number;
  /** The store's clock minus ours; absent where it did not answer. */
  readonly clockSkewMilliseconds?: number;
  /** Unix ms: since when refreshes fail; absent while they do not. */
  readonly failingSince?: number;
}
