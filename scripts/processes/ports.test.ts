import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { findFreePorts, isPortFree } from './ports.ts';

describe('ports', () => {
  it('that are free are all different', async () => {
    const ports = await findFreePorts(20);
    assert.equal(new Set(ports).size, 20);
  });

  for (const host of ['127.0.0.1', '0.0.0.0']) {
    it(`on which a server listens at ${host} are taken, and free again after it`, async () => {
      const [port] = await findFreePorts(1);
      const server = createServer().listen(port, host);
      await new Promise(resolve => server.once('listening', resolve));
      assert.equal(await isPortFree(port), false);
      await new Promise(resolve => server.close(resolve));
      assert.equal(await isPortFree(port), true);
    });
  }
});
