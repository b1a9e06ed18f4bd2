import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { findFreePorts, isPortFree } from '../processes/ports.ts';
import { checkPorts, labPorts } from './ports.ts';

const CLUSTERS = 8;

/** First of neighbouring ports that are all free now. */
async function freeBase(): Promise<number> {
  for (;;) {
    const [base] = await findFreePorts(1);
    if (base > 65_000) continue;
    const free = await Promise.all(labPorts(base, CLUSTERS).map(isPortFree));
    if (free.every(Boolean)) return base;
  }
}

describe('the ports of npm start', () => {
  let taken: Server | undefined;
  afterEach(() => taken?.close());
  const take = async (port: number) => {
    const server = createServer().listen(port, '127.0.0.1');
    taken = server;
    await new Promise(resolve => server.once('listening', resolve));
  };

  it('are those of the control API, of the clusters, of the sign-in, of metrics and of the forge', () => {
    const clusters = [1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008];
    assert.deepEqual(labPorts(1000, CLUSTERS), [
      ...[1000, ...clusters],
      ...[1015, 1016, 1017, 1018, 1019],
    ]);
  });

  it('leave sign-in and metrics behind the clusters, however many there are', () => {
    const ports = labPorts(1000, 40);
    assert.equal(new Set(ports).size, 46);
    assert.equal(Math.max(...ports), 1045);
  });

  it('are fine when all are free', async () => {
    const [port] = await findFreePorts(1);
    await checkPorts({ port, labPortBase: await freeBase() }, CLUSTERS);
  });

  for (const [which, distance] of [
    ['the control API', 0],
    ['the last cluster', 8],
    ['the sign-in', 15],
    ['the exporters', 18],
    ['the forge', 19],
  ] as const) {
    it(`are refused with other ones to choose when that of ${which} is taken`, async () => {
      const [port] = await findFreePorts(1);
      const labPortBase = await freeBase();
      await take(labPortBase + distance);
      await assert.rejects(
        checkPorts({ port, labPortBase }, CLUSTERS),
        new RegExp(`${labPortBase + distance}.*\\n.*--lab-port-base`),
      );
    });
  }

  it("are refused when the portal's is taken", async () => {
    const labPortBase = await freeBase();
    const [port] = await findFreePorts(1);
    await take(port);
    await assert.rejects(
      checkPorts({ port, labPortBase }, CLUSTERS),
      new RegExp(`Port ${port} is taken.*\\n.*--port ${port + 1}`),
    );
  });

  it('are refused when portal and lab want the same one', async () => {
    await assert.rejects(
      checkPorts({ port: 17_455, labPortBase: 17_440 }, CLUSTERS),
      /clusters need port 17455/,
    );
  });
});
