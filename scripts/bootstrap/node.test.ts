import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUsableNode } from './node.mjs';

describe('the present Node', () => {
  for (const [version, usable] of [
    ['18.20.4', false],
    ['20.20.2', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.11.0', false],
    ['24.0.0', true],
    ['25.1.0', false],
  ] as const) {
    it(`${version} is ${usable ? 'used' : 'replaced'}`, () => {
      assert.equal(isUsableNode(version), usable);
    });
  }
});
