import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  readInvocation,
  UsageError,
  type Invocation,
} from './cli/arguments.ts';
import { askLab, LabUnavailableError } from './cli/askLab.ts';
import { usageText } from './cli/usage.ts';
import { LabStartError } from './serve/listening.ts';
import { startLab } from './serve/startLab.ts';
import type { NameMap } from './world/rename.ts';

const packageRoot = join(import.meta.dirname, '..');
const defaultDirectory = join(packageRoot, '..', '..', '.lab');

async function main(argv: readonly string[]): Promise<void> {
  const invocation = readInvocation(argv);
  switch (invocation.type) {
    case 'help':
      process.stdout.write(usageText());
      return;
    case 'command': {
      const { directory, command, args } = invocation;
      const folder = resolve(directory ?? defaultDirectory);
      const prompt = `npm run lab --${directory ? ` --dir ${directory}` : ''}`;
      const text = await askLab(folder, command, args, { prompt });
      process.stdout.write(`${text}\n`);
      return;
    }
    default:
      await serve(invocation);
  }
}

async function serve(
  options: Extract<Invocation, { type: 'serve' }>,
): Promise<void> {
  const lab = await startLab({
    directory: resolve(options.directory ?? defaultDirectory),
    worldDirectory: resolve(
      options.worldDirectory ?? join(packageRoot, 'world'),
    ),
    catalogDirectory: join(packageRoot, 'catalog'),
    portalConfig: join(packageRoot, '..', '..', 'app-config.yaml'),
    portBase: options.portBase,
    speed: options.speed,
    names: options.rename ? readNames(options.rename) : {},
    metrics: {
      prometheus: options.prometheus && resolve(options.prometheus),
      promtool: options.promtool && resolve(options.promtool),
      history: options.history,
    },
    onError: error =>
      process.stderr.write(
        `${error instanceof Error ? error.stack : String(error)}\n`,
      ),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      lab.stop().then(() => process.exit(0), fail);
    });
  }
  const { stop: _stop, ...ready } = lab;
  process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`);
}

function readNames(file: string): NameMap {
  const names: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (
    typeof names === 'object' &&
    names !== null &&
    Object.values(names).every(name => typeof name === 'string')
  ) {
    return names as NameMap;
  }
  throw new UsageError(
    `${file} has to be a JSON object with new names by old ones.`,
  );
}

/** 2 for what was typed, 1 for what went wrong. */
function fail(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) {
    return `${error.message}\nSee npm run lab -- help.`;
  }
  const expected =
    error instanceof LabUnavailableError || error instanceof LabStartError;
  return expected ? error.message : error.stack ?? error.message;
}

main(process.argv.slice(2)).catch(fail);
