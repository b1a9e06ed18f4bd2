import { mergePatch } from './patch.ts';
import { strategicMerge } from './strategicMerge.ts';

describe('a merge patch (examples of RFC 7386)', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('a strategic merge patch', () => {
  const named = (...names: string[]) => names.map(name => ({ name }));

  it.each([
    {
      what: 'joins named items and adds new ones at the end',
      target: { containers: [{ name: 'a', image: '1' }, { name: 'b' }] },
      patch: { containers: [{ name: 'a', image: '2' }, { name: 'c' }] },
      expected: {
        containers: [{ name: 'a', image: '2' }, { name: 'b' }, { name: 'c' }],
      },
    },
    {
      what: 'replaces lists without names',
      target: { args: ['a', 'b'] },
      patch: { args: ['c'] },
      expected: { args: ['c'] },
    },
    {
      what: 'removes an item',
      target: { volumes: named('a', 'b') },
      patch: { volumes: [{ name: 'a', $patch: 'delete' }] },
      expected: { volumes: named('b') },
    },
    {
      what: 'replaces a whole list',
      target: { env: named('a', 'b') },
      patch: { env: [{ $patch: 'replace' }, { name: 'c' }] },
      expected: { env: named('c') },
    },
    {
      what: 'replaces a map',
      target: { selector: { a: '1', b: '2' } },
      patch: { selector: { $patch: 'replace', c: '3' } },
      expected: { selector: { c: '3' } },
    },
    {
      what: 'removes a field',
      target: { replicas: 2, paused: true },
      patch: { paused: null },
      expected: { replicas: 2 },
    },
    {
      what: 'keeps the keys that it names',
      target: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      patch: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
      expected: { strategy: { type: 'Recreate' } },
    },
    {
      what: 'adds to and removes from sets',
      target: { finalizers: ['a', 'b'] },
      patch: {
        finalizers: ['c'],
        '$deleteFromPrimitiveList/finalizers': ['a'],
      },
      expected: { finalizers: ['b', 'c'] },
    },
    {
      what: 'orders the items',
      target: { containers: named('a', 'b', 'other') },
      patch: {
        '$setElementOrder/containers': named('c', 'b', 'a'),
        containers: named('c'),
      },
      expected: { containers: named('c', 'b', 'a', 'other') },
    },
    {
      what: 'joins ports of a Service by port, of a container by containerPort',
      target: {
        ports: [{ port: 80, name: 'http' }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'x' }] }],
      },
      patch: {
        ports: [{ port: 443 }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'y' }] }],
      },
      expected: {
        ports: [{ port: 80, name: 'http' }, { port: 443 }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'y' }] }],
      },
    },
  ])('$what', ({ target, patch, expected }) => {
    expect(strategicMerge(target, patch)).toEqual(expected);
  });
});
