import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findTool } from './findTool.ts';
import { ETCD_VERSION } from './goTools.ts';
import { ToolMissingError } from './Tool.ts';

describe('a tool is taken from', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'meshport-tools-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const executable = (...path: string[]) => {
    const file = join(folder, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    chmodSync(file, 0o755);
    return file;
  };
  const inCache = () =>
    executable(
      ...[
        'cache',
        'etcd',
        `${ETCD_VERSION}-${process.platform}-${process.arch}`,
      ],
      'etcd',
    );
  // A Go that fails stands for "cannot be built here".
  const env = () => ({
    MESHPORT_CACHE: join(folder, 'cache'),
    PATH: join(folder, 'bin'),
    GO: '/bin/false',
  });
  const report = () => undefined;

  it('the environment first', async () => {
    inCache();
    const path = executable('assets', 'etcd');
    const KUBEBUILDER_ASSETS = dirname(path);
    const found = await findTool('etcd', {
      env: { ...env(), KUBEBUILDER_ASSETS },
      report,
    });
    assert.deepEqual(found, { path, source: 'environment' });
  });

  it('then the cache', async () => {
    executable('bin', 'etcd');
    const path = inCache();
    const found = await findTool('etcd', { env: env(), report });
    assert.deepEqual(found, { path, source: 'cache' });
  });

  it('then PATH', async () => {
    const path = executable('bin', 'etcd');
    const found = await findTool('etcd', { env: env(), report });
    assert.deepEqual(found, { path, source: 'path' });
  });

  it('nowhere: a sentence says how to get it', async () => {
    await assert.rejects(
      findTool('etcd', { env: env(), report }),
      (error: Error) =>
        error instanceof ToolMissingError &&
        /Install Go .* or set KUBEBUILDER_ASSETS/.test(error.message),
    );
  });

  it('nowhere else when the variable leads to nothing', async () => {
    executable('bin', 'etcd');
    const KUBEBUILDER_ASSETS = join(folder, 'none');
    await assert.rejects(
      findTool('etcd', { env: { ...env(), KUBEBUILDER_ASSETS }, report }),
      /KUBEBUILDER_ASSETS leads to .*none\/etcd, which is not an executable/,
    );
  });
});
