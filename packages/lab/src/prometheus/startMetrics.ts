import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Ways } from '../controllers/FleetController.ts';
import { CallCounter } from '../exporters/CallCounter.ts';
import { gatewayGauges } from '../exporters/linkerd/gatewayProbes.ts';
import { LabStartError } from '../serve/listening.ts';
import type { Call } from '../traffic/Call.ts';
import type { Traffic } from '../traffic/Ledger.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { GuardedChild } from './GuardedChild.ts';
import type { HistoryWork } from './historyWorker.ts';
import { startMetricsServer, type MetricsServer } from './MetricsServer.ts';
import { countPast, type PastOfCluster } from './pastCounts.ts';
import {
  dataDirectory,
  startPrometheus,
  tail,
  type PrometheusOptions,
} from './PrometheusStore.ts';
import { DROPPED } from './scrapeConfig.ts';
import type { StoreSettings } from './storeSettings.ts';

interface MetricsOptions {
  clusters: readonly SimulatedCluster[];
  stores: readonly StoreSettings[];
  traffic: Traffic;
  /** What is open between the clusters; everything if left out. */
  ways?: Ways;
  /** Paths of the programs; without promtool there is no history. */
  programs: { prometheus: string; promtool?: string };
  /** Emptied first. */
  directory: string;
  /** The stores' ports, in their order; that of the exporters behind them. */
  firstPort: number;
  /** What to wait for before the past is counted and written, which takes all there is of two processors for a while. */
  begin?(signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}

/** A store, as others find it. */
export interface MetricsStore extends StoreSettings {
  url: string;
}

export interface RunningMetrics {
  stores: MetricsStore[];
  /** Settles when all stores answer, with the past in them. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Ports after `firstPort` that metrics take. */
function portsOfMetrics(
  stores: readonly StoreSettings[],
  firstPort: number,
): { stores: number[]; exporters: number } {
  return {
    stores: stores.map((_store, i) => firstPort + i),
    exporters: firstPort + stores.length,
  };
}

/**
 * Counts the traffic as the proxies would, and lets a real Prometheus per store scrape that. Returns as soon as the
 * exporters listen: the past is written, and then the stores are started, while everything else goes on.
 */
export async function startMetrics(
  options: MetricsOptions,
): Promise<RunningMetrics> {
  const { stores, directory, firstPort, onError } = options;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ports = portsOfMetrics(stores, firstPort);
  const counter = new CallCounter(
    options.clusters.map(({ world, store }) => ({ name: world.name, store })),
  );
  const members = options.clusters.map(({ world, ...rest }) => ({
    name: world.name,
    store: rest.store,
    events: rest.events,
    timeline: rest.timeline,
  }));
  const setGauges = gatewayGauges(
    { members, timeline: members[0]?.timeline, ways: options.ways },
    counter,
  );
  const server = await startMetricsServer(ports.exporters, cluster => {
    if (!counter.view.clusters.includes(cluster)) return undefined;
    const now = new Date();
    setGauges(now);
    return counter.registry.text(cluster, now.getTime());
  });
  const running = new RunningStores(options, { counter, server, setGauges });
  const ready = running.start();
  ready.catch(error => {
    if (!running.isStopping) onError(error);
  });
  return {
    stores: stores.map((store, i) => ({
      ...store,
      url: `http://127.0.0.1:${ports.stores[i]}`,
    })),
    ready,
    stop: () => running.stop(),
  };
}

/** The processes behind it, and the order in which they are started and ended. */
class RunningStores {
  private readonly stopping = new AbortController();
  private readonly children: GuardedChild[] = [];
  private readonly options: MetricsOptions;
  private readonly counter: CallCounter;
  private readonly server: MetricsServer;
  private readonly setGauges: (now: Date) => void;
  private worker: Worker | undefined;
  private unsubscribe: () => void = () => undefined;
  private started: Promise<void> = Promise.resolve();

  constructor(
    options: MetricsOptions,
    parts: {
      counter: CallCounter;
      server: MetricsServer;
      setGauges: (now: Date) => void;
    },
  ) {
    this.options = options;
    this.counter = parts.counter;
    this.server = parts.server;
    this.setGauges = parts.setGauges;
  }

  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  start(): Promise<void> {
    this.started = this.run();
    return this.started;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.unsubscribe();
    await this.worker?.terminate();
    await this.started.catch(() => undefined);
    await Promise.all(this.children.map(child => child.stop()));
    this.counter.stop();
    await this.server.stop();
  }

  private async run(): Promise<void> {
    const { traffic, programs, onError } = this.options;
    const { signal } = this.stopping;
    const span = await traffic.history;
    const waiting: Call[] = [];
    let take = (call: Call): void => void waiting.push(call);
    this.unsubscribe = traffic.ledger.subscribe(call => take(call));
    await this.options.begin?.(signal);
    const past = await countPast(this.counter, {
      ledger: traffic.ledger,
      span,
      beforeNote: this.setGauges,
      signal,
    });
    for (const call of waiting) this.counter.count(call);
    take = call => this.counter.count(call);
    signal.throwIfAborted();
    if (programs.promtool && span.to > span.from) {
      await this.writeHistory(programs.promtool, past).catch(cause => {
        signal.throwIfAborted();
        // Without its past the store is still of use.
        onError(
          new Error('The past of the metrics could not be written', { cause }),
        );
      });
    }
    await Promise.all(
      this.options.stores.map((store, i) => this.startStore(store, i)),
    );
  }

  private async writeHistory(
    promtool: string,
    past: Map<string, PastOfCluster>,
  ): Promise<void> {
    const { stores, directory } = this.options;
    const work: HistoryWork = {
      promtool,
      drafts: join(directory, 'history'),
      dropped: DROPPED,
      stores: stores.map(({ name, clusterLabel, clusters }) => ({
        data: dataDirectory({ directory: join(directory, name) }),
        clusters: Object.entries(clusters).map(([cluster, label]) => {
          const { lines, snapshots = [] } = past.get(cluster) ?? {};
          return {
            heads: lines?.heads ?? [],
            snapshots,
            label: clusterLabel ? `${clusterLabel}="${label}"` : '',
          };
        }),
      })),
    };
    const worker = new Worker(new URL('./historyWorker.ts', import.meta.url), {
      workerData: work,
    });
    this.worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  }

  private async startStore(settings: StoreSettings, i: number): Promise<void> {
    const { directory, programs, stores, firstPort, onError } = this.options;
    const { signal } = this.stopping;
    signal.throwIfAborted();
    const options: PrometheusOptions = {
      settings,
      program: programs.prometheus,
      port: portsOfMetrics(stores, firstPort).stores[i],
      directory: join(directory, settings.name),
      exporters: this.server.address,
      signal,
    };
    mkdirSync(options.directory, { recursive: true });
    const child = await startPrometheus(options).catch(cause => {
      signal.throwIfAborted();
      throw new LabStartError(
        `${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    });
    this.children.push(child);
    void child.ended.then(how => {
      if (this.isStopping) return;
      const log = join(options.directory, 'prometheus.log');
      onError(
        new Error(`The Prometheus ${settings.name} ${how}:\n${tail(log)}`),
      );
    });
  }
}
