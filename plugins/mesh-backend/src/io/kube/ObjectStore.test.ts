import fc from 'fast-check';
import { text } from '@meshport/plugin-mesh-common';
import { z } from 'zod';
import { keptAnnotations } from './keptAnnotations';
import { ObjectStore } from './ObjectStore';
import { GarbageError } from './requestErrors';
import { aKind, anObject, namesOf } from './testing/kinds';

function aStore(kind = aKind('pods')) {
  let changes = 0;
  const store = new ObjectStore({
    kind,
    keeps: keptAnnotations([]),
    onChange: () => {
      changes += 1;
    },
  });
  return {
    store,
    names: () => namesOf(store.state().items),
    /** Changes told since the last call. */
    changes: () => {
      const told = changes;
      changes = 0;
      return told;
    },
  };
}

describe('ObjectStore', () => {
  it('holds what was added and not deleted', () => {
    const { store, names } = aStore();
    store.upsert(anObject('a'));
    store.upsert(anObject('b'));
    store.remove(anObject('a'));
    expect(names()).toEqual(['b']);
  });

  it('tells objects of equal name in two namespaces apart', () => {
    const { store, names } = aStore();
    store.upsert(anObject('a'));
    store.upsert(anObject('a', { namespace: 'other' }));
    expect(names()).toEqual(['a', 'a']);
    store.remove(anObject('a', { namespace: 'other' }));
    expect(names()).toEqual(['a']);
  });

  it.each([
    ['another resourceVersion', { resourceVersion: '2' }],
    ['an annotation that is not kept', { annotations: { other: 'x' } }],
    ['managed fields of the status', { managedFields: [{ manager: 'x' }] }],
  ])('takes %s as no change', (_, metadata) => {
    const { store, changes } = aStore();
    store.upsert(anObject('a', { annotations: {} }));
    const before = store.state();
    changes();
    store.upsert(anObject('a', { annotations: {}, ...metadata }));
    expect(changes()).toBe(0);
    expect(store.state()).toBe(before);
  });

  it('tells a change of a kept field', () => {
    const { store, changes } = aStore();
    store.upsert(anObject('a'));
    changes();
    store.upsert(anObject('a', { labels: { app: 'a' } }));
    expect(changes()).toBe(1);
  });

  it('keeps what it knows until a new list is complete, then drops what is not in it', () => {
    const { store, names, changes } = aStore();
    store.upsert(anObject('a'));
    store.upsert(anObject('b'));
    changes();
    const list = store.beginList();
    list.add(anObject('b'));
    list.add(anObject('c'));
    expect(names()).toEqual(['a', 'b']);
    expect(changes()).toBe(0);
    list.commit();
    expect(names()).toEqual(['b', 'c']);
    expect(changes()).toBe(1);
  });

  it('takes a list that brings nothing new as no change', () => {
    const { store, changes } = aStore();
    store.upsert(anObject('a'));
    changes();
    const list = store.beginList();
    list.add(anObject('a', { resourceVersion: '7' }));
    list.commit();
    expect(changes()).toBe(0);
  });

  it('counts objects that cannot be read, and says so', () => {
    const { store, names } = aStore();
    store.setCondition({ status: 'live' });
    const list = store.beginList();
    list.add(anObject('a'));
    for (const strange of [null, {}, anObject('')]) list.add(strange);
    list.commit();
    expect(names()).toEqual(['a']);
    expect(store.state()).toMatchObject({
      status: 'live',
      reason: text('part.unreadable-objects', { count: 3, plural: 'pods' }),
    });
  });

  it('forgets that an object was unreadable once it can be read, or is gone', () => {
    const { store } = aStore();
    const strange = anObject('a', { labels: { app: 1 } });
    store.upsert(strange);
    expect(store.state().reason?.params.count).toBe(1);
    store.upsert(anObject('a'));
    expect(store.state().reason).toBeUndefined();
    store.upsert(anObject('b', { labels: 1 }));
    store.remove(anObject('b', { labels: 1 }));
    expect(store.state().reason).toBeUndefined();
  });

  it('leaves out what could be read before and no longer can, once and for all', () => {
    const { store, names, changes } = aStore();
    store.upsert(anObject('a'));
    changes();
    const strange = anObject('a', { labels: { app: 1 } });
    store.upsert(strange);
    expect(names()).toEqual([]);
    expect(store.state().reason?.params.count).toBe(1);
    store.upsert(strange);
    expect(changes()).toBe(1);
    store.upsert(anObject('a'));
    expect(names()).toEqual(['a']);
    expect(store.state().reason).toBeUndefined();
  });

  it.each([null, {}, anObject(''), 7])(
    'refuses an event for %j, which has no name',
    object => {
      const { store, changes } = aStore();
      expect(() => store.upsert(object)).toThrow(GarbageError);
      expect(() => store.remove(object)).toThrow(GarbageError);
      expect(changes()).toBe(0);
    },
  );

  it('says why the kind is not live rather than what was left out', () => {
    const { store } = aStore();
    store.upsert(anObject('a', { labels: 1 }));
    const reason = text('part.garbage', { resource: 'pods' });
    store.setCondition({ status: 'stale', reason });
    expect(store.state().reason).toEqual(reason);
  });

  it('tells a condition once', () => {
    const { store, changes } = aStore();
    store.setCondition({ status: 'live' });
    store.setCondition({ status: 'live' });
    expect(changes()).toBe(1);
  });

  it('survives a schema that throws', () => {
    const schema = z.object({}).transform(() => {
      throw new Error('a mistake in a mesh');
    });
    const { store } = aStore(aKind('pods', { schema }));
    store.upsert(anObject('a'));
    expect(store.state().items).toEqual([]);
    expect(store.state().reason?.params.count).toBe(1);
  });

  it('survives whatever comes in a list', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), objects => {
        const { store } = aStore();
        const list = store.beginList();
        for (const object of objects) list.add(object);
        list.commit();
        expect(store.state().items).toEqual([]);
      }),
    );
  });

  it('survives whatever stands in an object of an event', () => {
    fc.assert(
      fc.property(fc.object(), fc.anything(), (object, labels) => {
        const { store } = aStore();
        const named = { ...object, ...anObject('a', { labels }) };
        store.upsert(named);
        store.remove(named);
        expect(store.state().items).toEqual([]);
        expect(store.state().reason).toBeUndefined();
      }),
    );
  });
});
