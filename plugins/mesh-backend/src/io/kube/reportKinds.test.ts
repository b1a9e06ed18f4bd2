import { text } from '@meshport/plugin-mesh-common';
import { keptAnnotations } from './keptAnnotations';
import { ObjectStore } from './ObjectStore';
import { reportKinds } from './reportKinds';
import { aKind, anObject } from './testing/kinds';

/** A store of so many objects, that can be trusted or not. */
function aStore(
  kind: ReturnType<typeof aKind>,
  objects: number,
  isLive = true,
) {
  const store = new ObjectStore({
    kind,
    keeps: keptAnnotations([]),
    onChange: () => {},
  });
  for (let index = 0; index < objects; index++) {
    store.upsert(anObject(`object-${index}`));
  }
  store.setCondition(
    isLive
      ? { status: 'live' }
      : { status: 'stale', reason: text('part.cut', { resource: 'pods' }) },
  );
  return store;
}

describe('reportKinds', () => {
  it.each([
    ['first', true, false],
    ['last', false, true],
  ])(
    'is of one part what two watches of it have; the one that is not live speaks: the other is %s',
    (_, first, second) => {
      const all = aKind('pods');
      const some = { ...all, only: { labelSelector: 'app' } };
      const stores = new Map([
        [all, aStore(all, 2, first)],
        [some, aStore(some, 3, second)],
      ]);
      expect(reportKinds(stores)).toEqual([
        {
          part: 'pods',
          status: 'stale',
          objects: 5,
          reason: expect.objectContaining({ id: 'part.cut' }),
          observedAt: undefined,
        },
      ]);
    },
  );
});
