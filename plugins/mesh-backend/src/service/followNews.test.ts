import { Listeners } from '../io/Listeners';
import { systemClock as clock } from '../io/clock';
import { eventually } from '../testing/eventually';
import { followNews } from './followNews';

function setUp(
  slices: number,
  onSlice: (looks: number, slice: number) => void,
) {
  const news = new Listeners();
  const stop = new AbortController();
  const log: string[] = [];
  let looks = 0;
  const running = followNews({
    sources: [news],
    *look() {
      const look = ++looks;
      for (let slice = 1; slice <= slices; slice++) {
        log.push(`${look}.${slice}`);
        onSlice(look, slice);
        yield;
      }
    },
    done: () => log.push('done'),
    clock,
    signal: stop.signal,
  });
  const end = async () => {
    stop.abort();
    await running;
  };
  return { news, log, end };
}

const isDone = (log: string[]) => () =>
  log[log.length - 1] === 'done' ? true : undefined;

describe('followNews', () => {
  it('looks after news, to the end, and waits for the next', async () => {
    const { news, log, end } = setUp(2, () => {});
    news.notify();
    await eventually(isDone(log));
    expect(log).toEqual(['1.1', '1.2', 'done']);
    news.notify();
    await eventually(() => (log.length === 6 ? true : undefined));
    expect(log.slice(3)).toEqual(['2.1', '2.2', 'done']);
    await end();
  });

  it('begins anew when there are newer news meanwhile', async () => {
    const { news, log, end } = setUp(3, (look, slice) => {
      if (look === 1 && slice === 2) news.notify();
    });
    news.notify();
    await eventually(isDone(log));
    expect(log).toEqual(['1.1', '1.2', '2.1', '2.2', '2.3', 'done']);
    await end();
  });

  it('lets others have their turn between two slices', async () => {
    const { news, log, end } = setUp(3, (_, slice) => {
      if (slice === 1) setImmediate(() => log.push('other'));
    });
    news.notify();
    await eventually(isDone(log));
    expect(log.indexOf('other')).toBeLessThan(log.indexOf('1.3'));
    await end();
  });

  it('listens no more when it has ended', async () => {
    const { news, log, end } = setUp(1, () => {});
    await end();
    news.notify();
    expect(log).toEqual([]);
  });
});
