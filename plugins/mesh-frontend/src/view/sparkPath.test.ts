import { sparkPath } from './sparkPath';

const box = { width: 100, height: 22, fromZero: true };

it.each([
  ['nothing', [], ''],
  ['nothing known', [null, null], ''],
  ['a rise', [0, 10], 'M0.00 21.00L100.00 1.00'],
  ['a gap', [10, null, 10], 'M0.00 1.00M100.00 1.00'],
  ['zero all the time', [0, 0], 'M0.00 21.00L100.00 21.00'],
])('draws %s', (_, points, path) => {
  expect(sparkPath(points, box)).toBe(path);
});

it('shows small differences where it need not begin at zero', () => {
  expect(sparkPath([0.99, 1], { ...box, fromZero: false })).toBe(
    'M0.00 21.00L100.00 1.00',
  );
});
