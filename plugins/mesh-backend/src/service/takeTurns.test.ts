import { FakeClock } from '../io/FakeClock';
import { takeTurns } from './takeTurns';

function* threeSteps(done: number[]): Generator<void, string> {
  for (const step of [1, 2]) {
    done.push(step);
    yield;
  }
  done.push(3);
  return 'all';
}

describe('takeTurns', () => {
  it('goes on only when others had their turn, and tells what came of it', async () => {
    const clock = new FakeClock();
    const done: number[] = [];
    const { signal } = new AbortController();
    const result = takeTurns(threeSteps(done), { clock, signal });
    await clock.settle();
    expect(done).toEqual([1]);
    await clock.advance(0);
    await expect(result).resolves.toBe('all');
    expect(done).toEqual([1, 2, 3]);
  });

  it('ends with the signal', async () => {
    const done: number[] = [];
    const stop = new AbortController();
    const result = takeTurns(threeSteps(done), {
      clock: new FakeClock(),
      signal: stop.signal,
    });
    stop.abort();
    await expect(result).rejects.toBe(stop.signal.reason);
    expect(done).toEqual([1]);
  });
});
