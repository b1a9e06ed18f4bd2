import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, thisMachine } from '../run/machine.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import type { CoreFigures, CoreResult, CoreTask } from './CoreResult.ts';
import type { MetricsBenchOptions } from './options.ts';
import { StubStores } from './StubStores.ts';
import type { StubWorld } from './stub/StubWorld.ts';

const SERVICES_PER_NAMESPACE = 20;
/** One service in so many is in all clusters. */
const SHARED_EVERY = 5;
/** Series in one answer that are too many for the last store: queries have to be asked in parts. */
const TOO_MANY_SERIES = 15_000;
const LIMIT_MILLISECONDS = 30 * 60_000;

/** With names as long as such names are. */
function worldOf(options: MetricsBenchOptions): StubWorld {
  const two = (index: number) => String(index).padStart(2, '0');
  const clusters = Array.from({ length: options.clusters }, (_, cluster) => ({
    name: `production-eu-${two(cluster)}`,
    services: Array.from({ length: options.services }, (__, index) => ({
      namespace: `team-payments-${two(
        Math.floor(index / SERVICES_PER_NAMESPACE),
      )}`,
      name:
        index % SHARED_EVERY === 0
          ? `inventory-service-${index}`
          : `inventory-service-${index}-of-${two(cluster)}`,
    })),
  }));
  const stores = Array.from(
    { length: options.stores },
    (_, index) => `metrics-${index + 1}`,
  );
  return { stores, clusters };
}

/** One whole run of the plugin's own parts against the stub, in a process each. */
export async function runCoreBench(run: {
  root: string;
  session: Session;
  options: MetricsBenchOptions;
  /** More arguments of the measured process's Node. */
  nodeArgs: readonly string[];
  say(step: string): void;
}): Promise<CoreResult> {
  const { root, session, options, nodeArgs, say } = run;
  const directory = mkdtempSync(join(tmpdir(), 'meshport-bench-'));
  const world = worldOf(options);
  const before = load();
  const last = world.stores[world.stores.length - 1];
  const stores = await StubStores.start({
    ...{ root, directory, session, world },
    refuseFrom: { [last]: TOO_MANY_SERIES },
  });
  const file = join(directory, 'task.json');
  const { seconds } = options;
  const task: CoreTask = { world, url: stores.url, seconds };
  writeFileSync(file, JSON.stringify(task));
  const transform = createRequire(join(root, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  say(`three windows of ${seconds} s (logs: ${directory})`);
  const output: string[] = [];
  const logFile = join(directory, 'core.log');
  const end = await session.complete({
    name: 'The measured process',
    command: process.execPath,
    args: [
      ...['--no-warnings', '--expose-gc', ...nodeArgs, '--require', transform],
      join(root, 'bench', 'metrics', 'portal', 'main.ts'),
      file,
    ],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    logFile,
    onOutput: text => output.push(text),
    timeLimitMilliseconds: LIMIT_MILLISECONDS,
  });
  if (end.code !== 0) throw new Error(readFileSync(logFile, 'utf8'));
  rmSync(directory, { recursive: true, force: true });
  return {
    at: new Date().toISOString(),
    ...{ machine: thisMachine(), options, load: [before, load()] },
    ...(JSON.parse(output.join('')) as CoreFigures),
  };
}
