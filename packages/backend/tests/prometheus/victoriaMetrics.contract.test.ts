import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { queriesSuite } from './queries.suite';
import { startVictoriaMetrics } from './VictoriaMetricsStore';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../../..');

/** Jest wants to know before anything asynchronous whether there are tests. */
function isFound(tool: string): boolean {
  const module = pathToFileURL(join(ROOT, 'scripts/tools/findTool.ts'));
  const script = `import { findTool } from '${module}'; await findTool('${tool}');`;
  try {
    const args = ['--input-type=module', '--eval', script];
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// Its rate() takes the sample before the window and does not extrapolate.
queriesSuite('VictoriaMetrics', startVictoriaMetrics, {
  isCoarse: true,
  isLeftOut: !isFound('victoria-metrics'),
});
