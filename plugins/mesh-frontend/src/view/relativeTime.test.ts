import { absoluteTime, relativeTime } from './relativeTime';

const now = Date.parse('2026-11-14T08:00:00Z');

it.each([
  ['2026-11-08T08:00:00Z', 'en', '6 days ago'],
  ['2026-11-08T08:00:50Z', 'en', '6 days ago'],
  ['2026-11-08T12:00:00Z', 'en', '5 days ago'],
  ['2026-11-14T07:48:00Z', 'en', '12 minutes ago'],
  ['2026-11-08T08:00:00Z', 'de', 'vor 6 Tagen'],
  [now - 4000, 'en', '4 seconds ago'],
  [now, 'en', '0 seconds ago'],
])('says how long ago %s was, in %s', (then, locale, expected) => {
  expect(relativeTime({ then, now, locale })).toBe(expected);
});

it('never speaks of the future where the clocks of browser and server differ', () => {
  const then = '2026-11-14T08:00:05Z';
  expect(relativeTime({ then, now, locale: 'en' })).toBe('0 seconds ago');
});

it('shows what it was given where that is no time', () => {
  expect(relativeTime({ then: 'soon', now, locale: 'en' })).toBe('soon');
  expect(absoluteTime('soon', 'en')).toBe('soon');
});

it('names date, time and zone for hovers', () => {
  expect(absoluteTime('2026-11-14T08:00:00Z', 'en')).toMatch(
    /^November 14, 2026.*\d{1,2}:\d{2}.*\w$/,
  );
});
