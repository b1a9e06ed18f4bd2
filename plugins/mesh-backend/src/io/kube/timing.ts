/** Times in milliseconds, sizes in bytes. */
export interface WatchTiming {
  /** From the start of one heartbeat to the start of the next. */
  readonly heartbeatInterval: number;
  readonly heartbeatDeadline: number;
  /** How often the portal's list of clusters is read. */
  readonly clusterListInterval: number;
  /** How often a kind that is not served is looked for again. */
  readonly absentInterval: number;
  /** A page of a list that takes longer gives its place to the next cluster. */
  readonly slowPage: number;
  /** A page of a list that takes longer has failed; the same for discovery. */
  readonly pageDeadline: number;
  /** What watches ask the API server for, give or take a fifth. */
  readonly watchTimeout: number;
  /** How much longer than asked for a watch may last before we end it. */
  readonly watchGrace: number;
  /**
   * A watch on which nothing came for so long is begun anew where it was. Longer than
   * the distance of bookmarks (60-75 s), which every API server with a watch cache sends.
   */
  readonly watchSilence: number;
  /** After a failure, a watch that did not fail for so long is taken as working. */
  readonly watchSettle: number;
  readonly backoffFirst: number;
  /** Between probes of a cluster that does not answer: how late recovery is seen. */
  readonly heartbeatBackoffMost: number;
  readonly backoffMost: number;
  /** Objects in a page. */
  readonly pageSize: number;
  readonly maxPageBytes: number;
  readonly maxLineBytes: number;
}

/** 2 x 6 s + 4 s: a cluster that hangs is noticed after 16 s at the latest. */
export const DEFAULT_TIMING: WatchTiming = {
  heartbeatInterval: 6_000,
  heartbeatDeadline: 4_000,
  clusterListInterval: 60_000,
  absentInterval: 60_000,
  slowPage: 10_000,
  pageDeadline: 30_000,
  watchTimeout: 600_000,
  watchGrace: 30_000,
  watchSilence: 90_000,
  watchSettle: 2_000,
  backoffFirst: 1_000,
  heartbeatBackoffMost: 15_000,
  backoffMost: 60_000,
  pageSize: 100,
  maxPageBytes: 64 * 1024 * 1024,
  maxLineBytes: 8 * 1024 * 1024,
};
