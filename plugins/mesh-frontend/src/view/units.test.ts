import { bytes, cores, footprintSum, percent } from './units';

it.each([
  [cores(300), '300m'],
  [cores(1500), '1.5'],
  [cores(0), '0m'],
  [bytes(0), '0 MiB'],
  [bytes(100), '1 KiB'],
  [bytes(12 * 2 ** 10), '12 KiB'],
  [bytes(128 * 2 ** 20), '128 MiB'],
  [bytes(1.5 * 2 ** 30), '1.5 GiB'],
  [percent(0.0341), '3.4 %'],
  [percent(0.0001), '< 0.1 %'],
  [percent(0), '0 %'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});

describe('the sum of a footprint', () => {
  const part = {
    mesh: 'istio',
    part: 'proxies' as const,
    pods: 2,
    cpuMillicores: 100,
    memoryBytes: 64,
  };

  it('adds what all parts ask for', () => {
    const shared = { ...part, shareOfAllocatable: 0.25 };
    expect(footprintSum([shared, shared])).toEqual({
      pods: 4,
      cpuMillicores: 200,
      memoryBytes: 128,
      shareOfAllocatable: 0.5,
    });
  });

  it('has no share where that of a part is not known', () => {
    expect(
      footprintSum([part, { ...part, shareOfAllocatable: 0.1 }]),
    ).not.toHaveProperty('shareOfAllocatable');
  });
});
