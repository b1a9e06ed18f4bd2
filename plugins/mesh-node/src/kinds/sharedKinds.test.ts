import * as fc from 'fast-check';
import { sharedKinds } from './sharedKinds';

/** Any JSON where the API server would give something sensible. */
const anything = fc.jsonValue({ maxDepth: 3 });

/** An object whose known fields hold anything at all, at every depth. */
const absurdObject = fc.record(
  {
    metadata: fc.record(
      {
        name: fc.constant('x'),
        namespace: anything,
        labels: anything,
        annotations: anything,
        ownerReferences: anything,
        writers: anything,
        creationTimestamp: anything,
        deletionTimestamp: anything,
      },
      { requiredKeys: ['name'] },
    ),
    spec: fc.oneof(
      anything,
      fc.record(
        {
          template: anything,
          containers: anything,
          initContainers: anything,
          jobTemplate: anything,
          selector: anything,
          ports: anything,
          hostNetwork: anything,
        },
        { requiredKeys: [] },
      ),
    ),
    status: anything,
    endpoints: anything,
    addressType: anything,
  },
  { requiredKeys: ['metadata'] },
);

describe.each(sharedKinds.map(kind => [kind.plural, kind] as const))(
  'schema of %s',
  (_, { schema }) => {
    it('reads any object that has a name', () => {
      fc.assert(
        fc.property(absurdObject, object => {
          expect(schema.safeParse(object)).toMatchObject({
            success: true,
            data: { metadata: { name: 'x' } },
          });
        }),
      );
    });

    it.each([
      ['no metadata', {}],
      ['no name', { metadata: {} }],
      ['an empty name', { metadata: { name: '' } }],
      ['null', null],
    ])('refuses an object with %s', (__, object) => {
      expect(schema.safeParse(object).success).toBe(false);
    });
  },
);

describe('shared kinds', () => {
  it('keeps what it understands beside what it does not', () => {
    const pod = sharedKinds.find(kind => kind.plural === 'pods');
    expect(
      pod?.schema.parse({
        metadata: { name: 'x', labels: { app: 'cart', broken: 7 } },
        spec: { containers: [{ name: 'app' }, 'nonsense', { image: 'x' }] },
      }),
    ).toMatchObject({
      metadata: { labels: { app: 'cart' } },
      spec: { containers: [{ name: 'app' }], hostNetwork: false },
      status: { conditions: [] },
    });
  });
});
