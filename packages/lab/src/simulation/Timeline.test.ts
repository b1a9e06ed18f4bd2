import { Timeline } from './Timeline.ts';

const start = new Date('2026-01-01T00:00:00Z');

describe('simulated time', () => {
  it('runs what is due, in the order of time and then of arrival', () => {
    const timeline = new Timeline(start);
    const seen: string[] = [];
    const note = (name: string) => () =>
      seen.push(`${name} ${timeline.now().getTime() - start.getTime()}`);
    timeline.after(20, note('late'));
    timeline.after(10, note('first'));
    timeline.after(10, note('second'));
    timeline.after(1000, note('never'));
    timeline.runFor(500);
    expect(seen).toEqual(['first 10', 'second 10', 'late 20']);
    expect(timeline.now().getTime() - start.getTime()).toBe(500);
  });

  it('runs what actions schedule on the way', () => {
    const timeline = new Timeline(start);
    let count = 0;
    const again = () => {
      count += 1;
      timeline.after(100, again);
    };
    again();
    timeline.runFor(1000);
    expect(count).toBe(11);
  });

  it('forgets what was cancelled', () => {
    const timeline = new Timeline(start);
    let ran = false;
    timeline.after(10, () => {
      ran = true;
    })();
    timeline.runFor(100);
    expect(ran).toBe(false);
  });
});

describe('live time', () => {
  it('goes on with what is scheduled, divides delays by the speed, survives errors and ends with the signal', async () => {
    const timeline = new Timeline(new Date());
    const stop = new AbortController();
    const errors: unknown[] = [];
    const goesOn = new Promise<void>(resolve => {
      timeline.after(1, resolve);
    });
    timeline.goLive({
      speed: 1000,
      signal: stop.signal,
      onError: error => errors.push(error),
    });
    await goesOn;
    timeline.after(1000, () => {
      throw new Error('wrong');
    });
    await new Promise<void>(resolve => {
      timeline.after(5000, resolve);
    });
    expect(errors).toEqual([new Error('wrong')]);
    expect(() => timeline.runFor(1)).toThrow('live');
    stop.abort();
  });
});
