/** What this process costs. */
interface ProcessUsage {
  /** Memory that the system gave it. */
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** ISO. */
  readonly startedAt: string;
}

/** Reads what the process costs at present. */
export type ReadProcessUsage = () => ProcessUsage;

/** Of the process that runs this. */
export const processUsage: ReadProcessUsage = () => ({
  residentBytes: process.memoryUsage.rss(),
  heapUsedBytes: process.memoryUsage().heapUsed,
  startedAt: new Date(Date.now() - 1000 * process.uptime()).toISOString(),
});
