import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { askJson } from './askJson.ts';

describe('a question to a server', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>(resolve => {
      listening.listen(0, '127.0.0.1', resolve);
    });
    const address = listening.address();
    assert.ok(address !== null && typeof address === 'object');
    return `http://127.0.0.1:${address.port}/`;
  }

  const ANSWERS: {
    title: string;
    listener: RequestListener;
    expected: unknown;
  }[] = [
    {
      title: 'gets the body of a good answer',
      listener: (_request, response) => response.end('{"a":1}'),
      expected: { a: 1 },
    },
    {
      title: 'gets nothing from an error',
      listener: (_request, response) => response.writeHead(503).end('{}'),
      expected: undefined,
    },
    {
      title: 'gets nothing from a body that is no JSON',
      listener: (_request, response) => response.end('<html>'),
      expected: undefined,
    },
    {
      title: 'ends when the server says nothing',
      listener: () => undefined,
      expected: undefined,
    },
    {
      title: 'ends when the server stops in the middle',
      listener: (_request, response) => response.write('{"a":'),
      expected: undefined,
    },
  ];
  for (const { title, listener, expected } of ANSWERS) {
    it(title, { timeout: 5_000 }, async () => {
      const url = await serve(listener);
      const answer = await askJson(url, { limitMilliseconds: 300 });
      assert.deepEqual(answer, expected);
    });
  }

  it('gets nothing where nobody listens', async () => {
    assert.equal(await askJson('http://127.0.0.1:9/'), undefined);
  });
});
