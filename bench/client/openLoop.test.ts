import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ask } from './ask.ts';
import { openLoop } from './openLoop.ts';

const STALL_MILLISECONDS = 300;

describe('a client that asks at a steady pace', () => {
  let isStalled = false;
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const answer = () => {
      response.setHeader('Server-Timing', 'answer;dur=1.5');
      response.end(request.headers.authorization);
    };
    if (isStalled) waiting.push(answer);
    else answer();
  });
  let url = '';

  before(async () => {
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(() => server.close());

  it('goes on asking while nobody answers, and counts the waiting of each request', async () => {
    isStalled = true;
    setTimeout(() => {
      isStalled = false;
      waiting.splice(0).forEach(answer => answer());
    }, STALL_MILLISECONDS);
    const { page } = await openLoop({
      questions: [{ name: 'page', url }],
      token: 'mine',
      perSecond: 20,
      seconds: 1,
    });
    assert.equal(page.milliseconds.length, 20);
    assert.deepEqual(page.statuses, { 200: 20 });
    // One closed loop would have seen one slow answer: all that came due meanwhile are.
    const slow = page.milliseconds.filter(one => one > 50).length;
    assert.ok(slow >= 4, `${slow} slow answers`);
    assert.deepEqual(new Set(page.inProcessMilliseconds), new Set([1.5]));
  });

  it('asks for one thing after the other, and counts each for itself', async () => {
    const names = ['a', 'b'];
    const samples = await openLoop({
      questions: names.map(name => ({ name, url })),
      token: 'mine',
      perSecond: 40,
      seconds: 0.25,
    });
    assert.deepEqual(
      names.map(name => samples[name].milliseconds.length),
      [5, 5],
    );
    assert.equal(samples.a.bytes[0], 'Bearer mine'.length);
  });

  it('takes it for an answer that nobody is there', async () => {
    const { status } = await ask(
      { name: 'page', url: 'http://127.0.0.1:9/' },
      '',
    );
    assert.equal(status, 0);
  });
});
