import { historySteps } from './historySteps.ts';

const MINUTE = 60_000;

describe('the steps of the past', () => {
  it('are a minute long ago, 5 seconds in what rates are counted over, and end with the present', () => {
    const to = 1_000 * MINUTE;
    const steps = historySteps({ from: to - 120 * MINUTE, to });
    const gaps = steps.slice(1).map((at, i) => (at - steps[i]) / 1000);
    expect(gaps).toEqual([
      ...Array<number>(109).fill(60),
      ...Array<number>(18).fill(15),
      ...Array<number>(66).fill(5),
    ]);
    expect(steps.at(-1)).toBe(to);
  });

  it('are none where there is no past', () => {
    expect(historySteps({ from: MINUTE, to: MINUTE })).toEqual([]);
  });
});
