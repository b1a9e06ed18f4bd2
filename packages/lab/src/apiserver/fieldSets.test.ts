import { compareFields, formatFields, parseFields } from './fieldSets.ts';
import type { JsonObject } from './KubeObject.ts';

const written = (before: JsonObject, after: JsonObject, custom = false) =>
  formatFields(compareFields({ before, after, custom }).written);

describe('what a write owns', () => {
  it.each([
    {
      what: 'a scalar that changed',
      before: { data: { a: '1', b: '1' } },
      after: { data: { a: '2', b: '1' } },
      expected: { 'f:data': { 'f:a': {} } },
    },
    {
      what: 'a new map and its entries',
      before: {},
      after: { data: { a: '1' } },
      expected: { 'f:data': { '.': {}, 'f:a': {} } },
    },
    {
      what: 'an item of a keyed list',
      before: { spec: { containers: [{ name: 'a', image: '1' }] } },
      after: { spec: { containers: [{ name: 'a', image: '2' }] } },
      expected: {
        'f:spec': { 'f:containers': { 'k:{"name":"a"}': { 'f:image': {} } } },
      },
    },
    {
      what: 'a list without keys as a whole',
      before: { spec: { args: ['a'] } },
      after: { spec: { args: ['a', 'b'] } },
      expected: { 'f:spec': { 'f:args': {} } },
    },
    {
      what: 'a selector as a whole',
      before: {},
      after: { spec: { selector: { matchLabels: { a: 'b' } } } },
      expected: { 'f:spec': { 'f:selector': {} } },
    },
    {
      what: 'the members of a set',
      before: { metadata: { finalizers: ['a'] } },
      after: { metadata: { finalizers: ['a', 'b'] } },
      expected: { 'f:metadata': { 'f:finalizers': { 'v:"b"': {} } } },
    },
    {
      what: 'an owner by its uid',
      before: {},
      after: { metadata: { ownerReferences: [{ uid: 'u', name: 'n' }] } },
      expected: {
        'f:metadata': {
          'f:ownerReferences': {
            '.': {},
            'k:{"uid":"u"}': { '.': {}, 'f:name': {}, 'f:uid': {} },
          },
        },
      },
    },
    {
      what: 'nothing of what the server keeps',
      before: {},
      after: { metadata: { name: 'a', uid: 'u', resourceVersion: '1' } },
      expected: {},
    },
  ])('$what', ({ before, after, expected }) => {
    expect(written(before, after)).toEqual(expected);
  });

  it('is, for a custom kind, every list as a whole and the spec itself', () => {
    const after = { spec: { containers: [{ name: 'a' }] } };
    expect(written({}, after, true)).toEqual({
      'f:spec': { '.': {}, 'f:containers': {} },
    });
  });

  it('survives writing down and reading back', () => {
    const fields = {
      'f:data': { '.': {}, 'f:a': {}, 'f:b': { '.': {}, 'f:c': {} } },
    };
    expect(formatFields(parseFields(fields))).toEqual(fields);
  });
});
