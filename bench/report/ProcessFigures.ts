/** What the process costs; delays of the event loop and CPU since the last reset. */
export interface ProcessFigures {
  residentBytes: number;
  heapUsedBytes: number;
  heapTotalBytes: number;
  /** Buffers and strings outside of the heap. */
  externalBytes: number;
  cpuMilliseconds: number;
  wallMilliseconds: number;
  /** How much later than due timers ran. */
  eventLoopDelay: { p50: number; p99: number; max: number };
  /**
   * The most CPU time that the thread took between two turns of the event loop: how late a timer is by our own doing,
   * however busy the machine is. Not in results of before this was measured.
   */
  longestTurnMilliseconds?: number;
  /** Of the stops in which V8 collects garbage; they are part of turns. */
  longestCollectionMilliseconds?: number;
}
