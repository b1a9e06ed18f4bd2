import { join } from 'node:path';
import type { ApiServerCounters } from '../apiserver/ApiServer.ts';
import {
  startMetrics,
  type RunningMetrics,
} from '../prometheus/startMetrics.ts';
import { readStoreSettings } from '../prometheus/storeSettings.ts';
import { HISTORY, type RunningTraffic } from '../traffic/runTraffic.ts';
import type { NameMap } from '../world/rename.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { listening } from './listening.ts';
import { quietServers } from './quietServers.ts';

/** What `serve` is told about metrics. */
export interface LabMetricsOptions {
  /** Paths of the programs. Without Prometheus nothing is counted, without promtool there is no past. */
  prometheus?: string;
  promtool?: string;
  /** Milliseconds of the past that ledger and metrics begin with. */
  history?: number;
}

/** Two hours where they can be looked at; otherwise nobody waits for them. */
export function historyOf({ prometheus, history }: LabMetricsOptions): number {
  return history ?? (prometheus ? HISTORY : 0);
}

/** The first port behind the sign-in: the stores, then the exporters that they scrape. */
export function startLabMetrics(
  clusters: readonly SimulatedCluster[],
  options: {
    metrics: LabMetricsOptions;
    traffic: RunningTraffic;
    worldDirectory: string;
    names: NameMap;
    directory: string;
    firstPort: number;
    /** Of the API servers: whoever reads them at the start comes first. */
    servers: Iterable<{ counters(): ApiServerCounters }>;
    onError(error: unknown): void;
  },
): Promise<RunningMetrics> | undefined {
  const { metrics, traffic, worldDirectory, names } = options;
  const { directory, firstPort, servers, onError } = options;
  const { prometheus, promtool } = metrics;
  if (!prometheus) return undefined;
  const stores = readStoreSettings(worldDirectory, {
    clusters: clusters.map(({ world }) => world.name),
    names,
  });
  return listening(firstPort + stores.length, 'the exporters', () =>
    startMetrics({
      clusters,
      stores,
      traffic,
      ways: traffic.faults,
      programs: { prometheus, promtool },
      directory: join(directory, 'prometheus'),
      firstPort,
      begin: signal => quietServers(servers, signal),
      onError,
    }),
  );
}
