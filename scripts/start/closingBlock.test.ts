import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { closingBlock } from './closingBlock.ts';

function exportLine(kubeconfig: string): string {
  const block = closingBlock({
    url: 'http://localhost:7007',
    kubeconfig,
    hasKubectl: true,
  });
  return block.split('\n').find(line => /export KUBECONFIG/.test(line)) ?? '';
}

describe('the printed KUBECONFIG', () => {
  for (const path of [
    '/home/ada/meshport/.lab/kubeconfig',
    '/home/ada lovelace/meshport/.lab/kubeconfig',
    "/home/ada's $(work)/mesh;port/.lab/kubeconfig",
  ]) {
    it(`is what a shell takes it for: ${path}`, () => {
      const script = `${exportLine(path)}\nprintf %s "$KUBECONFIG"`;
      const seen = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      assert.equal(seen, path);
    });
  }

  it('has no quotes where none are needed', () => {
    assert.ok(exportLine('/a/.lab/kubeconfig').endsWith('=/a/.lab/kubeconfig'));
  });
});
