import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ESLint } from 'eslint';
import { ROOT } from '../bootstrap/root.mjs';

/** Ids of the rules that text breaks in a file that need not exist. What it imports must. */
async function brokenRules(path: string, code: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: join(ROOT, ...path.split('/').slice(0, 2)),
  });
  const [result] = await eslint.lintText(code, {
    filePath: join(ROOT, path),
  });
  return result.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const lines = (count: number) => 'f();\n'.repeat(count);
const PATHS = 'import/no-restricted-paths';
const BACKEND = 'plugins/mesh-backend/src';

const VIOLATIONS = [
  {
    title: 'mesh-common imports nothing of the repository',
    path: 'plugins/mesh-common/src/x.ts',
    code: "export * from '@meshport/plugin-mesh-node';\n",
    rule: PATHS,
  },
  {
    title: 'mesh-node does not import mesh-backend',
    path: 'plugins/mesh-node/src/x.ts',
    code: "export * from '@meshport/plugin-mesh-backend';\n",
    rule: PATHS,
  },
  {
    title: 'mesh-frontend does not import mesh-node, by path either',
    path: 'plugins/mesh-frontend/src/x.ts',
    code: "export * from '../../mesh-node/src/WatchedKind';\n",
    rule: PATHS,
  },
  {
    title: 'a plugin does not import the lab',
    path: `${BACKEND}/io/x.ts`,
    code: "export * from '../../../../packages/lab/src/apiserver/Store';\n",
    rule: PATHS,
  },
  {
    title: 'the lab does not import a plugin',
    path: 'packages/lab/src/x.ts',
    code: "export * from '../../../plugins/mesh-common/src/annotations';\n",
    rule: PATHS,
  },
  {
    title: 'production code does not use the scripts',
    path: 'packages/backend/src/x.ts',
    code: "export * from '../../../scripts/processes/ports';\n",
    rule: PATHS,
  },
  {
    title: 'core does not import io',
    path: `${BACKEND}/core/x.ts`,
    code: "export type { Clock } from '../io/clock';\n",
    rule: PATHS,
  },
  {
    title: 'http does not import io',
    path: `${BACKEND}/http/x.ts`,
    code: "export type { Clock } from '../io/clock';\n",
    rule: PATHS,
  },
  {
    title: 'io imports types of core, no values',
    path: `${BACKEND}/io/x.ts`,
    code: "import { buildModel } from '../core/buildModel';\n\nbuildModel();\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    title: 'service imports types of io, no values',
    path: `${BACKEND}/service/x.ts`,
    code: "import { SystemClock } from '../io/clock';\n\nSystemClock();\n",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  {
    title: 'import cycles',
    path: 'plugins/mesh-common/src/annotations.ts',
    code: "export { meshContract } from './index';\n",
    rule: 'import/no-cycle',
  },
  {
    title: 'files over 300 lines',
    path: 'packages/lab/src/x.ts',
    code: lines(301),
    rule: 'max-lines',
  },
  {
    title: 'functions over 60 lines',
    path: 'packages/lab/src/x.ts',
    code: `export function x() {\n${lines(60)}}\n`,
    rule: 'max-lines-per-function',
  },
  {
    title: 'functions of core over 40 lines',
    path: `${BACKEND}/core/x.ts`,
    code: `export function x() {\n${lines(40)}}\n`,
    rule: 'max-lines-per-function',
  },
  {
    title: 'any',
    path: 'scripts/x.ts',
    code: 'export const x = (y: any) => y;\n',
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    title: '! in core',
    path: `${BACKEND}/core/x.ts`,
    code: 'export const x = (y?: string) => y!;\n',
    rule: '@typescript-eslint/no-non-null-assertion',
  },
  {
    title: '@ts-expect-error',
    path: 'packages/lab/src/x.ts',
    code: '// @ts-expect-error because\nexport const x: string = 1;\n',
    rule: '@typescript-eslint/ban-ts-comment',
  },
  {
    title: 'an index that does something',
    path: 'plugins/mesh-common/src/index.ts',
    code: 'export const x = 1;\n',
    rule: 'no-restricted-syntax',
  },
  ...['fetch', 'setTimeout', 'setInterval', 'process', 'console'].map(name => ({
    title: `${name} in core`,
    path: `${BACKEND}/core/x.ts`,
    code: `export const x = ${name};\n`,
    rule: 'no-restricted-globals',
  })),
  ...['Date.now()', 'new Date()', 'Math.random()'].map(expression => ({
    title: `${expression} in core`,
    path: `${BACKEND}/core/x.ts`,
    code: `export const x = ${expression};\n`,
    rule: 'no-restricted-syntax',
  })),
  ...["'node:fs'", "'node:timers/promises'", "'fs'"].map(module => ({
    title: `import of ${module} in core`,
    path: `${BACKEND}/core/x.ts`,
    code: `import * as x from ${module};\n\nexport { x };\n`,
    rule: 'no-restricted-syntax',
  })),
];

const ALLOWED = [
  {
    title: 'mesh-backend imports mesh-node and mesh-common',
    path: `${BACKEND}/core/x.ts`,
    code: "export * from '@meshport/plugin-mesh-common';\nexport * from '@meshport/plugin-mesh-node';\n",
  },
  {
    title: 'io imports types of core',
    path: `${BACKEND}/io/x.ts`,
    code: "import type { ClusterModel } from '../core/model/ClusterModel';\n\nexport type X = ClusterModel;\n",
  },
  {
    title: 'suites start servers with the scripts',
    path: 'packages/backend/tests/x.test.ts',
    code: "export * from '../../../scripts/processes/ports';\n",
  },
  {
    title: 'a list of shapes may be long',
    path: 'plugins/mesh-node/src/kinds/schema.ts',
    code: lines(400),
  },
  {
    title: 'a test may be long',
    path: `${BACKEND}/core/x.test.ts`,
    code: lines(400),
  },
  {
    title: 'core makes a date of a value that was passed in',
    path: `${BACKEND}/core/x.ts`,
    code: 'export const x = (now: number) => new Date(now);\n',
  },
  {
    title: 'core hashes',
    path: `${BACKEND}/core/x.ts`,
    code: "import { createHash } from 'node:crypto';\n\nexport const x = createHash('sha256');\n",
  },
];

describe('lint refuses', () => {
  for (const { title, path, code, rule } of VIOLATIONS) {
    it(title, async () => {
      assert.ok((await brokenRules(path, code)).includes(rule));
    });
  }

  it('comments that switch a rule off', async () => {
    const code = '// eslint-disable-next-line no-console\nconsole.log(1);\n';
    const broken = await brokenRules('scripts/x.ts', code);
    assert.ok(broken.includes('no-console'));
  });
});

describe('lint accepts', () => {
  for (const { title, path, code } of ALLOWED) {
    it(title, async () => {
      assert.deepEqual(await brokenRules(path, code), []);
    });
  }
});
