import { join, relative } from 'node:path';
import { ROOT } from '../scripts/bootstrap/root.mjs';
import { onEndRequested } from '../scripts/processes/endRequests.ts';
import { Session, StopRequested } from '../scripts/processes/Session.ts';
import { readBenchOptions, UsageError } from './options.ts';
import { keepResult, lastResult } from './report/history.ts';
import { heading, table } from './report/table.ts';
import { runBench } from './run/runBench.ts';

const RESULTS = join(ROOT, 'bench', 'results');

async function main(session: Session): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2));
  const result = await runBench({
    root: ROOT,
    session,
    options,
    // For profiles: `BENCH_NODE_ARGS=--cpu-prof yarn bench`.
    nodeArgs: (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter(Boolean),
    say: step => process.stderr.write(`${step} ...\n`),
  });
  const before = lastResult(RESULTS, result);
  process.stdout.write(`${heading(result)}\n\n${table(result, before)}\n`);
  if (options.keep) {
    const file = keepResult(RESULTS, result);
    process.stdout.write(`\nKept in ${relative(ROOT, file)}\n`);
  }
}

const session = new Session();
onEndRequested(() => session.requestStop());
main(session)
  .catch(error => {
    if (error instanceof StopRequested) return;
    const text = error instanceof UsageError ? error.message : error.stack;
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  })
  .finally(() => session.stop());
