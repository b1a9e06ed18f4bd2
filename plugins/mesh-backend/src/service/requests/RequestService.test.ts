import type { MeshRequest, Preflight } from '@meshport/plugin-mesh-common';
import { requestsConfig } from '../../config/requestsConfig';
import { openKey } from '../../core/requests/openKey';
import { FakeClock } from '../../io/FakeClock';
import { InMemoryRequestStore } from '../../io/database/InMemoryRequestStore';
import {
  aFinding,
  aPhase,
  aPreflight,
  aRequest,
  aRestart,
} from '../../testing/requestBuilders';
import type { Caller } from './Caller';
import { RequestService } from './RequestService';
import { watchExpiry } from './runRequests';

const DAY = 24 * 60 * 60_000;

function aCaller(
  ref: string | undefined,
  fields: Partial<Caller> = {},
): Caller {
  return {
    ref,
    isActedFor: false,
    reader: { mayRead: () => true, readsAll: true },
    mayCreate: () => true,
    mayRead: () => true,
    mayApprove: () => true,
    ...fields,
  };
}

const dana = aCaller('user:default/dana');
const pat = aCaller('user:default/pat');

function setUp(first: Partial<Preflight> = {}) {
  const clock = new FakeClock();
  const store = new InMemoryRequestStore(openKey);
  const told: MeshRequest[] = [];
  const world = { preflight: aPreflight(first) };
  const notify = (request: MeshRequest) => void told.push(request);
  const requests = new RequestService({
    ...{ store, clock, notify },
    planner: { preflight: async () => world.preflight },
    config: requestsConfig({
      deliveries: [{ clusters: ['west'], type: 'apply', token: 'x' }],
    }),
    operations: ['restart'],
    targetsOf: ({ namespace }) => [
      {
        ...{ cluster: 'west', set: 'live', namespace, name: 'cart' },
        ...{ owners: [], namespaceOwners: [], meshes: [] },
      },
    ],
  });
  const { form } = world.preflight;
  const filing = { form, reason: 'Old.', hash: 'hash-1', accepts: [] };
  const file = async () => (await requests.file(dana, filing)).request;
  const expire = () => watchExpiry({ store, clock, notify });
  return { clock, store, requests, world, told, filing, file, expire };
}

describe('RequestService', () => {
  it.each<[string, Partial<Preflight>, string]>([
    ['blocked', { blockers: [aFinding()] }, 'There is no such workload.'],
    ['not what was looked at', { hash: 'other' }, 'Look at the request again'],
    [
      'more than can be delivered',
      { phases: [aPhase({ changes: [aRestart({ operation: 'patch' })] })] },
      'cannot make this change',
    ],
    ['warned of', { warnings: [aFinding()] }, 'accepts: each warning'],
  ])('files nothing that is %s', async (_, preflight, message) => {
    const { file, told } = setUp(preflight);
    await expect(file()).rejects.toThrow(message);
    expect(told).toEqual([]);
  });

  it('files what is warned of when each warning is accepted', async () => {
    const { requests, filing } = setUp({ warnings: [aFinding()] });
    const accepts = ['workload-missing'];
    const { request } = await requests.file(dana, { ...filing, accepts });
    expect(request).toMatchObject({ state: 'pending', accepts });
  });

  it('leads to the open request that asks for the same, and says nothing of one that may not be seen', async () => {
    const { requests, file, filing, told } = setUp();
    const { id } = await file();
    const again = await requests.file(pat, filing);
    expect(again.request).toMatchObject({ id, requestedBy: dana.ref });
    const blind = aCaller('user:default/blind', { mayRead: () => false });
    const answer = await requests.file(blind, filing).catch(String);
    expect(answer).toContain('ConflictError: Somebody has asked for the same');
    expect(answer).not.toMatch(new RegExp(`${id}|dana|Old\\.`));
    expect(told).toHaveLength(1);
  });

  it('says the same to the slower one of two who ask at once', async () => {
    const { requests, store, filing, file } = setUp();
    const blind = aCaller('user:default/blind', { mayRead: () => false });
    const [{ id }, slower] = await Promise.all([
      file(),
      requests.file(blind, filing).catch(String),
    ]);
    expect(slower).toContain('Somebody has asked for the same');
    expect((await store.list({}, { limit: 9 })).map(one => one.id)).toEqual([
      id,
    ]);
  });

  describe('a request that takes another one back', () => {
    const undone = aRequest({ state: 'done', requestedBy: dana.ref });
    const asking = (own: boolean) =>
      aCaller('user:default/paul', {
        mayCreate: ({ namespace }) => own || namespace !== 'shop',
      });
    const elsewhere = { ...aPreflight().form, namespace: 'other' };

    it('is filed by whoever may ask for what is undone, once', async () => {
      const { requests, store, filing } = setUp();
      await store.insert(undone);
      const undo = { ...filing, undoes: undone.id };
      const { request } = await requests.file(asking(true), undo);
      expect(request.undoes).toBe(undone.id);
      const { undoneBy } = (await requests.get(dana, undone.id)).request;
      expect(undoneBy).toBe(request.id);
      await expect(
        requests.file(dana, { ...undo, form: elsewhere }),
      ).rejects.toThrow('There is a request to take this back already');
    });

    it('is not filed by others, even for what is theirs', async () => {
      const { requests, store, filing, told } = setUp();
      await store.insert(undone);
      const undo = { ...filing, form: elsewhere, undoes: undone.id };
      await expect(requests.file(asking(false), undo)).rejects.toThrow(
        'mesh.request.create',
      );
      expect((await requests.get(dana, undone.id)).request.undoneBy).toBe(
        undefined,
      );
      expect(told).toEqual([]);
    });

    it('is not filed for one of which nothing was done', async () => {
      const { requests, store, filing, told } = setUp();
      await store.insert({ ...undone, state: 'rejected' });
      await expect(
        requests.file(dana, { ...filing, undoes: undone.id }),
      ).rejects.toThrow('The request is rejected');
      expect(told).toEqual([]);
    });
  });

  it('approves nothing that has changed since', async () => {
    const { requests, world, file } = setUp();
    const { id, hash } = await file();
    world.preflight = aPreflight({ hash: 'hash-2' });
    await expect(
      requests.command(pat, id, { type: 'approve', hash }),
    ).rejects.toThrow('nothing was applied');
    expect((await requests.get(pat, id)).request.state).toBe('out-of-date');
    const again = await requests.command(pat, id, { type: 'recheck' });
    expect(again.request).toMatchObject({ state: 'pending', hash: 'hash-2' });
    const approved = await requests.command(pat, id, {
      ...{ type: 'approve', hash: 'hash-2' },
    });
    expect(approved.request.state).toBe('approved');
  });

  it('lets a task or service decide for nobody', async () => {
    const { requests, file } = setUp();
    const { id, hash } = await file();
    const task = { ...pat, isActedFor: true };
    await expect(
      requests.command(task, id, { type: 'approve', hash }),
    ).rejects.toThrow('You have to decide yourself');
  });

  it('lets one of two who decide at once do so', async () => {
    const { requests, file } = setUp();
    const { id, hash } = await file();
    const outcomes = await Promise.allSettled([
      requests.command(pat, id, { type: 'approve', hash }),
      requests.command(aCaller('user:default/paul'), id, {
        ...{ type: 'reject', comment: 'No.' },
      }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    const { history } = (await requests.get(pat, id)).request;
    expect(history).toHaveLength(2);
  });

  it('is asked for again by the requester when changes were asked for', async () => {
    const { requests, file, filing } = setUp();
    const { id } = await file();
    const type = 'ask-for-changes';
    await requests.command(pat, id, { type, comment: 'Which one?' });
    await expect(requests.resubmit(pat, id, filing)).rejects.toThrow(
      'Only whoever asked',
    );
    const reason = 'The one in west.';
    const { request } = await requests.resubmit(dana, id, {
      ...filing,
      reason,
    });
    expect(request).toMatchObject({ state: 'pending', reason });
  });

  it('goes on and stops only for whom it concerns', async () => {
    const { requests, file } = setUp();
    const { id, hash } = await file();
    await requests.command(pat, id, { type: 'approve', hash });
    const other = aCaller('user:default/other', { mayApprove: () => false });
    await expect(
      requests.command(other, id, { type: 'pause' }),
    ).rejects.toThrow('Only whoever asked for this');
    const { request } = await requests.command(dana, id, { type: 'pause' });
    expect(request.state).toBe('waiting');
  });

  it('reminds once and expires when nobody decides', async () => {
    const { clock, requests, file, told, expire } = setUp();
    const { id } = await file();
    const events = async () =>
      (await requests.get(dana, id)).request.history.map(({ event }) => event);
    await clock.advance(11 * DAY);
    await expire();
    expect(await events()).toEqual(['filed']);
    await clock.advance(1.5 * DAY);
    await expire();
    await expire();
    expect(await events()).toEqual(['filed', 'reminded']);
    await clock.advance(2 * DAY);
    await expire();
    expect(await events()).toEqual(['filed', 'reminded', 'expired']);
    expect(told.map(({ state }) => state)).toEqual([
      ...['pending', 'pending', 'expired'],
    ]);
  });

  it('pages over what the caller may see, and over nothing else', async () => {
    const { requests, clock, filing } = setUp();
    for (const name of ['a', 'b', 'c']) {
      const form = {
        ...filing.form,
        workloads: [{ kind: 'Deployment', name }],
      } as typeof filing.form;
      await requests.file(dana, { ...filing, form });
      await clock.advance(1000);
    }
    const query = { view: 'all', limit: 2 } as const;
    const first = await requests.list(pat, query);
    expect(first.items).toHaveLength(2);
    const { nextCursor: cursor } = first;
    const next = await requests.list(pat, { ...query, cursor });
    expect(next.items).toHaveLength(1);
    expect(next.nextCursor).toBeUndefined();
    const blind = { ...pat, mayRead: () => false };
    expect(await requests.list(blind, query)).toEqual({ items: [] });
    await expect(requests.list(pat, { ...query, cursor: 'x' })).rejects.toThrow(
      'query.cursor',
    );
  });
});
