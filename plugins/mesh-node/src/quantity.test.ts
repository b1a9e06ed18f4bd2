import { parseQuantity } from './quantity';
import { requestsOf } from './requestsOf';

describe('parseQuantity', () => {
  it.each([
    ['100m', 0.1],
    ['2', 2],
    ['.5', 0.5],
    ['128Mi', 134_217_728],
    ['1.5Gi', 1_610_612_736],
    ['1e3', 1000],
    ['64k', 64_000],
    ['1E', 1e18],
  ])('%s is %d', (quantity, value) => {
    expect(parseQuantity(quantity)).toBeCloseTo(value, 9);
  });

  it.each(['', 'lots', '1 Gi', '5MiB', 'Mi'])('%p is none', quantity => {
    expect(parseQuantity(quantity)).toBeUndefined();
  });
});

describe('requestsOf', () => {
  it('sums what is asked for; absurd and missing requests ask for nothing', () => {
    const container = (cpu?: string, memory?: string) => ({
      name: 'proxy',
      ports: [],
      resources: { requests: { cpu, memory } },
    });
    expect(
      requestsOf([
        container('100m', '128Mi'),
        container('0.25', 'lots'),
        container(),
      ]),
    ).toEqual({ cpuMillicores: 350, memoryBytes: 134_217_728 });
  });
});
