import { FakeClock } from '../io/FakeClock';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';
import type { RangeQuestion } from './MetricsFeed';
import { RangeCache } from './RangeCache';

const QUESTION: RangeQuestion = {
  store: 'main',
  query: 'up',
  from: 0,
  to: 60_000,
  stepSeconds: 60,
};

function start() {
  const clock = new FakeClock();
  const source = new InMemoryMetricsSource('main', clock);
  const stop = new AbortController();
  const sources = new Map([['main', source]]);
  const cache = new RangeCache({ sources, clock, signal: stop.signal });
  return { clock, source, stop, cache };
}

const ANSWER = { series: [{ labels: { a: 'b' }, points: [[0, 1] as const] }] };

describe('RangeCache', () => {
  it('asks once for all who ask the same at one time', async () => {
    const { cache, source } = start();
    source.answer('up', ANSWER);
    const answers = await Promise.all([
      cache.range(QUESTION),
      cache.range({ ...QUESTION }),
    ]);
    expect(answers[0]).toMatchObject(ANSWER);
    expect(answers[1]).toBe(answers[0]);
    expect(source.asked).toEqual(['up']);
  });

  it('remembers an answer for one step', async () => {
    const { cache, source, clock } = start();
    await cache.range(QUESTION);
    await clock.advance(59_999);
    await cache.range(QUESTION);
    expect(source.asked).toHaveLength(1);
    await clock.advance(1);
    await cache.range(QUESTION);
    expect(source.asked).toHaveLength(2);
  });

  it.each<[string, Partial<RangeQuestion>]>([
    ['query', { query: 'down' }],
    ['begin', { from: 60_000 }],
    ['end', { to: 120_000 }],
    ['step', { stepSeconds: 30 }],
  ])('tells questions of another %s apart', async (_, other) => {
    const { cache, source } = start();
    await cache.range(QUESTION);
    await cache.range({ ...QUESTION, ...other });
    expect(source.asked).toHaveLength(2);
  });

  it('tells a failure to all who wait for it, and forgets it', async () => {
    const { cache, source } = start();
    source.answer('up', 'unreachable');
    const both = await Promise.allSettled([
      cache.range(QUESTION),
      cache.range(QUESTION),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(source.asked).toHaveLength(1);
    source.answer('up', ANSWER);
    await expect(cache.range(QUESTION)).resolves.toMatchObject(ANSWER);
  });

  it('forgets what was not used for longest when it is too much', async () => {
    const { cache, source } = start();
    source.respond(() => ({ bytes: 10 * 1024 * 1024 }));
    for (const query of ['a', 'b', 'c', 'a', 'd']) {
      await cache.range({ ...QUESTION, query });
    }
    source.asked.length = 0;
    for (const query of ['a', 'c', 'd', 'b']) {
      await cache.range({ ...QUESTION, query });
    }
    expect(source.asked).toEqual(['b']);
  });

  it('knows no other stores', async () => {
    const { cache } = start();
    await expect(cache.range({ ...QUESTION, store: 'x' })).rejects.toThrow(
      'There is no metrics store x',
    );
  });
});
