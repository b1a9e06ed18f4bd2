import { text, type MeshRequest } from '@meshport/plugin-mesh-common';
import { requestHash } from '../../core/requests/hash';
import {
  plannedAgainst,
  valueAt,
  type KubernetesObject,
} from '../../core/requests/liveObject';
import { openKey } from '../../core/requests/openKey';
import { restartedAtPath } from '../../core/requests/restart';
import { transition } from '../../core/requests/transition';
import { FakeClock } from '../../io/FakeClock';
import { InMemoryRequestStore } from '../../io/database/InMemoryRequestStore';
import type { RequestStore } from '../../io/database/RequestStore';
import type { LiveObject } from '../../core/requests/plan';
import type { ObjectWriter, Written } from '../../io/kube/ObjectWriter';
import {
  aDelivery,
  aPhase,
  aPreflight,
  aRequest,
  aRestart,
} from '../../testing/requestBuilders';
import { deliverRestarts } from './deliverRestarts';
import { DeliveryWorker } from './DeliveryWorker';

const NAMES = ['cart', 'basket'];
const { signal } = new AbortController();

/** A process that is killed: nothing after this is done by it. */
class Killed extends Error {}

/** One API server: what was restarted how often, and when its pods are ready. */
class FakeCluster implements ObjectWriter {
  readonly restarts: string[] = [];
  refusal: Written | undefined;
  readyPods = 3;
  readable = true;
  readonly annotations = new Map<string, string>();
  readonly uids = new Map<string, string>();

  async get({ name }: { name: string }): Promise<LiveObject> {
    if (!this.readable) {
      return { state: 'unreadable', reason: text('request.step.skip') };
    }
    return { state: 'found', object: this.object(name) };
  }

  object(name: string): KubernetesObject {
    const at = this.annotations.get(name);
    const annotations = at ? { [restartedAtPath[4]]: at } : {};
    return {
      kind: 'Deployment',
      metadata: { uid: this.uids.get(name) ?? `uid-of-${name}`, generation: 2 },
      spec: { replicas: 3, template: { metadata: { annotations } } },
      status: {
        observedGeneration: 2,
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: this.readyPods,
      },
    };
  }

  async restart(
    { name }: { name: string },
    { at }: { at: string },
  ): Promise<Written> {
    if (this.refusal) return this.refusal;
    // The same value once more is no second restart.
    if (this.annotations.get(name) !== at) this.restarts.push(name);
    this.annotations.set(name, at);
    return { state: 'written' };
  }
}

function changesAgainst(cluster: FakeCluster, names = NAMES) {
  return names.map(name =>
    plannedAgainst(
      aRestart({ object: { ...aRestart().object, name } }),
      cluster.object(name),
    ),
  );
}

function preflightOf(cluster: FakeCluster) {
  const { changes, ...phase } = aPhase();
  const phases = [{ ...phase, changes: changesAgainst(cluster) }];
  const preflight = aPreflight({ phases });
  return { ...preflight, hash: requestHash(preflight) };
}

function approved(
  cluster: FakeCluster,
  fields: Partial<MeshRequest> = {},
): MeshRequest {
  const { hash } = preflightOf(cluster);
  const phases = [aPhase({ changes: changesAgainst(cluster) })];
  const request = aRequest({
    ...{ hash, phases, deliveries: [aDelivery()] },
    ...fields,
  });
  const outcome = transition(
    request,
    { type: 'approve', by: 'user:default/pat', hash },
    '2026-01-01T00:00:00.000Z',
  );
  if (outcome.kind === 'refused') throw new Error(outcome.reason.message);
  return outcome.request;
}

async function setUp() {
  const clock = new FakeClock();
  const cluster = new FakeCluster();
  const store = new InMemoryRequestStore(openKey);
  const request = approved(cluster);
  await store.insert(request);
  const faults: unknown[] = [];
  const worker = (
    owner = 'one',
    ports: { store?: RequestStore; writer?: ObjectWriter } = {},
  ) =>
    new DeliveryWorker({
      store: ports.store ?? store,
      planner: { preflight: async () => preflightOf(cluster) },
      clock,
      owner,
      notify: () => undefined,
      onFault: ({ error }) => void faults.push(error),
      deliver: {
        apply: deliverRestarts({
          live: cluster,
          writer: ports.writer ?? cluster,
          clock,
        }),
      },
    });
  const stored = async () => {
    const now = await store.get(request.id);
    if (!now) throw new Error('The request is gone');
    return now;
  };
  const give = async (type: 'continue' | 'retry' | 'pause') => {
    const by = 'user:default/dana';
    const outcome = transition(await stored(), { type, by }, request.createdAt);
    if (outcome.kind === 'refused') throw new Error(outcome.reason.message);
    expect(await store.replace(outcome.request)).toBe('stored');
  };
  return { clock, cluster, store, worker, faults, stored, give };
}

const stepsOf = ({ deliveries }: MeshRequest) =>
  deliveries[0].steps.map(
    ({ name, object, result }) => `${name} ${object?.name} ${result}`,
  );

describe('DeliveryWorker', () => {
  it('restarts workload by workload, each when the one before is ready', async () => {
    const { cluster, worker, stored } = await setUp();
    cluster.readyPods = 2;
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(['cart']);
    expect((await stored()).state).toBe('delivering');
    cluster.readyPods = 3;
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(NAMES);
    expect((await stored()).state).toBe('done');
    expect(stepsOf(await stored())).toEqual([
      'restart cart done',
      'observe cart done',
      'restart basket done',
      'observe basket done',
    ]);
  });

  it('pauses at the first whose pods do not get ready, and goes on when told', async () => {
    const { clock, cluster, worker, stored, give } = await setUp();
    cluster.readyPods = 0;
    await worker().turn(signal);
    await clock.advance(11 * 60_000);
    await worker().turn(signal);
    expect(await stored()).toMatchObject({
      state: 'waiting',
      waitsFor: { code: 'owner', text: { id: 'request.step.not-ready' } },
    });
    expect(cluster.restarts).toEqual(['cart']);
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(['cart']);
    cluster.readyPods = 3;
    await give('continue');
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(NAMES);
    expect((await stored()).state).toBe('done');
  });

  it('observes again when tried again, and restarts nothing twice', async () => {
    const { clock, cluster, worker, stored, give } = await setUp();
    cluster.readyPods = 0;
    await worker().turn(signal);
    await clock.advance(11 * 60_000);
    await worker().turn(signal);
    cluster.readyPods = 3;
    await give('retry');
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(NAMES);
    expect((await stored()).state).toBe('done');
  });

  it('applies nothing when a workload is another one than was approved', async () => {
    const { cluster, worker, stored } = await setUp();
    cluster.uids.set('basket', 'made-anew');
    await worker().turn(signal);
    expect(cluster.restarts).toEqual([]);
    expect((await stored()).state).toBe('out-of-date');
  });

  it('stops where somebody restarts the next workload meanwhile', async () => {
    const { cluster, worker, stored } = await setUp();
    cluster.readyPods = 0;
    await worker().turn(signal);
    cluster.annotations.set('basket', '2026-01-01T00:00:00Z');
    cluster.readyPods = 3;
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(['cart']);
    expect((await stored()).state).toBe('partly-done');
  });

  it('fails with the reason when the API server refuses, and can be tried again', async () => {
    const { cluster, worker, stored, give } = await setUp();
    const reason = text('request.write.forbidden');
    cluster.refusal = { state: 'refused', reason };
    await worker().turn(signal);
    expect(await stored()).toMatchObject({
      state: 'failed',
      deliveries: [{ error: reason }],
    });
    cluster.refusal = undefined;
    await give('retry');
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(NAMES);
  });

  it('waits while a cluster cannot be read', async () => {
    const { cluster, worker, stored } = await setUp();
    cluster.readable = false;
    await worker().turn(signal);
    expect(cluster.restarts).toEqual([]);
    expect((await stored()).state).toBe('delivering');
    cluster.readable = true;
    await worker().turn(signal);
    expect((await stored()).state).toBe('done');
  });

  it('goes on with the requests behind one that goes wrong, which is tried less and less often', async () => {
    const { clock, cluster, store, worker, faults, stored } = await setUp();
    const form = { ...aPreflight().form, namespace: 'other' };
    const phases = [aPhase({ changes: changesAgainst(cluster, ['till']) })];
    await store.insert({
      ...approved(cluster, { id: 'request-2', form, phases }),
      createdAt: '2026-01-01T00:00:01.000Z',
    });
    let isBroken = true;
    let tries = 0;
    const one = worker('one', {
      writer: {
        restart: async (object, restart) => {
          if (object.name === 'cart') tries += 1;
          if (object.name === 'cart' && isBroken) {
            throw new Error('500 Internal Server Error');
          }
          return cluster.restart(object, restart);
        },
      },
    });
    await one.turn(signal);
    expect({ tries, faults: faults.length }).toEqual({ tries: 1, faults: 1 });
    expect((await store.get('request-2'))?.state).toBe('done');

    const triedAfter = async (seconds: number) => {
      const before = tries;
      await clock.advance(seconds * 1_000);
      await one.turn(signal);
      return tries > before;
    };
    expect(await triedAfter(4)).toBe(false);
    expect(await triedAfter(1)).toBe(true);
    expect(await triedAfter(9)).toBe(false);
    isBroken = false;
    expect(await triedAfter(1)).toBe(true);
    expect(cluster.restarts).toEqual(['till', ...NAMES]);
    expect((await stored()).state).toBe('done');
  });

  it('leaves to another replica what that has', async () => {
    const { clock, cluster, store, worker } = await setUp();
    const now = new Date(clock.now()).toISOString();
    const until = new Date(clock.now() + 60_000).toISOString();
    await store.lease('request-1', { owner: 'other', now, until });
    await worker().turn(signal);
    expect(cluster.restarts).toEqual([]);
    await clock.advance(60_000);
    await worker().turn(signal);
    expect(cluster.restarts).toEqual(NAMES);
  });

  it('does everything once with two replicas at once', async () => {
    const { cluster, worker, stored } = await setUp();
    await Promise.all([worker('one').turn(signal), worker('two').turn(signal)]);
    expect(cluster.restarts).toEqual(NAMES);
    expect((await stored()).state).toBe('done');
  });

  /** Dies before or after its nth effect: a write to the store, or to the cluster. */
  it.each(
    Array.from({ length: 14 }, (_, nth) =>
      (['before', 'after'] as const).map(when => [when, nth] as const),
    ).flat(),
  )(
    'goes on where one that was killed %s effect %d stopped',
    async (when, nth) => {
      const { clock, cluster, store, worker, faults, stored } = await setUp();
      let effects = 0;
      let isDead = false;
      const dying = async <Result>(effect: () => Promise<Result>) => {
        if (isDead) throw new Killed();
        const dies = effects === nth;
        effects += 1;
        isDead = dies;
        if (dies && when === 'before') throw new Killed();
        const result = await effect();
        if (dies) throw new Killed();
        return result;
      };
      const dyingStore: RequestStore = {
        insert: request => store.insert(request),
        get: id => store.get(id),
        replace: request => dying(() => store.replace(request)),
        findOpen: key => store.findOpen(key),
        list: (filter, page) => store.list(filter, page),
        unleased: (states, now) => store.unleased(states, now),
        lease: (id, lease) => store.lease(id, lease),
        release: async (id, owner) => {
          // What is dead gives nothing back.
          if (!isDead) await store.release(id, owner);
        },
      };
      const writer: ObjectWriter = {
        restart: (ref, restart) => dying(() => cluster.restart(ref, restart)),
      };
      await worker('one', { store: dyingStore, writer }).turn(signal);
      await clock.advance(61_000);
      await worker('two').turn(signal);
      expect(faults.map(fault => fault instanceof Killed)).toEqual(
        nth < effects ? [true] : [],
      );
      expect(cluster.restarts).toEqual(NAMES);
      const request = await stored();
      expect(request.state).toBe('done');
      expect(valueAt(cluster.object('cart'), restartedAtPath)).toBe(
        request.deliveries[0].steps[0].value,
      );
    },
  );
});
