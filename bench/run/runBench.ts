import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from '../options.ts';
import type { Result, StartFigures } from '../report/Result.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import { BenchPortal, type BenchPortalOptions } from './BenchPortal.ts';
import { Labs } from './Labs.ts';
import { thisMachine } from './machine.ts';
import {
  compareWithKubernetesPlugin,
  measureFaults,
  measureWindow,
  askForNothing,
  type Bench,
} from './measure.ts';
import { waitForCatalog, watchStart } from './watchStart.ts';

/** The mesh plugin reads the catalog this often, and everything settles after it. */
const CATALOG_SECONDS = 65;
const SETTLE_SECONDS = 10;
/** Backstage looks at each entity of its catalog again after 100 to 150 s. */
const IDLE_SECONDS = 160;

export interface RunOptions {
  root: string;
  session: Session;
  options: BenchOptions;
  /** More arguments of the portal's Node. */
  nodeArgs: readonly string[];
  /** Called with what is done next. */
  say(step: string): void;
}

/** Services that are in all clusters have one entity, the others one each. */
function entitiesOf({ clusters, services }: BenchOptions): number {
  const shared = Math.ceil(services / 5);
  return shared + clusters * (services - shared);
}

/** What Backstage costs by itself: as it is, after a full garbage collection, and while it is asked for nothing. */
async function measureIdle(
  start: BenchPortalOptions,
  entities: number,
): Promise<Pick<Result, 'idle' | 'idleCollected' | 'idleWindow'>> {
  const reads = { catalog: true, clusters: false };
  const portal = await BenchPortal.start({ ...start, reads });
  try {
    await waitForCatalog(portal, entities);
    await delay(SETTLE_SECONDS * 1000);
    const idle = await portal.figures();
    const idleCollected = await portal.figures({ gc: true });
    await portal.figures({ reset: true });
    await askForNothing(portal, { ...start, seconds: IDLE_SECONDS });
    return { idle, idleCollected, idleWindow: await portal.figures() };
  } finally {
    await portal.stop();
  }
}

/**
 * Without a catalog: one that is read into an empty database takes the event loop for seconds at a time, which a portal
 * that has a database does not do at each start.
 */
async function measureStart(
  start: BenchPortalOptions,
  clusters: number,
): Promise<StartFigures> {
  const reads = { catalog: false, clusters: true };
  const portal = await BenchPortal.start({ ...start, reads });
  try {
    return await watchStart(portal, clusters);
  } finally {
    await portal.stop();
  }
}

async function measureAll(
  bench: Bench,
  { say, options }: RunOptions,
): Promise<
  Pick<
    Result,
    'healthy' | 'faulty' | 'afterCollection' | 'kubernetesPlugin'
  > & { labResidentBytes: number }
> {
  const { labs, portal } = bench;
  say('pages and changes, all clusters well');
  const healthy = await measureWindow(bench, labs.clusters);
  const afterCollection = await portal.figures({ gc: true });
  const isFaulty = options.faults && labs.clusters.length > 2;
  if (isFaulty) say('the same while one cluster hangs and one garbles');
  const faulty = isFaulty ? await measureFaults(bench) : undefined;
  say('the Kubernetes plugin beside');
  await delay(isFaulty ? 20_000 : 0);
  const kubernetesPlugin = await compareWithKubernetesPlugin(bench);
  const { residentBytes } = await labs.status();
  return {
    healthy,
    ...(faulty ? { faulty } : {}),
    afterCollection,
    kubernetesPlugin,
    labResidentBytes: residentBytes,
  };
}

/** One whole run; what it started is ended when it fails. Processes of the lab end with the session. */
export async function runBench(run: RunOptions): Promise<Result> {
  const { root, session, options, nodeArgs, say } = run;
  const directory = mkdtempSync(join(tmpdir(), 'meshport-bench-'));
  mkdirSync(directory, { recursive: true });
  say(`${options.clusters} simulated clusters (logs: ${directory})`);
  const labs = await Labs.start({ root, session, directory, options });
  const start: BenchPortalOptions = {
    ...{ root, directory, nodeArgs: [] },
    labConfigs: labs.appConfigs(),
    reads: { catalog: true, clusters: true },
  };
  const entities = entitiesOf(options);
  say('an idle portal');
  const idle = await measureIdle(start, entities);
  say('a portal that reads the clusters');
  const started = await measureStart(start, options.clusters);
  say('a portal that reads clusters and catalog');
  const portal = await BenchPortal.start({ ...start, nodeArgs });
  try {
    await watchStart(portal, options.clusters);
    await waitForCatalog(portal, entities);
    await delay(CATALOG_SECONDS * 1000);
    const bench: Bench = { root, directory, options, labs, portal };
    const measured = await measureAll(bench, run);
    rmSync(directory, { recursive: true, force: true });
    return {
      at: new Date().toISOString(),
      machine: thisMachine(),
      options,
      start: started,
      ...idle,
      ...measured,
    };
  } finally {
    await portal.stop();
  }
}
