import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '../FakeClock';
import { boundedFetch } from './boundedFetch';

describe('fetching from a forge', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise(resolve => {
      if (server) server.close(resolve);
      else resolve(undefined);
    });
    server = undefined;
  });

  async function serve(listener: RequestListener): Promise<string> {
    const started = createServer(listener);
    server = started;
    await new Promise<void>(resolve => {
      started.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
  }

  it('gives status, headers and body as they came', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(404, { 'x-next-page': '2' });
      response.end('nothing');
    });
    const answer = await boundedFetch(new FakeClock())(url, {});
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-next-page')).toBe('2');
    expect(answer.url).toBe(url);
    expect(await answer.text()).toBe('nothing');
  });

  it('waits for no answer that does not come, nor for the rest of one', async () => {
    let asked = () => {};
    const arrived = new Promise<void>(resolve => {
      asked = resolve;
    });
    const url = await serve((_request, response) => {
      response.write('the first half');
      asked();
    });
    const clock = new FakeClock();
    const outcome = boundedFetch(clock)(url, {}).catch(error => error);
    await arrived;
    await clock.advance(20_000);
    expect(await outcome).toMatchObject({
      name: 'SourceControlError',
      problem: 'no-answer',
    });
  });

  it('holds no answer that is too large', async () => {
    const url = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) {
          // Until the connection is full.
        }
      };
      response.on('drain', more);
      more();
    });
    await expect(boundedFetch(new FakeClock())(url, {})).rejects.toMatchObject({
      problem: 'too-large',
    });
  });

  it('names neither address nor token of a server that is not there', async () => {
    const headers = { authorization: 'Bearer secret-1234' };
    const error = await boundedFetch(new FakeClock())('http://127.0.0.1:2/', {
      headers,
    }).catch(e => e);
    expect(error).toMatchObject({
      problem: 'unreachable',
      detail: 'ECONNREFUSED',
    });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(
      /secret-1234|127\.0\.0\.1/,
    );
  });
});
