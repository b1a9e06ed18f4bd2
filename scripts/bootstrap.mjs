// The first thing that runs after a clone: plain JavaScript for any Node from 18 on, with npm and nothing else. It makes
// the right Node and the packages available and hands over to the TypeScript command.
import process from 'node:process';
import { handOver } from './bootstrap/handOver.mjs';
import { findNode } from './bootstrap/node.mjs';
import { readNpmSettings } from './bootstrap/npmSettings.mjs';
import { arePackagesCurrent, installPackages } from './bootstrap/packages.mjs';
import { step } from './bootstrap/steps.mjs';

/** What each command runs, and in how many steps it reports, the two of this file included. */
const COMMANDS = {
  start: { script: 'scripts/start.ts', steps: 6 },
  test: { script: 'scripts/test.ts', steps: 2 },
  lab: { script: 'packages/lab/src/main.ts', steps: 2, quiet: true },
};

async function main() {
  const [name, ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const names = Object.keys(COMMANDS).join(', ');
    throw new Error(`The command is one of ${names}, not "${name ?? ''}".`);
  }
  // npm's settings depend on the Node that is first on PATH, so they are read before that changes.
  const npm = readNpmSettings();
  const report = { of: command.steps, quiet: command.quiet };
  const node = await step({ ...report, number: 1, what: 'Node' }, () =>
    findNode(npm),
  );
  await step({ ...report, number: 2, what: 'packages' }, progress =>
    arePackagesCurrent(node)
      ? undefined
      : installPackages({ node, npm, progress }),
  );
  await handOver({ node, script: command.script, args });
}

main().catch(error => {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
