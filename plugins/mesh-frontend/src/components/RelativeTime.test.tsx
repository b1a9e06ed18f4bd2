import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { RelativeTime } from './RelativeTime';

const start = Date.parse('2026-11-14T08:00:00Z');

beforeEach(() => {
  jest.useFakeTimers({ now: start });
});

afterEach(() => {
  jest.useRealTimers();
});

const pass = (seconds: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(seconds * 1000);
  });

const ages = () =>
  screen.getAllByRole('time').map(element => element.textContent);

function renderAges(...secondsAgo: number[]) {
  return render(
    <TestApiProvider apis={[]}>
      {secondsAgo.map(seconds => (
        <RelativeTime key={seconds} time={start - seconds * 1000} />
      ))}
    </TestApiProvider>,
  );
}

it('counts every second below a minute, then minutes', async () => {
  renderAges(4, 3 * 60);
  expect(ages()).toEqual(['4 seconds ago', '3 minutes ago']);
  await pass(1);
  expect(ages()).toEqual(['5 seconds ago', '3 minutes ago']);
  await pass(20);
  expect(ages()).toEqual(['25 seconds ago', '3 minutes ago']);
  await pass(35);
  expect(ages()).toEqual(['1 minute ago', '3 minutes ago']);
  await pass(5);
  expect(ages()).toEqual(['1 minute ago', '4 minutes ago']);
});

it('has one timer for all ages of a page, and none without ages', () => {
  const timers = jest.getTimerCount();
  const { unmount } = renderAges(1, 2, 3);
  expect(jest.getTimerCount()).toBe(timers + 1);
  unmount();
  expect(jest.getTimerCount()).toBe(timers);
});
