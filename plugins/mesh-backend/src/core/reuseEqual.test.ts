import { reuseEqual } from './reuseEqual';

function noLabels(): Record<string, string> {
  return {};
}

function aModel() {
  return {
    cluster: 'west',
    services: ['cart', 'shop', 'tax'].map(name => ({ name, pods: [1, 2] })),
    workloads: new Map(
      ['a', 'b'].map(key => [key, { key, labels: noLabels() }]),
    ),
    parts: [] as string[],
  };
}

function aChangedModel() {
  const model = aModel();
  model.services[1].pods = [1, 3];
  model.workloads.set('b', { key: 'b', labels: { app: 'cart' } });
  return model;
}

describe('reuseEqual', () => {
  it('is the value of before where nothing has changed', () => {
    const before = aModel();
    expect(reuseEqual(before, aModel())).toBe(before);
  });

  it('says what is now, with the parts of before that are as they were', () => {
    const before = aModel();
    const reused = reuseEqual(before, aChangedModel());
    expect(reused).toEqual(aChangedModel());
    expect(reused.services[0]).toBe(before.services[0]);
    expect(reused.services[2]).toBe(before.services[2]);
    expect(reused.services[1]).not.toBe(before.services[1]);
    expect(reused.workloads.get('a')).toBe(before.workloads.get('a'));
    expect(reused.parts).toBe(before.parts);
  });

  it.each([
    ['taken away', (list: unknown[]) => list.splice(1, 1)],
    [
      'added',
      (list: unknown[]) => list.splice(1, 0, { name: 'new', pods: [] }),
    ],
  ])('knows the others of a list again when one was %s', (_, change) => {
    const before = aModel();
    const after = aModel();
    change(after.services);
    const reused = reuseEqual(before, after);
    expect(reused).toEqual(after);
    expect(reused.services[0]).toBe(before.services[0]);
    expect(reused.services.at(-1)).toBe(before.services.at(-1));
  });

  it.each<[string, unknown, unknown]>([
    ['another type', { a: 1 }, [1]],
    ['a list for a record', [1], { 0: 1 }],
    ['a map for a record', {}, new Map()],
    ['fewer keys', { a: 1, b: 2 }, { a: 1 }],
    ['a key that is there, without a value', { a: 1 }, { b: undefined }],
    ['an empty list', [1], []],
    ['null', { a: {} }, { a: null }],
    ['a map in another order', mapOf('a', 'b'), mapOf('b', 'a')],
    ['a longer map', mapOf('a'), mapOf('a', 'b')],
  ])('does not take %s for the same', (_, before, after) => {
    const reused = reuseEqual(before, after);
    expect(reused).toStrictEqual(after);
    expect(reused).not.toBe(before);
  });

  it('changes neither', () => {
    const before = { list: Object.freeze([{ a: 1 }]) };
    const after = { list: Object.freeze([{ a: 1 }, { a: 2 }]) };
    expect(reuseEqual(before, after)).toEqual({ list: [{ a: 1 }, { a: 2 }] });
    expect(before).toEqual({ list: [{ a: 1 }] });
  });
});

function mapOf(...keys: string[]): Map<string, number> {
  return new Map(keys.map(key => [key, 1]));
}
