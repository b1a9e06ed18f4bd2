import { errorSeries, type KnownErrors } from './errorSeries';

/** Values by time; what is left out is not known. */
function aPart(
  requests: Record<number, number>,
  errors: Record<string, Record<number, number>>,
): KnownErrors {
  return {
    reasons: Object.keys(errors),
    isCountedAt: time => requests[time] !== undefined,
    errorsAt: (reason, time) => errors[reason]?.[time] ?? NaN,
  };
}

const TIMES = [15, 30, 45];
const BUSY = { 15: 10, 30: 10, 45: 10 };

describe('errorSeries', () => {
  it('adds up parts, the most frequent reason first', () => {
    const west = aPart(BUSY, {
      timeout: { 15: 1, 30: 1, 45: 1 },
      denied: { 15: 5, 30: 0, 45: 0 },
    });
    const east = aPart(BUSY, { timeout: { 15: 2, 30: 0, 45: 2 } });
    expect(errorSeries([west, east], TIMES)).toEqual([
      { reason: 'timeout', points: [3, 1, 3] },
      { reason: 'denied', points: [5, 0, 0] },
    ]);
  });

  it('before its first error there was none, where requests are known', () => {
    const part = aPart({ 30: 10, 45: 10 }, { timeout: { 45: 2 } });
    expect(errorSeries([part], TIMES)).toEqual([
      { reason: 'timeout', points: [null, 0, 2] },
    ]);
  });

  it('is not known where requests are not', () => {
    const part = aPart({ 45: 10 }, { timeout: { 15: 0, 30: 0, 45: 2 } });
    expect(errorSeries([part], TIMES)).toEqual([
      { reason: 'timeout', points: [null, null, 2] },
    ]);
  });

  it('has nothing to say of what did not fail in that time', () => {
    const part = aPart(BUSY, { timeout: { 5: 2, 15: 0, 30: 0, 45: 0 } });
    expect(errorSeries([part], TIMES)).toEqual([]);
  });

  it.each([
    ['by nobody', []],
    ['as connections alone', [aPart({}, { denied: { 15: 2 } })]],
    ['at another time', [aPart({ 5: 10 }, {})]],
  ])('is unknown of requests that are counted %s', (_, parts) => {
    expect(errorSeries(parts, TIMES)).toBeUndefined();
  });
});
