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
import { ETCD_VERSION } from './kubernetesTools.ts';
import { ToolMissingError } from './Tool.ts';

describe('a tool is taken from', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'meshport-tools-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const script = (path: string[], text: string) => {
    const file = join(folder, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const executable = (...path: string[]) =>
    script(path, 'echo "etcd Version: 3.6.1"');
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

  it('then PATH', async () => {
    inCache();
    const path = executable('bin', 'etcd');
    const found = await findTool('etcd', { env: env(), report });
    assert.deepEqual(found, { path, source: 'path' });
  });

  it('then the cache', async () => {
    const path = inCache();
    const found = await findTool('etcd', { env: env(), report });
    assert.deepEqual(found, { path, source: 'cache' });
  });

  for (const [what, text] of [
    ['too old', 'echo "etcd Version: 3.4.23"'],
    ['no such program', 'echo "install etcd 3.6.1 first" >&2; exit 1'],
    ['of no version', 'echo etcd'],
  ]) {
    it(`the cache when the one on PATH is ${what}, and says so`, async () => {
      const installed = script(['bin', 'etcd'], text);
      const path = inCache();
      const lines: string[] = [];
      const found = await findTool('etcd', {
        env: env(),
        report: line => lines.push(line),
      });
      assert.deepEqual(found, { path, source: 'cache' });
      assert.deepEqual(lines, [
        `${installed} is not used: it does not say that it is etcd 3.5 or later`,
      ]);
    });
  }

  it('PATH for a kube-apiserver of a version that will do', async () => {
    const path = script(['bin', 'kube-apiserver'], 'echo "Kubernetes v1.36.3"');
    const found = await findTool('kube-apiserver', { env: env(), report });
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
