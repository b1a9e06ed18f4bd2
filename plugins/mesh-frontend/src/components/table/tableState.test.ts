import { readTableState, writeTableState } from './tableState';

const DEFAULTS = {
  sort: 'state',
  filters: ['cluster', 'mesh'],
  hidden: ['owners'],
};

const read = (search: string) =>
  readTableState(new URLSearchParams(search), DEFAULTS);

const write = (search: string, change: Parameters<typeof writeTableState>[2]) =>
  writeTableState(new URLSearchParams(search), DEFAULTS, change).toString();

describe('the state of a list in the address', () => {
  it('is the default where the address says nothing', () => {
    expect(read('')).toEqual({
      ...{ q: '', sort: 'state', order: 'asc', cursor: undefined },
      ...{ filters: {}, hidden: ['owners'] },
    });
  });

  it('reads what is filtered, sorted and hidden', () => {
    expect(
      read('q=cart&sort=name&order=desc&cluster=a&cluster=b&mesh=&hide=-'),
    ).toMatchObject({
      ...{ q: 'cart', sort: 'name', order: 'desc' },
      ...{ filters: { cluster: ['a', 'b'] }, hidden: [] },
    });
  });

  it.each<[string, string, Parameters<typeof write>[1], string]>([
    [
      'leaves out what is usual',
      'sort=name&order=desc',
      { sort: 'state', order: 'asc' },
      '',
    ],
    ['keeps what others wrote', 'tab=1', { q: 'x' }, 'tab=1&q=x'],
    [
      'begins anew when the list changes',
      'cursor=c',
      { filters: { mesh: ['m'] } },
      'mesh=m',
    ],
    ['goes to another page', 'mesh=m', { cursor: 'c' }, 'cursor=c&mesh=m'],
    [
      'keeps the page when a column goes',
      'cursor=c',
      { hidden: ['a', 'owners'] },
      'cursor=c&hide=a%2Cowners',
    ],
    ['says that nothing is hidden', '', { hidden: [] }, 'hide=-'],
    [
      'empties a filter',
      'mesh=m&cluster=a',
      { filters: { cluster: ['a'] } },
      'cluster=a',
    ],
  ])('%s', (_, search, change, expected) => {
    expect(write(search, change)).toBe(expected);
  });

  it('reads what it wrote', () => {
    const change = { q: 'a b&c', filters: { mesh: ['m,n'] }, hidden: ['x'] };
    expect(read(write('', change))).toMatchObject(change);
  });
});
