import { FakeClock } from '../io/FakeClock';
import { refreshMetrics } from './refreshMetrics';

/** Two stores that take a second each, and what happens to them. */
async function start() {
  const clock = new FakeClock();
  const begun = clock.now();
  const stop = new AbortController();
  const asked: string[] = [];
  let tell: (() => void) | undefined;
  const aStore = (name: string) => ({
    async refresh(signal: AbortSignal) {
      asked.push(`${name} ${(clock.now() - begun) / 1000}`);
      await clock.sleep(1_000, signal);
    },
  });
  const running = refreshMetrics({
    stores: [aStore('main'), aStore('edge')],
    places: {
      subscribe(listener) {
        tell = listener;
        return () => {
          tell = undefined;
        };
      },
    },
    refreshSeconds: 15,
    clock,
    signal: stop.signal,
  });
  await clock.settle();
  return {
    clock,
    asked,
    tell: () => tell?.(),
    isHeard: () => tell !== undefined,
    async end() {
      stop.abort();
      await running;
    },
  };
}

describe('refreshMetrics', () => {
  it('asks every store after the same time again, however long it took', async () => {
    const { clock, asked, end } = await start();
    await clock.advance(30_000);
    await end();
    expect(asked.filter(one => one.startsWith('main'))).toEqual([
      'main 0',
      'main 15',
      'main 30',
    ]);
  });

  it('asks at once where clusters have become known, once for all of them', async () => {
    const { clock, asked, tell, end } = await start();
    await clock.advance(3_000);
    tell();
    await clock.advance(1_000);
    tell();
    await clock.advance(6_000);
    expect(asked.slice(2)).toEqual(['main 5', 'edge 5']);
    await clock.advance(10_000);
    expect(asked.slice(4)).toEqual(['main 20', 'edge 20']);
    await end();
  });

  it('asks again where they became known while it was asking', async () => {
    const { clock, asked, tell, end } = await start();
    await clock.advance(500);
    tell();
    await clock.advance(5_000);
    expect(asked.slice(2)).toEqual(['main 3', 'edge 3']);
    await end();
  });

  it('is over when it is told to', async () => {
    const { clock, asked, end, isHeard } = await start();
    await clock.advance(1_000);
    await end();
    await clock.advance(60_000);
    expect(asked).toHaveLength(2);
    expect(isHeard()).toBe(false);
  });
});
