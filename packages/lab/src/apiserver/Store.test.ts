import { KUBERNETES_KINDS } from './builtinKinds.ts';
import type { DraftObject, JsonObject } from './KubeObject.ts';
import { KindRegistry } from './kinds.ts';
import { Store, type Admission } from './Store.ts';
import { forbidden, StatusError } from './StatusError.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A store on a clock that only moves when told to. */
function aStore(options: { historyLimit?: number } = {}) {
  let time = START;
  const store = new Store({
    clock: { now: () => new Date(time) },
    kinds: new KindRegistry(KUBERNETES_KINDS),
    ...options,
  });
  store.create('namespaces', { metadata: { name: 'web' } }, BY_TEST);
  const advance = (seconds: number) => {
    time += seconds * 1000;
  };
  return { store, advance };
}

const BY_TEST = { manager: 'test' };
const MAP = { resource: 'configmaps', namespace: 'web', name: 'a' };

function aMap(fields: JsonObject = {}): DraftObject {
  return { metadata: { name: 'a', namespace: 'web' }, ...fields };
}

/** The status code that a write is refused with. */
function refusal(write: () => unknown): number | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error.code;
    throw error;
  }
}

describe('a store', () => {
  it('takes its times from the clock', () => {
    const { store, advance } = aStore();
    advance(60);
    const { metadata } = store.create('configmaps', aMap(), BY_TEST);
    expect(metadata.creationTimestamp).toBe('2026-01-01T00:01:00Z');
  });

  it('restores an object as it is, status and uid included, and refuses it twice', () => {
    const { store } = aStore();
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'web', uid: 'mine' },
      status: { phase: 'Running' },
    };
    const restored = store.restore('pods', pod);
    expect(restored).toEqual({
      ...pod,
      metadata: { ...pod.metadata, resourceVersion: store.resourceVersion },
    });
    expect(store.list('pods').items).toEqual([restored]);
    expect(refusal(() => store.restore('pods', pod))).toBe(409);
  });

  it('lets a writer name another time', () => {
    const { store } = aStore();
    const now = new Date('2025-06-01T12:00:00Z');
    const object = store.create('configmaps', aMap({ data: { k: 'v' } }), {
      manager: 'test',
      now,
    });
    expect(object.metadata).toMatchObject({
      creationTimestamp: '2025-06-01T12:00:00Z',
      managedFields: [{ manager: 'test', time: '2025-06-01T12:00:00Z' }],
    });
  });

  it('moves the time of a manager only when its fields change', () => {
    const { store, advance } = aStore();
    store.create('configmaps', aMap({ data: { k: 'v' } }), { manager: 'one' });
    advance(60);
    store.modify(MAP, o => void (o.metadata.labels = { x: 'y' }), {
      manager: 'two',
    });
    const entries = store.get(MAP)?.metadata.managedFields ?? [];
    expect(entries.map(e => [e.manager, e.time])).toEqual([
      ['one', '2026-01-01T00:00:00Z'],
      ['two', '2026-01-01T00:01:00Z'],
    ]);
  });

  it('counts every write of the cluster with one number', () => {
    const { store } = aStore();
    const before = Number(store.resourceVersion);
    store.create('configmaps', aMap(), BY_TEST);
    store.create(
      'serviceaccounts',
      { metadata: { name: 'a', namespace: 'web' } },
      BY_TEST,
    );
    expect(Number(store.resourceVersion)).toBe(before + 2);
  });

  it('freezes what it hands out', () => {
    const { store } = aStore();
    const object = store.create('configmaps', aMap({ data: {} }), BY_TEST);
    expect(() => {
      object.metadata.labels = { x: 'y' };
    }).toThrow(TypeError);
  });

  it('does not keep a reference to what it is given', () => {
    const { store } = aStore();
    const draft = aMap({ data: { k: 'v' } });
    store.create('configmaps', draft, BY_TEST);
    draft.data = { k: 'changed' };
    expect(store.get(MAP)?.data).toEqual({ k: 'v' });
  });

  it('writes nothing when nothing changes', () => {
    const { store } = aStore();
    store.create('configmaps', aMap(), BY_TEST);
    const version = store.resourceVersion;
    store.modify(MAP, () => {}, { manager: 'other' });
    store.modify(MAP, () => false, { manager: 'other' });
    expect(store.resourceVersion).toBe(version);
  });

  it('keeps a dry run to itself', () => {
    const { store } = aStore();
    const seen: string[] = [];
    store.watch(change => seen.push(change.type));
    store.create('configmaps', aMap(), { ...BY_TEST, dryRun: true });
    expect(store.get(MAP)).toBeUndefined();
    expect(seen).toEqual([]);
  });

  it.each([
    { what: 'a missing namespace', namespace: 'nowhere', code: 404 },
    { what: 'what exists already', namespace: 'web', code: 409 },
  ])('refuses $what', ({ namespace, code }) => {
    const { store } = aStore();
    store.create('configmaps', aMap(), BY_TEST);
    const draft = { metadata: { name: 'a', namespace } };
    expect(refusal(() => store.create('configmaps', draft, BY_TEST))).toBe(
      code,
    );
  });

  it('refuses an update of an old version', () => {
    const { store } = aStore();
    const old = store.create('configmaps', aMap(), BY_TEST);
    store.modify(MAP, o => void (o.data = { k: 'v' }), BY_TEST);
    expect(refusal(() => store.update('configmaps', old, BY_TEST))).toBe(409);
  });

  it('tells listeners in order, also of what a listener writes', () => {
    const { store } = aStore();
    const seen: string[] = [];
    store.watch(change => {
      if (change.type !== 'ADDED') return;
      store.modify(MAP, o => void (o.data = { k: 'v' }), BY_TEST);
    });
    store.watch(change => seen.push(change.type));
    store.create('configmaps', aMap(), BY_TEST);
    expect(seen).toEqual(['ADDED', 'MODIFIED']);
  });

  it('shows a list as it was', () => {
    const { store } = aStore();
    store.create('configmaps', aMap(), BY_TEST);
    const then = Number(store.resourceVersion);
    store.modify(MAP, o => void (o.data = { k: 'v' }), BY_TEST);
    store.create(
      'configmaps',
      { metadata: { name: 'b', namespace: 'web' } },
      BY_TEST,
    );
    store.delete(MAP);
    const names = store.listAt('configmaps', then).map(o => o.metadata.name);
    expect(names).toEqual(['a']);
    expect(store.listAt('configmaps', then)[0]).not.toHaveProperty('data');
  });

  it('forgets its oldest history when there is too much of it', () => {
    const { store } = aStore({ historyLimit: 4 });
    const then = Number(store.resourceVersion);
    store.create('configmaps', aMap(), BY_TEST);
    for (let i = 0; i < 10; i++) {
      store.modify(MAP, o => void (o.data = { i: String(i) }), BY_TEST);
    }
    expect(store.remembers(then)).toBe(false);
    expect(refusal(() => store.changesSince('configmaps', then))).toBe(410);
    const recent = Number(store.resourceVersion) - 2;
    expect(store.changesSince('configmaps', recent)).toHaveLength(2);
  });

  it('empties a namespace for good once its finalizers are gone', () => {
    const { store } = aStore();
    const web = { resource: 'namespaces', name: 'web' };
    expect(store.delete(web)).toMatchObject({
      status: { phase: 'Terminating' },
    });
    store.modify(web, o => void (o.spec = { finalizers: [] }), BY_TEST);
    expect(store.get(web)).toBeUndefined();
  });

  it('lets the scheduler place a pod once', () => {
    const { store } = aStore();
    const pod = { resource: 'pods', namespace: 'web', name: 'a' };
    const spec = { containers: [{ name: 'main', image: 'web:1' }] };
    store.create('pods', { ...aMap(), spec }, BY_TEST);
    const place = (nodeName: string) =>
      store.modify(
        pod,
        o => void (o.spec = { ...(o.spec as JsonObject), nodeName }),
        { manager: 'kube-scheduler' },
      );
    place('node-1');
    expect(refusal(() => place('node-2'))).toBe(422);
  });

  describe('with admission', () => {
    const label: Admission = ({ object }) => ({
      object: {
        ...object,
        metadata: { ...object.metadata, labels: { by: 'it' } },
      },
    });
    const refuse: Admission = ({ verb, object }) =>
      verb === 'DELETE'
        ? {
            rejected: forbidden({
              resource: { group: '', plural: 'configmaps' },
              name: object.metadata.name,
              why: 'it is needed',
            }),
          }
        : { object };

    it('stores what admission made of the object', () => {
      const { store } = aStore();
      store.addAdmission(label);
      const { metadata } = store.create('configmaps', aMap(), BY_TEST);
      expect(metadata.labels).toEqual({ by: 'it' });
      // As on a real server, nobody manages what admission added.
      expect(metadata.managedFields).toBeUndefined();
    });

    it('does not do what admission rejects', () => {
      const { store } = aStore();
      store.create('configmaps', aMap(), BY_TEST);
      store.addAdmission(refuse);
      expect(refusal(() => store.delete(MAP))).toBe(403);
      expect(store.get(MAP)).toBeDefined();
    });
  });
});
