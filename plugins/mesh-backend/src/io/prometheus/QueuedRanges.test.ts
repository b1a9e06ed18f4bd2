import { FakeClock } from '../FakeClock';
import { InMemoryMetricsSource } from './InMemoryMetricsSource';
import { QueuedRanges } from './QueuedRanges';
import { Turnstile } from './Turnstile';

function start() {
  const clock = new FakeClock();
  const stop = new AbortController();
  const turnstile = new Turnstile({
    places: 1,
    mostWaiting: 2,
    patienceMilliseconds: 10_000,
    clock,
  });
  const log: string[] = [];
  /** Is in for some seconds once it is let in. */
  const come = (name: string, seconds: number) =>
    turnstile
      .pass(async () => {
        log.push(`${name} in`);
        await clock.sleep(1_000 * seconds, stop.signal);
        return `${name} out`;
      }, stop.signal)
      .catch(error => `${name}: ${error.fault ?? error.name}`)
      .then(end => log.push(end));
  return { clock, stop, log, come };
}

describe('a turnstile', () => {
  it('lets in one after the other, as they came', async () => {
    const { clock, log, come } = start();
    for (const name of ['a', 'b', 'c']) come(name, 2);
    await clock.advance(6_000);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('turns away who has waited too long, and nobody instead', async () => {
    const { clock, log, come } = start();
    come('a', 15);
    come('b', 1);
    await clock.advance(9_000);
    come('c', 1);
    await clock.advance(10_000);
    expect(log).toEqual(['a in', 'b: deadline', 'a out', 'c in', 'c out']);
  });

  it('turns away at once where too many wait', async () => {
    const { clock, log, come } = start();
    for (const name of ['a', 'b', 'c', 'd']) come(name, 1);
    await clock.settle();
    expect(log).toEqual(['a in', 'd: deadline']);
  });

  it('keeps nobody when it is over', async () => {
    const { clock, stop, log, come } = start();
    come('a', 5);
    come('b', 5);
    await clock.settle();
    stop.abort();
    await clock.settle();
    expect([...log].sort()).toEqual(['a in', 'a: AbortError', 'b: AbortError']);
  });
});

describe('questions about the past', () => {
  it('are asked four at one time, and given up after their deadline', async () => {
    const clock = new FakeClock();
    const source = new InMemoryMetricsSource('main', clock).hang();
    const ranges = new QueuedRanges({ source, clock });
    const { signal } = new AbortController();
    const span = { from: 0, to: 60_000, stepSeconds: 60 };
    const all = Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map(query =>
        ranges.queryRange({ ...span, query }, signal),
      ),
    );
    await clock.settle();
    expect(source.asked).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance(20_000);
    const ends = await all;
    expect(ends.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  });
});
