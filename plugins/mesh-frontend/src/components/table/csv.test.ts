import { toCsv } from './csv';

it.each([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['a "quote"', '"a ""quote"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['@cmd', "'@cmd"],
  ['-1', "'-1"],
])('writes %j', (value, written) => {
  expect(toCsv([[value, 'x']])).toBe(`${written},x\r\n`);
});
