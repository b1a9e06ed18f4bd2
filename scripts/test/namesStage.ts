import { existsSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { verdict } from './checkStage.ts';
import { findNamesInCode, findNamesInData } from './labNames.ts';
import type { Stage } from './Stage.ts';

const NAMES = 'packages/lab/names.json';
const CODE = 'plugins/*/{src,dev}/**/*.{ts,tsx}';
const DATA = 'plugins/*/{src,dev}/**/*.{json,yaml}';

async function findIn(
  { root, pattern }: { root: string; pattern: string },
  find: (path: string, text: string) => { name: string; line: number }[],
): Promise<string[]> {
  const lines: string[] = [];
  for await (const path of glob(pattern, { cwd: root })) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const { name, line } of find(path, text)) {
      lines.push(`${path}:${line}  "${name}" is a name of the lab`);
    }
  }
  return lines;
}

/** Keeps the plugins honest: what works only for the simulated world's names does not work. */
export const namesStage: Stage = {
  name: 'names',
  what: 'no names of the lab as text in plugins/',
  async run({ root }) {
    if (!existsSync(join(root, NAMES))) {
      return verdict(false, `${NAMES} is missing.`);
    }
    const names = JSON.parse(
      readFileSync(join(root, NAMES), 'utf8'),
    ) as string[];
    const inCode = await findIn({ root, pattern: CODE }, (path, code) =>
      findNamesInCode({ path, code }, names),
    );
    const inData = await findIn({ root, pattern: DATA }, (_path, text) =>
      findNamesInData(text, names),
    );
    const found = [...inCode, ...inData];
    return verdict(found.length === 0, found.join('\n'));
  },
};
