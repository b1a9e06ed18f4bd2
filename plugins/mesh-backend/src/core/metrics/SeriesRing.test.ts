import { type Moment, momentOf, SeriesRing } from './SeriesRing';

const ring = (...puts: [number, Moment][]) => {
  const made = new SeriesRing(15, 4);
  for (const [time, moment] of puts) made.put(time, moment);
  return made;
};

const rates = (one: SeriesRing, ...times: number[]) =>
  times.map(time => one.at('requestRate', time));

describe('the remembered hour of a line', () => {
  it('has what was put at a time, for as long as the slot of that is', () => {
    const one = ring([15, { requestRate: 1 }], [30, { requestRate: 2 }]);
    expect(rates(one, 14, 15, 29.9, 30, 44)).toEqual([NaN, 1, 1, 2, 2]);
  });

  it('forgets the oldest', () => {
    const one = ring(
      ...[15, 30, 45, 60, 75].map((time): [number, Moment] => [
        time,
        { requestRate: time },
      ]),
    );
    expect(rates(one, 15, 30, 75)).toEqual([NaN, 30, 75]);
  });

  it('holds a value over one slot that was missed, and no longer', () => {
    const one = ring([15, { requestRate: 1 }], [60, { requestRate: 4 }]);
    expect(rates(one, 30, 45, 60)).toEqual([1, NaN, 4]);
  });

  it('knows nothing of the time before a long gap', () => {
    const one = ring([15, { requestRate: 1 }], [600, { requestRate: 2 }]);
    expect(rates(one, 15, 585, 600)).toEqual([NaN, NaN, 2]);
  });

  it('knows nothing of what is to come', () => {
    expect(rates(ring([15, { requestRate: 1 }]), 45)).toEqual([NaN]);
  });

  it('does not take what is older than it is long', () => {
    const one = ring([600, { requestRate: 2 }], [15, { requestRate: 1 }]);
    expect(rates(one, 15, 600)).toEqual([NaN, 2]);
  });

  it('has no value of what was not counted', () => {
    const one = ring(
      [15, { requestRate: 1, p99Ms: 9 }],
      [30, { requestRate: 0 }],
    );
    expect(one.at('p99Ms', 45)).toBeNaN();
    expect(one.at('successRatio', 15)).toBeNaN();
  });

  it('keeps what it knows when told of the past', () => {
    const one = ring([30, { requestRate: 2 }]);
    one.putIfUnknown(15, { requestRate: 1 });
    one.putIfUnknown(30, { requestRate: 7 });
    expect(rates(one, 15, 30)).toEqual([1, 2]);
  });
});

describe('a moment', () => {
  it('has no ratio and no latency without requests', () => {
    expect(momentOf({ requests: 0, failures: {} })).toMatchObject({
      requestRate: 0,
      successRatio: undefined,
      p99Ms: undefined,
    });
  });
});
