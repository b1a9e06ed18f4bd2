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

describe('metrics', () => {
  const about = {
    url: 'http://localhost:7007',
    kubeconfig: '/a/kubeconfig',
    hasKubectl: true,
  };

  it('are said to be at every store', () => {
    const block = closingBlock({
      ...about,
      stores: [
        { name: 'main', url: 'http://127.0.0.1:1016' },
        { name: 'other', url: 'http://127.0.0.1:1017' },
      ],
    });
    assert.match(block, /Prometheus "main": {2}http:\/\/127\.0\.0\.1:1016\n/);
    assert.match(block, /Prometheus "other": {2}http:\/\/127\.0\.0\.1:1017\n/);
    assert.match(block, /lab -- burst gcp-gke orders\/inventory-service\n/);
  });

  it('are said to be missing, and why', () => {
    const block = closingBlock({ ...about, metricsMissing: 'Get it first.' });
    assert.match(block, /No metrics\. Get it first\.\n/);
    assert.doesNotMatch(block, /Prometheus "|burst/);
  });
});

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
