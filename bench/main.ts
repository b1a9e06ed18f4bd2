import { join, relative } from 'node:path';
import { ROOT } from '../scripts/bootstrap/root.mjs';
import { onEndRequested } from '../scripts/processes/endRequests.ts';
import { Session, StopRequested } from '../scripts/processes/Session.ts';
import { coreFigures } from './metrics/coreFigures.ts';
import { metricsFigures } from './metrics/metricsFigures.ts';
import { readMetricsOptions } from './metrics/options.ts';
import { runCoreBench } from './metrics/runCoreBench.ts';
import { runMetricsBench } from './metrics/runMetricsBench.ts';
import { readBenchOptions, UsageError } from './options.ts';
import { keepResult, lastResult } from './report/history.ts';
import { figureTable, heading, machineLine, table } from './report/table.ts';
import { runBench } from './run/runBench.ts';

const RESULTS = join(ROOT, 'bench', 'results');

/** Of a run that measures metrics: on a machine that is too slow for it there is nothing to be learnt. */
const METRICS_MINUTES = 6;

const print = (text: string) => process.stdout.write(`${text}\n`);

function runOf(session: Session) {
  return {
    root: ROOT,
    session,
    // For profiles: `BENCH_NODE_ARGS=--cpu-prof yarn bench`.
    nodeArgs: (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter(Boolean),
    say: (step: string) => process.stderr.write(`${step} ...\n`),
  };
}

function keep(result: Parameters<typeof keepResult>[1], size: string): void {
  const file = keepResult(RESULTS, result, size);
  print(`\nKept in ${relative(ROOT, file)}`);
}

async function main(session: Session, argv: readonly string[]): Promise<void> {
  const options = readBenchOptions(argv);
  const result = await runBench({ ...runOf(session), options });
  const { clusters, services, pods } = options;
  const size = `${clusters}x${services}x${pods}`;
  const before = lastResult(RESULTS, result, size);
  print(`${heading(result)}\n\n${table(result, before)}`);
  if (options.keep) keep(result, size);
}

/** Rejects when it takes too long, or the session is interrupted. */
async function inTime<T>(session: Session, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const sentence = `The run took longer than ${METRICS_MINUTES} minutes and was ended: the machine is too busy. Nothing was kept.`;
    timer = setTimeout(
      () => reject(new Error(sentence)),
      METRICS_MINUTES * 60_000,
    );
  });
  try {
    return await session.during(Promise.race([work, tooLong]));
  } finally {
    clearTimeout(timer);
  }
}

async function metrics(
  session: Session,
  argv: readonly string[],
): Promise<void> {
  const options = readMetricsOptions(argv);
  const run = { ...runOf(session), options };
  const { stores, clusters, services, portal } = options;
  const what = portal ? 'portal' : 'metrics';
  const size = `${what}-${stores}x${clusters}x${services}`;
  const heads = `${stores} stores (a stub), ${clusters} clusters, ${
    clusters * services
  } services`;
  if (portal) {
    const result = await inTime(session, runMetricsBench(run));
    const before = lastResult(RESULTS, result, size);
    const known = before ? metricsFigures(before) : [];
    const figures = figureTable(metricsFigures(result), known);
    const load = `load average ${result.viewed.load}`;
    print(`${machineLine(result)}\n${heads}; ${load}\n\n${figures}`);
    if (options.keep) keep(result, size);
    return;
  }
  const result = await inTime(session, runCoreBench(run));
  const before = lastResult(RESULTS, result, size);
  const known = before ? coreFigures(before) : [];
  const figures = figureTable(coreFigures(result), known);
  const load = `load average ${result.load.join(' before, ')} after`;
  print(`${machineLine(result)}\n${heads}; ${load}\n\n${figures}`);
  if (options.keep) keep(result, size);
}

const session = new Session();
onEndRequested(() => session.requestStop());
const argv = process.argv.slice(2);
const run = argv.includes('--metrics') ? metrics : main;
run(session, argv)
  .catch(error => {
    if (error instanceof StopRequested) return;
    const text = error instanceof UsageError ? error.message : error.stack;
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  })
  .finally(() => session.stop())
  // What was waiting for a portal when a run was given up would keep the process alive.
  .finally(() => process.exit());
