import { containsText, pageOf, type SortKey, sortRows } from './pages';

describe('pageOf', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map(item => ({ key: [item], item }));

  function allPages(limit: number) {
    const pages: string[][] = [];
    let after: SortKey | undefined;
    do {
      const page = pageOf(rows, { after, limit, order: 'asc' });
      expect(page.total).toBe(5);
      pages.push(page.items);
      after = page.next;
    } while (after);
    return pages;
  }

  it.each([
    [2, [['a', 'b'], ['c', 'd'], ['e']]],
    [5, [['a', 'b', 'c', 'd', 'e']]],
    [9, [['a', 'b', 'c', 'd', 'e']]],
  ])('goes through everything once with pages of %s', (limit, pages) => {
    expect(allPages(limit)).toEqual(pages);
  });

  it('goes on at the right place when the row of the cursor is gone', () => {
    const { items } = pageOf(
      rows.filter(({ item }) => item !== 'b'),
      { after: ['b'], limit: 2, order: 'asc' },
    );
    expect(items).toEqual(['c', 'd']);
  });
});

describe('sortRows', () => {
  const rows = [
    { key: [2, 'b'], item: 'two b' },
    { key: [1, 'b'], item: 'one b' },
    { key: [1, 'a'], item: 'one a' },
    { key: [2, 'a'], item: 'two a' },
  ];

  it.each([
    ['asc', ['one a', 'one b', 'two a', 'two b']],
    ['desc', ['two a', 'two b', 'one a', 'one b']],
  ] as const)(
    '%s leaves what is alike in the order of names',
    (order, sorted) => {
      expect(sortRows(rows, order).map(({ item }) => item)).toEqual(sorted);
    },
  );

  it('goes on in the order that it sorts by', () => {
    const sorted = sortRows(rows, 'desc');
    const first = pageOf(sorted, { limit: 3, order: 'desc' });
    const rest = pageOf(sorted, {
      after: first.next,
      limit: 3,
      order: 'desc',
    });
    expect([first.items, rest.items]).toEqual([
      ['two a', 'two b', 'one a'],
      ['one b'],
    ]);
  });
});

describe('containsText', () => {
  it.each([
    [undefined, ['shop/cart'], true],
    ['CART', ['shop/cart'], true],
    ['art', ['Shop', 'Cart'], true],
    ['cart', ['shop'], false],
    ['cart', [], false],
  ])('%s in %s: %s', (q, texts, expected) => {
    expect(containsText(q, texts)).toBe(expected);
  });
});
