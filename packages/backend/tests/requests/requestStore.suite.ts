import {
  aPlan,
  aRequest,
} from '../../../../plugins/mesh-backend/src/testing/requestBuilders';
import { openKey } from '../../../../plugins/mesh-backend/src/core/requests/openKey';
import type { RequestCommand } from '../../../../plugins/mesh-backend/src/core/requests/RequestCommand';
import { transition } from '../../../../plugins/mesh-backend/src/core/requests/transition';
import type { RequestStore } from '../../../../plugins/mesh-backend/src/io/database/RequestStore';
import type { MeshRequest, RequestForm } from '@meshport/plugin-mesh-common';

const PAT = 'user:default/pat';
const NOON = '2026-01-02T12:00:00.000Z';
const LATER = '2026-01-02T12:01:00.000Z';
const LATEST = '2026-01-02T12:02:00.000Z';

/** Requests that differ in what they ask for, by their number. */
function numbered(number: number, fields: Partial<MeshRequest> = {}) {
  const form: RequestForm = {
    kind: 'workload-restart',
    clusters: ['west'],
    namespace: 'shop',
    workloads: [{ kind: 'Deployment', name: `cart-${number}` }],
  };
  const createdAt = `2026-01-01T00:00:0${number}.000Z`;
  return { ...aRequest(), id: `request-${number}`, form, createdAt, ...fields };
}

function after(request: MeshRequest, command: RequestCommand): MeshRequest {
  const outcome = transition(request, command, NOON);
  if (outcome.kind === 'refused') throw new Error(outcome.reason.message);
  return outcome.request;
}

const approve = (hash = 'hash-1'): RequestCommand => ({
  type: 'approve',
  by: PAT,
  hash,
});
const comment = (text: string): RequestCommand => ({
  type: 'comment',
  by: PAT,
  comment: text,
});
const reject: RequestCommand = { type: 'reject', by: PAT };

/**
 * What every store of requests does. `fresh` gives an empty one; `second` one more view of
 * the same, as another replica has it.
 */
export function requestStoreSuite(
  fresh: () => Promise<{ store: RequestStore; second: RequestStore }>,
) {
  let store: RequestStore;
  let second: RequestStore;
  beforeEach(async () => {
    ({ store, second } = await fresh());
  });
  const ids = (requests: readonly MeshRequest[]) =>
    requests.map(({ id }) => id);

  it('gives back what was put in, to every replica', async () => {
    expect(await store.get('request-1')).toBeUndefined();
    expect(await store.insert(numbered(1))).toBe('stored');
    expect(await second.get('request-1')).toEqual(numbered(1));
  });

  it('keeps what people write as they wrote it', async () => {
    const reason = `'; DROP TABLE mesh_requests; -- {{x}} "ü" 𝛑 \n<b>`;
    await store.insert(numbered(1, { reason }));
    expect((await store.get('request-1'))?.reason).toBe(reason);
  });

  it('stores the next version with the line that it adds', async () => {
    await store.insert(numbered(1));
    const approved = after(numbered(1), approve());
    expect(await store.replace(approved)).toBe('stored');
    expect(await second.get('request-1')).toEqual(approved);
    const commented = after(approved, comment('Go.'));
    expect(await second.replace(commented)).toBe('stored');
    expect((await store.get('request-1'))?.history).toEqual(commented.history);
  });

  it('lets one of two replicas decide', async () => {
    await store.insert(numbered(1));
    const outcomes = await Promise.all([
      store.replace(after(numbered(1), approve())),
      second.replace(after(numbered(1), reject)),
    ]);
    expect([...outcomes].sort()).toEqual(['outdated', 'stored']);
    const { version, history } = (await store.get('request-1')) ?? {};
    expect(version).toBe(2);
    expect(history).toHaveLength(2);
  });

  it('stores nothing of a version that is not the next one', async () => {
    const approved = after(numbered(1), approve());
    expect(await store.replace(approved)).toBe('outdated');
    await store.insert(numbered(1));
    expect(await store.replace(after(approved, comment('x')))).toBe('outdated');
    expect(await store.replace(numbered(1))).toBe('outdated');
    expect(await store.get('request-1')).toEqual(numbered(1));
  });

  it('has one open request for one thing', async () => {
    await store.insert(numbered(1));
    const twin = { ...numbered(1), id: 'twin' };
    expect(await second.insert(twin)).toBe('duplicate');
    expect(await second.get('twin')).toBeUndefined();
    const open = await second.findOpen(openKey(twin) ?? '');
    expect(open?.id).toBe('request-1');
    await store.replace(after(numbered(1), reject));
    expect(await store.findOpen(openKey(twin) ?? '')).toBeUndefined();
    expect(await second.insert(twin)).toBe('stored');
  });

  it('does not open again what is asked for by another one meanwhile', async () => {
    const failed = { ...aRequest({ state: 'failed' }), id: 'request-1' };
    await store.insert(failed);
    expect(await store.insert({ ...aRequest(), id: 'twin' })).toBe('stored');
    const again = after(failed, { type: 'retry', by: PAT });
    expect(await store.replace(again)).toBe('duplicate');
    expect((await store.get('request-1'))?.state).toBe('failed');
    expect((await store.get('request-1'))?.history).toHaveLength(1);
  });

  it('lists the newest first, page by page, without histories', async () => {
    for (const number of [2, 1, 3]) await store.insert(numbered(number));
    const first = await second.list({}, { limit: 2 });
    expect(ids(first)).toEqual(['request-3', 'request-2']);
    expect(first[0].history).toEqual([]);
    const next = await store.list({}, { limit: 2, after: first[1] });
    expect(ids(next)).toEqual(['request-1']);
    expect(await store.list({}, { limit: 2, after: next[0] })).toEqual([]);
  });

  it('pages over requests of the same time', async () => {
    const { createdAt } = numbered(1);
    for (const number of [1, 2, 3]) {
      await store.insert(numbered(number, { createdAt }));
    }
    const first = await store.list({}, { limit: 1 });
    const rest = await store.list({}, { limit: 5, after: first[0] });
    expect(ids([...first, ...rest])).toEqual([
      'request-3',
      'request-2',
      'request-1',
    ]);
  });

  it('lists what a filter asks for', async () => {
    await store.insert(numbered(1));
    await store.insert(numbered(2, { requestedBy: PAT }));
    await store.replace(after(numbered(1), reject));
    const list = async (filter: Parameters<RequestStore['list']>[0]) =>
      ids(await store.list(filter, { limit: 10 }));
    expect(await list({ states: ['pending'] })).toEqual(['request-2']);
    expect(await list({ states: ['rejected', 'done'] })).toEqual(['request-1']);
    expect(await list({ states: [] })).toEqual([]);
    expect(await list({ requestedBy: PAT })).toEqual(['request-2']);
    expect(await list({ kinds: ['service-export'] })).toEqual([]);
    expect(await list({ kinds: ['workload-restart'] })).toHaveLength(2);
  });

  it('gives a request to one replica at a time, until its lease is over', async () => {
    await store.insert(numbered(1));
    const one = { owner: 'one', now: NOON, until: LATER };
    const two = { owner: 'two', now: NOON, until: LATER };
    const taken = await Promise.all([
      store.lease('request-1', one),
      second.lease('request-1', two),
    ]);
    expect([...taken].sort()).toEqual([false, true]);
    const [owner, other] = taken[0] ? [one, two] : [two, one];
    // Its owner takes it again, and another one when time is up.
    expect(await store.lease('request-1', owner)).toBe(true);
    const late = { ...other, now: LATER, until: LATEST };
    expect(await second.lease('request-1', late)).toBe(true);
    expect(await store.lease('request-1', { ...owner, now: LATER })).toBe(
      false,
    );
    // What is no longer one's own cannot be given back.
    await store.release('request-1', owner.owner);
    expect(await store.lease('request-1', { ...owner, now: LATER })).toBe(
      false,
    );
    await second.release('request-1', other.owner);
    expect(await store.lease('request-1', { ...owner, now: LATER })).toBe(true);
    expect(await store.lease('nothing', one)).toBe(false);
  });

  it('names what is to be delivered and what nobody has, oldest first', async () => {
    for (const number of [2, 1, 3]) {
      await store.insert(numbered(number));
      await store.replace(after(numbered(number), approve()));
    }
    await store.insert(numbered(4));
    await store.lease('request-2', { owner: 'one', now: NOON, until: LATER });
    const states = ['approved', 'delivering'] as const;
    expect(await second.unleased(states, NOON)).toEqual([
      'request-1',
      'request-3',
    ]);
    expect(await second.unleased(states, LATER)).toHaveLength(3);
  });

  it('keeps a lease over changes of the request', async () => {
    await store.insert(numbered(1));
    await store.lease('request-1', { owner: 'one', now: NOON, until: LATER });
    await second.replace(
      after(numbered(1), { type: 'recheck', by: PAT, plan: aPlan() }),
    );
    expect(await second.unleased(['pending'], NOON)).toEqual([]);
  });
}
