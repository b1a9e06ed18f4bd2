import { aLine, httpPoints, tcpPoints } from '../testing/metricsAnswers';
import {
  axisRange,
  chartModels,
  extremesOf,
  lineSources,
  type ChartId,
} from './chartLines';

const chartIds = (points: ReturnType<typeof httpPoints>) =>
  chartModels(lineSources([aLine({ points })]), 'p99').map(({ id }) => id);

describe('the charts of a service', () => {
  it.each<[string, ReturnType<typeof httpPoints>, ChartId[]]>([
    ['requests', httpPoints(), ['requests', 'success', 'latency']],
    ['only bytes', tcpPoints(), ['connections', 'bytes']],
    ['nothing', {}, []],
    [
      'requests, none of which came',
      { requestRate: [0, 0], successRatio: [null, null] },
      ['requests'],
    ],
  ])('that counts %s', (_, points, expected) => {
    expect(chartIds(points)).toEqual(expected);
  });

  const sources = lineSources([
    aLine(),
    aLine({ scope: 'instance', cluster: 'north' }),
  ]);

  it.each([
    [
      'all quantiles of one line',
      1,
      ['service:p50', 'service:p95', 'service:p99'],
    ],
    ['one quantile of several', 2, ['service:p95', 'instance:north:p95']],
  ])('have %s', (_, count, expected) => {
    const latency = chartModels(sources.slice(0, count), 'p95').find(
      ({ id }) => id === 'latency',
    );
    expect(latency?.lines.map(({ id }) => id)).toEqual(expected);
  });
});

describe('the least and the most', () => {
  it.each([
    [[3, 1, 2], { lowest: 1, highest: 0, last: 2 }],
    [[null, 5, null], { lowest: 1, highest: 1, last: 1 }],
    [[null, null], undefined],
    [[], undefined],
  ])('of %j', (points, expected) => {
    expect(extremesOf(points)).toEqual(expected);
  });

  it('of a part', () => {
    expect(extremesOf([9, 1, 5, 0], 1, 3)).toEqual({
      lowest: 1,
      highest: 2,
      last: 2,
    });
  });
});

describe('the vertical axis', () => {
  const rangeOf = (id: ChartId, points: number[], objective?: number) => {
    const [source] = lineSources([aLine()]);
    const lines = [{ id: 'service', source, points }];
    return axisRange({ id, lines }, objective);
  };

  it('begins at zero', () => {
    expect(rangeOf('requests', [10, 20])).toMatchObject({ min: 0 });
  });

  it('has a height where nothing came', () => {
    expect(rangeOf('requests', [0, 0]).max).toBeGreaterThan(0);
  });

  it('of success has room for all of the line, and for the objective', () => {
    const { min, max, hasObjective } = rangeOf('success', [1, 1], 0.999);
    expect(hasObjective).toBe(true);
    expect(max).toBeGreaterThan(1);
    expect(min).toBeLessThan(0.999);
  });

  it.each([
    [200, true],
    [100, false],
  ])('with %d ms has an objective of 500 ms: %s', (highest, expected) => {
    expect(rangeOf('latency', [highest], 500).hasObjective).toBe(expected);
  });
});
