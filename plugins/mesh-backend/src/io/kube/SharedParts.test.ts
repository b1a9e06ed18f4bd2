import { SharedParts } from './SharedParts';

function aPod(name: string, labels: Record<string, string>) {
  return {
    metadata: { name, labels },
    spec: { containers: [{ name: 'app' }] },
  };
}

describe('SharedParts', () => {
  it('makes equal parts of objects one, and leaves the objects as they are', () => {
    const parts = new SharedParts();
    const [first, second] = ['cart-1', 'cart-2'].map(name =>
      parts.share(aPod(name, { app: 'cart' })),
    );
    expect(second).toEqual(aPod('cart-2', { app: 'cart' }));
    expect(second.metadata.labels).toBe(first.metadata.labels);
    expect(second.spec.containers).toBe(first.spec.containers);
    expect(second.metadata).not.toBe(first.metadata);
  });

  it('keeps parts apart that differ', () => {
    const parts = new SharedParts();
    parts.share(aPod('cart-1', { app: 'cart' }));
    const other = parts.share(aPod('cart-2', { app: 'cart', version: '2' }));
    expect(other.metadata.labels).toEqual({ app: 'cart', version: '2' });
  });

  it('changes nothing of what it was given', () => {
    const parts = new SharedParts();
    const [first, second] = ['cart-1', 'cart-2'].map(name =>
      Object.freeze(aPod(name, { app: 'cart' })),
    );
    parts.share(first);
    parts.share(second);
    expect(second.metadata.labels).not.toBe(first.metadata.labels);
  });

  it.each([
    ['a map', new Map([['a', 1]]), new Map([['b', 2]])],
    ['a date', new Date(0), new Date(1)],
  ])('does not take %s for another whose JSON is the same', (_, one, two) => {
    const parts = new SharedParts();
    parts.share({ spec: { within: { part: one } } });
    const shared = parts.share({ spec: { within: { part: two } } });
    expect(shared.spec.within.part).toBe(two);
  });

  it('keeps the parts of an object that changes, whatever has come since', () => {
    const parts = new SharedParts();
    const before = parts.share(aPod('cart-1', { app: 'cart' }));
    for (let index = 0; index < 3_000; index++) {
      parts.share(aPod(`other-${index}`, { app: `other-${index}` }));
    }
    const changed = { ...aPod('cart-1', { app: 'cart' }), status: 'new' };
    const after = parts.share(changed, before);
    expect(after).toEqual(changed);
    expect(after.metadata.labels).toBe(before.metadata.labels);
    const other = parts.share(aPod('cart-1', { app: 'tax' }), before);
    expect(other.metadata.labels).toEqual({ app: 'tax' });
  });

  it('still knows what was seen not long ago when much has come since', () => {
    const parts = new SharedParts();
    const { labels } = parts.share(aPod('cart-1', { app: 'cart' })).metadata;
    for (let index = 0; index < 3_000; index++) {
      parts.share(aPod(`other-${index}`, { app: `other-${index}` }));
      const again = parts.share(aPod(`cart-${index}`, { app: 'cart' }));
      expect(again.metadata.labels).toBe(labels);
    }
  });
});
