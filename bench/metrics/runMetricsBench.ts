import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Question } from '../client/ask.ts';
import { BenchPortal, type BenchPortalOptions } from '../run/BenchPortal.ts';
import { Labs } from '../run/Labs.ts';
import { thisMachine } from '../run/machine.ts';
import { OBSERVER_TOKEN, TEAM } from '../run/portalConfig.ts';
import { watchStart } from '../run/watchStart.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';
import type { MetricsResult } from './MetricsResult.ts';
import type { MetricsBenchOptions } from './options.ts';
import { writeCatalogConfig, writeStoresConfig } from './portalConfigs.ts';
import { refreshesOf } from './refreshes.ts';
import { StubStores } from './StubStores.ts';
import {
  storeIndex,
  type NamedService,
  type StubWorld,
} from './stub/StubWorld.ts';
import { measured, measuredWhileLooking, type Watched } from './windows.ts';

/** Sidecars of Istio, whose numbers the stub has. */
const LIKE = ['aws-eks'];
const CLUSTERS_PER_LAB = 15;
/** Series in one answer that are too many for the last store: queries have to be asked in parts. */
const TOO_MANY_SERIES = 15_000;
/** Pages of the developer's entities, in turn. */
const PAGES = 10;
const REQUESTS_PER_SECOND = 30;
const GRAPHS_PER_SECOND = 2;
/** Of each store: until its error budgets and the hour before are read. */
const FILLING_REFRESHES = 6;
const WAIT_MILLISECONDS = 120_000;

export interface MetricsRun {
  root: string;
  session: Session;
  options: MetricsBenchOptions;
  /** More arguments of the portal's Node. */
  nodeArgs: readonly string[];
  /** Called with what is done next. */
  say(step: string): void;
}

/** As long as such names are. */
const metricsName = (cluster: number) =>
  `production-eu-${String(cluster).padStart(2, '0')}`;

async function worldOf(
  labs: Labs,
  { stores }: MetricsBenchOptions,
): Promise<StubWorld> {
  const clusters = await Promise.all(
    labs.clusters.map(async (cluster, index) => ({
      name: metricsName(index),
      services: await labs.services(cluster),
    })),
  );
  const names = Array.from({ length: stores }, (_, i) => `metrics-${i + 1}`);
  return { stores: names, clusters };
}

/** Those first that run in all clusters. */
function ownServices({ clusters }: StubWorld): NamedService[] {
  return clusters[0].services
    .filter(({ namespace }) => namespace === TEAM)
    .sort((a, b) => (b.name < a.name ? -1 : 1))
    .slice(0, PAGES);
}

function pages(
  { url }: BenchPortal,
  services: readonly NamedService[],
): Question[] {
  const api = `${url}/api/mesh/v1`;
  return services.flatMap(({ name }) => {
    const entity = `${api}/entities/component/default/${name}`;
    return [
      { name: 'entity', url: entity },
      { name: 'charts', url: `${entity}/metrics` },
      { name: 'entity', url: entity },
      { name: 'services', url: `${api}/services?limit=50` },
    ];
  });
}

function graphs({ url }: BenchPortal): Question[] {
  const graph = `${url}/api/mesh/v1/graph?limit=500`;
  return [
    { name: 'graph', url: graph },
    { name: 'graph-of-cluster', url: `${graph}&cluster=cluster-00` },
  ];
}

/** A portal that has read all clusters, and knows the entities that are asked for. */
async function startPortal(
  start: BenchPortalOptions,
  input: { clusters: number; services: readonly NamedService[] },
): Promise<BenchPortal> {
  const portal = await BenchPortal.start(start);
  try {
    await watchStart(portal, input.clusters);
    for (const { name } of input.services) {
      const path = `mesh/v1/entities/component/default/${name}`;
      await waitUntil(() => portal.observe<object>(path), {
        what: `the entity ${name}`,
        timeoutMilliseconds: WAIT_MILLISECONDS,
        intervalMilliseconds: 500,
      });
    }
  } catch (error) {
    await portal.stop();
    throw error;
  }
  return portal;
}

/** Waits until every store has been refreshed some times since its clusters are known. */
async function untilFilled({ stores }: Watched, names: readonly string[]) {
  const seen: Awaited<ReturnType<StubStores['requests']>> = [];
  await waitUntil(
    async () => {
      seen.push(...(await stores.requests()));
      const refreshes = refreshesOf(seen);
      return names.every(
        name =>
          refreshes.filter(({ store }) => store === name).length >=
          FILLING_REFRESHES,
      );
    },
    {
      what: 'the stores to be read',
      timeoutMilliseconds: WAIT_MILLISECONDS,
      intervalMilliseconds: 1_000,
    },
  );
  return seen;
}

interface Parts extends Omit<Watched, 'portal'> {
  run: MetricsRun;
  world: StubWorld;
  start: BenchPortalOptions;
  storesConfig: string;
}

async function lookingOf(portal: BenchPortal, { run, world }: Parts) {
  return {
    questions: pages(portal, ownServices(world)),
    token: await portal.signIn(),
    perSecond: REQUESTS_PER_SECOND,
    seconds: run.options.seconds,
  };
}

async function measureWithout(parts: Parts): Promise<MetricsResult['without']> {
  const { start, world, run } = parts;
  const services = ownServices(world);
  const { clusters } = run.options;
  const portal = await startPortal(start, { clusters, services });
  try {
    const looking = await lookingOf(portal, parts);
    const viewed = await measuredWhileLooking({ ...parts, portal }, looking);
    return { viewed, collected: await portal.figures({ gc: true }) };
  } finally {
    await portal.stop();
  }
}

async function measureWith(
  parts: Parts,
): Promise<Omit<MetricsResult, 'at' | 'machine' | 'options' | 'without'>> {
  const { start, world, run, storesConfig, stores } = parts;
  const services = ownServices(world);
  const { clusters, seconds } = run.options;
  const configFiles = [...(start.configFiles ?? []), storesConfig];
  const { nodeArgs } = run;
  const portal = await startPortal(
    { ...start, configFiles, nodeArgs },
    { clusters, services },
  );
  const bench: Watched = { ...parts, portal };
  try {
    run.say('what is read once: error budgets, and the hour before');
    let seen: Awaited<ReturnType<StubStores['requests']>> = [];
    const filling = await measured(bench, async () => {
      seen = await untilFilled(bench, world.stores);
      return {};
    });
    run.say('refreshes, nobody looks');
    const looking = await lookingOf(portal, parts);
    const nobody = { ...looking, questions: [] };
    const quiet = await measuredWhileLooking(bench, nobody);
    run.say('refreshes and viewers');
    const viewed = await measuredWhileLooking(bench, looking);
    const collected = await portal.figures({ gc: true });
    run.say('graphs');
    const graphing = {
      ...{ questions: graphs(portal), token: OBSERVER_TOKEN, seconds },
      perSecond: GRAPHS_PER_SECOND,
    };
    const graphed = await measuredWhileLooking(bench, graphing);
    run.say('one store hangs');
    const store = world.stores[0];
    await stores.hang(store);
    const hanging = await measuredWhileLooking(bench, looking);
    return {
      filling: { ...filling, refreshes: refreshesOf(seen) },
      ...{ quiet, viewed, collected, graphs: graphed },
      hanging: { ...hanging, store },
    };
  } finally {
    await portal.stop();
  }
}

/** One whole run; processes of lab and stores end with the session. */
export async function runMetricsBench(run: MetricsRun): Promise<MetricsResult> {
  const { root, session, options, say } = run;
  const directory = mkdtempSync(join(tmpdir(), 'meshport-bench-'));
  const { clusters, services } = options;
  say(`${clusters} simulated clusters (logs: ${directory})`);
  const size = { clusters, services, pods: 1 };
  const labs = await Labs.start({
    ...{ root, session, directory, like: LIKE },
    options: { ...size, clustersPerLab: CLUSTERS_PER_LAB },
  });
  const world = await worldOf(labs, options);
  const last = world.stores[world.stores.length - 1];
  const refuseFrom = { [last]: TOO_MANY_SERIES };
  const stores = await StubStores.start({
    ...{ root, directory, session, world, refuseFrom },
  });
  const catalogConfig = writeCatalogConfig(directory, ownServices(world));
  const start: BenchPortalOptions = {
    ...{ root, directory, nodeArgs: [], configFiles: [catalogConfig] },
    labConfigs: labs.appConfigs(),
    reads: { catalog: true, clusters: true },
  };
  const storesConfig = writeStoresConfig(directory, {
    url: stores.url,
    clusters: labs.clusters.map(({ name }, index) => ({
      name,
      metricsName: metricsName(index),
      store:
        world.stores[storeIndex(index, { stores: options.stores, clusters })],
    })),
  });
  const parts = { root, directory, run, world, stores, start, storesConfig };
  say('the same portal without stores');
  const without = await measureWithout(parts);
  say('a portal with stores');
  const measuredParts = await measureWith(parts);
  rmSync(directory, { recursive: true, force: true });
  return {
    at: new Date().toISOString(),
    machine: thisMachine(),
    options,
    without,
    ...measuredParts,
  };
}
