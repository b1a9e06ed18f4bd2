import { planRollout, rolloutLimits } from './rollout.ts';

describe('the limits of a rolling update', () => {
  it.each([
    [
      'the defaults, surge rounded up and unavailability down',
      undefined,
      3,
      { maxSurge: 1, maxUnavailable: 0 },
    ],
    [
      'numbers',
      { maxSurge: 2, maxUnavailable: 1 },
      10,
      { maxSurge: 2, maxUnavailable: 1 },
    ],
    [
      'percentages',
      { maxSurge: '100%', maxUnavailable: '50%' },
      4,
      { maxSurge: 4, maxUnavailable: 2 },
    ],
    [
      'never both zero',
      { maxSurge: 0, maxUnavailable: '10%' },
      4,
      { maxSurge: 0, maxUnavailable: 1 },
    ],
  ])('%s', (_title, rolling, replicas, limits) => {
    expect(rolloutLimits(rolling, replicas)).toEqual(limits);
  });
});

describe('the next step of a rolling update of three pods, one at a time', () => {
  const limits = { maxSurge: 1, maxUnavailable: 0 };
  const step = (current: [number, number], ...previous: [number, number][]) => {
    const size = ([wanted, available]: [number, number]) => ({
      wanted,
      available,
    });
    const plan = planRollout({
      replicas: 3,
      limits,
      current: size(current),
      previous: previous.map(size),
    });
    return [plan.current, ...plan.previous];
  };

  it.each<[string, number[], [number, number], ...[number, number][]]>([
    ['adds the first new pod', [1, 3], [0, 0], [3, 3]],
    ['waits while the new pod is not ready', [1, 3], [1, 0], [3, 3]],
    ['removes an old one when it is', [1, 2], [1, 1], [3, 3]],
    [
      'does not remove another one on a count that is out of date',
      [2, 2],
      [1, 1],
      [2, 3],
    ],
    [
      'removes unhealthy old pods first, oldest set first',
      [2, 0, 1],
      [2, 2],
      [1, 0],
      [1, 1],
    ],
    ['ends with new pods only', [3, 0], [3, 3], [1, 1]],
  ])('%s', (_title, expected, current, ...previous) => {
    expect(step(current, ...previous)).toEqual(expected);
  });

  it('takes the unavailability that is allowed', () => {
    const plan = planRollout({
      replicas: 4,
      limits: { maxSurge: 0, maxUnavailable: 2 },
      current: { wanted: 0, available: 0 },
      previous: [{ wanted: 4, available: 4 }],
    });
    expect(plan).toEqual({ current: 0, previous: [2] });
  });
});
