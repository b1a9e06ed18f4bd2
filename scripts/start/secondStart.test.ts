import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { refuseSecondStart } from './secondStart.ts';

describe('a second npm start in one clone', () => {
  let folder = '';
  const control = createServer((_request, response) => response.end('{}'));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'meshport-start-'))));
  afterEach(() => {
    control.close();
    rmSync(folder, { recursive: true });
  });
  const announce = (port: number) => {
    const announcement = { control: `http://127.0.0.1:${port}`, pid: 4711 };
    writeFileSync(join(folder, 'lab.json'), JSON.stringify(announcement));
  };

  it('is refused while the clusters of the first run, naming the process to end', async () => {
    await new Promise<void>(resolve => {
      control.listen(0, '127.0.0.1', resolve);
    });
    const address = control.address();
    assert.ok(address !== null && typeof address === 'object');
    announce(address.port);
    await assert.rejects(
      refuseSecondStart(folder),
      /process 4711.*Ctrl-C.*kill 4711/,
    );
  });

  it('goes on when the first was killed', async () => {
    announce(9);
    await refuseSecondStart(folder);
  });

  it('goes on when there was none, or what it left is unreadable', async () => {
    await refuseSecondStart(folder);
    writeFileSync(join(folder, 'lab.json'), '{"cont');
    await refuseSecondStart(folder);
  });
});
