import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from '../options.ts';
import type { ProcessFigures } from '../portal/instruments.ts';
import type { Result } from '../report/Result.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import { BenchPortal, type BenchPortalOptions } from './BenchPortal.ts';
import { Labs } from './Labs.ts';
import { thisMachine } from './machine.ts';
import {
  compareWithKubernetesPlugin,
  measureFaults,
  measureWindow,
  type Bench,
} from './measure.ts';
import { waitForCatalog, watchStart } from './watchStart.ts';

/** The mesh plugin reads the catalog this often, and everything settles after it. */
const CATALOG_SECONDS = 65;

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

async function idlePortal(
  start: BenchPortalOptions,
  entities: number,
): Promise<ProcessFigures> {
  const portal = await BenchPortal.start({ ...start, withClusters: false });
  try {
    await waitForCatalog(portal, entities);
    await delay(10_000);
    return await portal.figures();
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
    ...{ root, directory, nodeArgs, withClusters: true },
    labConfigs: labs.appConfigs(),
  };
  const entities = entitiesOf(options);
  say('an idle portal');
  const idle = await idlePortal({ ...start, nodeArgs: [] }, entities);
  say('a portal that reads the clusters');
  const portal = await BenchPortal.start(start);
  try {
    const started = await watchStart(portal, options.clusters);
    say('the catalog');
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
      idle,
      ...measured,
    };
  } finally {
    await portal.stop();
  }
}
