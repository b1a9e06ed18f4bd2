import { aChange } from '../testing/metricsAnswers';
import { changeMarks, numberedChanges } from './changeMarks';

const from = Date.parse('2026-11-14T07:00:00Z') / 1000;
const hour = { from, to: from + 3600 };

const at = (minutes: number) =>
  aChange({ at: new Date((from + minutes * 60) * 1000).toISOString() });

it('numbers what is shown, the oldest first', () => {
  const numbered = numberedChanges([at(50), at(-5), at(10), at(70)], hour);
  expect(numbered.map(({ number, change }) => [number, change.at])).toEqual([
    [1, at(10).at],
    [2, at(50).at],
  ]);
});

it('leaves out numbers that would lie over each other, never lines', () => {
  const marks = changeMarks(
    numberedChanges([at(10), at(10.5), at(50)], hour),
    hour,
  );
  expect(marks.map(({ label }) => label)).toEqual(['1', undefined, '3']);
});
