import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findTool } from './findTool.ts';
import { ToolVariableError } from './Tool.ts';

describe('PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-postgres-'));
  after(() => rmSync(folder, { recursive: true }));
  const report = () => undefined;

  it('that a variable names has to be there', async () => {
    const POSTGRES = join(folder, 'nowhere');
    await assert.rejects(
      findTool('postgres', { env: { POSTGRES }, report }),
      (error: Error) =>
        error instanceof ToolVariableError && /POSTGRES/.test(error.message),
    );
  });

  it('is the one that a variable names', async () => {
    const POSTGRES = process.execPath;
    const found = await findTool('postgres', { env: { POSTGRES }, report });
    assert.deepEqual(found, { path: POSTGRES, source: 'environment' });
  });
});
