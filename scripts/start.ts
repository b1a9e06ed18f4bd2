import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './bootstrap/steps.mjs';
import { ROOT } from './bootstrap/root.mjs';
import { buildApp } from './start/appBundle.ts';
import { closingBlock } from './start/closingBlock.ts';
import { startLab } from './start/lab.ts';
import { findMetricsPrograms } from './start/metricsPrograms.ts';
import {
  readStartOptions,
  USAGE,
  UsageError,
  type StartOptions,
} from './start/options.ts';
import { portalUrl, startPortal, waitForFirstCluster } from './start/portal.ts';
import { checkPorts } from './start/ports.ts';
import { refuseSecondStart } from './start/secondStart.ts';
import { Session, StopRequested } from './processes/Session.ts';
import { onEndRequested } from './processes/endRequests.ts';
import { findOnPath } from './tools/executables.ts';

/** Steps 1 and 2 are the bootstrap's. */
const STEPS = 6;

/** A fresh log for each start: its tail is shown when a process fails. */
function logFile(name: string): string {
  const path = join(ROOT, '.meshport', `${name}.log`);
  mkdirSync(join(ROOT, '.meshport'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

/** The lab, with metrics if their programs can be had. */
async function startLabWithMetrics({
  labPortBase,
  note,
  ...common
}: {
  root: string;
  session: Session;
  labPortBase: number;
  note: (detail: string) => void;
}) {
  const { args, missing } = await common.session.during(
    findMetricsPrograms(note),
  );
  note('');
  const lab = await startLab({
    ...common,
    logFile: logFile('lab'),
    args: ['--port-base', String(labPortBase), ...args],
  });
  return { lab, missing };
}

async function startEverything(
  options: StartOptions,
  session: Session,
): Promise<void> {
  await refuseSecondStart(join(ROOT, '.lab'));
  const worlds = join(ROOT, 'packages', 'lab', 'world');
  await checkPorts(options, readdirSync(worlds).length);
  const { host, port, labPortBase } = options;
  const common = { root: ROOT, session };
  await step({ number: 3, of: STEPS, what: 'app' }, () =>
    buildApp({ ...common, logFile: logFile('app-build') }),
  );
  const { lab, missing } = await step(
    { number: 4, of: STEPS, what: 'lab' },
    (note: (detail: string) => void) =>
      startLabWithMetrics({ ...common, labPortBase, note }),
  );
  await step({ number: 5, of: STEPS, what: 'portal' }, () =>
    startPortal({
      ...common,
      host,
      port,
      appConfigs: [lab.appConfig],
      logFile: logFile('portal'),
    }),
  );
  await step({ number: 6, of: STEPS, what: 'clusters' }, () =>
    waitForFirstCluster({ session, port }),
  );
  const hasKubectl = findOnPath('kubectl') !== undefined;
  process.stdout.write(
    closingBlock({
      url: portalUrl(port),
      kubeconfig: lab.kubeconfig,
      hasKubectl,
      stores: lab.stores,
      metricsMissing: missing,
    }),
  );
}

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const session = new Session();
  onEndRequested(() => session.requestStop());
  try {
    await startEverything(options, session);
    return await session.interrupted;
  } catch (error) {
    if (error instanceof StopRequested) {
      process.stdout.write('\nEnding everything ...\n');
      return 0;
    }
    throw error;
  } finally {
    await session.stop();
  }
}

main().then(
  code => process.exit(code),
  (error: Error) => {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
