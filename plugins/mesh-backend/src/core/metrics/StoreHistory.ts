import type { SeriesSubject } from '@meshport/plugin-mesh-node';

/** One number of one target over the last hour. */
export interface HistoryLine extends SeriesSubject {
  readonly mesh: string;
  /** One per step, oldest first; NaN where nothing is known. */
  readonly values: Float32Array;
}

/**
 * What a store knew of the time before the portal started, so that charts are full at
 * once; never changed afterwards. Lines of one subject are to be added up, as every
 * proxy counts for itself; quantiles are the store's own and are not.
 */
export interface StoreHistory {
  /** Unix seconds of the first value. */
  readonly from: number;
  readonly stepSeconds: number;
  readonly lines: readonly HistoryLine[];
}
