import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { systemClock } from './clock';

describe('systemClock', () => {
  it('tells the time and sleeps', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5, new AbortController().signal);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });

  it('lets what has arrived be looked at before the next piece of work, however long those take', async () => {
    const server = createServer(socket => socket.pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    let hasArrived = false;
    socket.on('data', () => {
      hasArrived = true;
    });
    socket.write('x');
    let pieces = 0;
    // There and back over loopback takes a few turns, and as many pieces of work.
    for (; !hasArrived && pieces < 20; pieces++) {
      const until = performance.now() + 5;
      while (performance.now() < until);
      await systemClock.sleep(0, new AbortController().signal);
    }
    expect(pieces).toBeLessThan(20);
    socket.destroy();
    server.close();
  });

  it.each(['before', 'during'])(
    'rejects with the reason of a signal that aborts %s',
    async when => {
      const end = new AbortController();
      if (when === 'before') end.abort(new Error('enough'));
      const slept = systemClock.sleep(60_000, end.signal);
      end.abort(new Error('enough'));
      await expect(slept).rejects.toThrow('enough');
    },
  );
});
