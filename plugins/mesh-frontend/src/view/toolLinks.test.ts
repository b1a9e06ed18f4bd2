import { linkAt, storeLink } from './toolLinks';

const HOUR = { from: 1_700_000_000, to: 1_700_003_600 };

it.each([
  ['from={fromMs}&to={toMs}', 'from=1700000000000&to=1700003600000'],
  ['start={fromMicros}', 'start=1700000000000000'],
  ['end={toMicros}', 'end=1700003600000000'],
  ['duration={durationSeconds}', 'duration=3600'],
  ['q={service}', 'q={service}'],
])('fills the time into %s', (template, filled) => {
  expect(linkAt(`https://tool.example/?${template}`, HOUR)).toBe(
    `https://tool.example/?${filled}`,
  );
});

it('leads to the query in the store, with the time that is looked at', () => {
  const link = new URL(
    storeLink('https://store.example/', 'sum(a{b="c&d"})', HOUR) ?? '',
  );
  expect(link.origin + link.pathname).toBe('https://store.example/graph');
  expect(Object.fromEntries(link.searchParams)).toMatchObject({
    'g0.expr': 'sum(a{b="c&d"})',
    'g0.range_input': '3600s',
    'g0.end_input': '2023-11-14T23:13:20',
  });
});

it.each(['', 'file:///etc/passwd'])(
  'leads nowhere where the address of the store is %j',
  store => {
    expect(storeLink(store, 'up', HOUR)).toBeUndefined();
  },
);
