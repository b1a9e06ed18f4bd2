import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goModFor } from './goProgram.ts';

describe('go.mod for a program of another module', () => {
  it('maps each module that is replaced by a folder to its published version', () => {
    const text = goModFor(
      { module: 'k8s.io/kubernetes', version: '1.36.3' },
      [
        'module k8s.io/kubernetes',
        'require k8s.io/api v0.0.0',
        'replace (',
        '\tk8s.io/api => ./staging/src/k8s.io/api',
        '\tk8s.io/apiserver => ./staging/src/k8s.io/apiserver',
        ')',
      ].join('\n'),
    );
    assert.equal(
      text,
      [
        'module meshport.local/build',
        '',
        'go 1.26.0',
        '',
        'require k8s.io/kubernetes v1.36.3',
        '',
        'replace (',
        '\tk8s.io/api => k8s.io/api v0.36.3',
        '\tk8s.io/apiserver => k8s.io/apiserver v0.36.3',
        ')',
        '',
      ].join('\n'),
    );
  });
});
