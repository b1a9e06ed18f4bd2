import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT } from '../bootstrap/root.mjs';

interface Config {
  overrides: unknown[];
}

describe('the lint of a clone below a folder called plugins', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'meshport-lint-')));
  after(() => rmSync(folder, { recursive: true }));
  const clone = join(folder, 'my-plugins', 'plugins', 'meshport');
  mkdirSync(clone, { recursive: true });
  const copied = [
    'scripts/lint',
    'package.json',
    'packages/lab/package.json',
    'plugins/mesh-common/package.json',
  ];
  for (const path of copied) {
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const require = createRequire(join(clone, 'package.json'));
  const lint = join(clone, 'scripts', 'lint');
  const { reExportsOnly }: { reExportsOnly: unknown } = require(join(
    lint,
    'rules.cjs',
  ));
  const packageConfig: (dir: string) => Config = require(join(
    lint,
    'packageConfig.cjs',
  ));

  /** Whether an index of the package may only re-export. */
  const hasReExportsOnly = (path: string) =>
    packageConfig(join(clone, path)).overrides.includes(reExportsOnly);

  it('has the rules of plugins for plugins', () => {
    assert.ok(hasReExportsOnly('plugins/mesh-common'));
  });

  it('has them for nobody else', () => {
    assert.ok(!hasReExportsOnly('packages/lab'));
  });
});
