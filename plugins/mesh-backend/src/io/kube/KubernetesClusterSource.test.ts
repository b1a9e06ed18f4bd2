import type { WatchedKind } from '@meshport/plugin-mesh-node';
import { z } from 'zod';
import { FakeClock } from '../FakeClock';
import type { ListedCluster } from './ClusterList';
import type { ClusterChange } from './ClusterSource';
import { KubernetesClusterSource } from './KubernetesClusterSource';
import { UnreachableError } from './requestErrors';
import {
  A_VERSION,
  aDiscovery,
  aPage,
  aStatus,
  FakeStream,
  FakeTransport,
  isWatch,
  type Answer,
  type AnswerTo,
} from './testing/FakeTransport';
import { aKind, anObject, namesOf, silentLogger } from './testing/kinds';

const pods = aKind('pods');

const listed = (
  name: string,
  more: Partial<ListedCluster> = {},
): ListedCluster => ({ name, authProvider: 'serviceAccount', ...more });

/** A healthy API server; `override` answers first. */
const healthy =
  (
    override: (path: string, cluster: string) => Answer | undefined = () =>
      undefined,
  ) =>
  (path: string, cluster: string): Answer => {
    const special = override(path, cluster);
    if (special) return special;
    if (path === '/version') return A_VERSION;
    if (path === '/api' || path === '/apis')
      return aDiscovery(path, ['/v1/pods']);
    if (isWatch(path)) return { stream: new FakeStream() };
    return aPage([anObject(`of-${cluster}`)]);
  };

/** Discovery that has jobs, too. */
const withBoth =
  (answer: AnswerTo): AnswerTo =>
  (path, cluster) =>
    path === '/api' || path === '/apis'
      ? aDiscovery(path, ['/v1/pods', 'batch/v1/jobs'])
      : answer(path, cluster);

async function started(
  options: {
    list?: readonly ListedCluster[];
    transport?: FakeTransport;
    kinds?: readonly WatchedKind[];
  } = {},
) {
  const clock = new FakeClock();
  const transport = options.transport ?? new FakeTransport(healthy());
  let list: readonly ListedCluster[] | undefined = options.list;
  let reads = 0;
  const source = new KubernetesClusterSource({
    transport,
    clusterList: {
      async read() {
        reads += 1;
        if (!list) throw new UnreachableError('portal', 'ECONNREFUSED');
        return list;
      },
    },
    kinds: options.kinds ?? [pods],
    keys: [],
    logger: silentLogger,
    clock,
    random: () => 0,
  });
  const changes: ClusterChange[] = [];
  source.subscribe(change => changes.push(change));
  const end = new AbortController();
  const done = source.run(end.signal);
  await clock.settle();
  const cluster = (name: string) =>
    source.clusters().find(one => one.name === name);
  return {
    clock,
    source,
    transport,
    cluster,
    names: () => source.clusters().map(({ name }) => name),
    status: (name: string) => cluster(name)?.reachability().status,
    pods: (name: string) => cluster(name)?.kinds().get(pods),
    reads: () => reads,
    setList: (next: readonly ListedCluster[] | undefined) => {
      list = next;
    },
    /** What changed since the last call, each once. */
    changes: () => [
      ...new Set(
        changes.splice(0).map(({ cluster: name, what }) => `${name} ${what}`),
      ),
    ],
    stop: async () => {
      end.abort();
      await done;
    },
  };
}

describe('KubernetesClusterSource', () => {
  it('watches every cluster that is listed', async () => {
    const {
      names,
      status,
      pods: podsOf,
      changes,
      stop,
    } = await started({
      list: [listed('one', { title: 'One' }), listed('two')],
    });
    expect(names()).toEqual(['one', 'two']);
    expect(status('one')).toBe('live');
    expect(podsOf('one')?.status).toBe('live');
    expect(namesOf(podsOf('two')?.items ?? [])).toEqual(['of-two']);
    expect(changes()).toEqual(
      expect.arrayContaining(['one reachability', 'two objects']),
    );
    await stop();
  });

  it('follows the list: clusters come, go, and get other titles', async () => {
    const { clock, transport, setList, names, cluster, changes, stop } =
      await started({ list: [listed('one'), listed('two')] });
    changes();
    setList([listed('one', { title: 'First' }), listed('three')]);
    await clock.advance(60_000);
    expect(names()).toEqual(['one', 'three']);
    expect(cluster('one')?.title).toBe('First');
    expect(changes()).toEqual([
      'two removed',
      'one reachability',
      'three reachability',
      'three objects',
    ]);
    const before = transport.requests.length;
    await clock.advance(60_000);
    const later = transport.requests.slice(before);
    expect(later.filter(request => request.cluster === 'two')).toEqual([]);
    expect(changes().join()).not.toContain('two');
    await stop();
  });

  it('keeps the clusters it knows while the list cannot be read', async () => {
    const { clock, setList, names, status, reads, changes, stop } =
      await started({ list: [listed('one')] });
    changes();
    setList(undefined);
    await clock.advance(600_000);
    expect(names()).toEqual(['one']);
    expect(status('one')).toBe('live');
    expect(changes()).not.toContain('one removed');
    expect(reads()).toBeGreaterThan(5);
    await stop();
  });

  it('says why the list cannot be read, until it can', async () => {
    const { clock, source, setList, stop } = await started({
      list: [listed('one')],
    });
    expect(source.listFailure()).toBeUndefined();
    setList(undefined);
    await clock.advance(60_000);
    expect(source.listFailure()).toMatchObject({
      id: 'setup.cluster-list-unreadable',
      params: { detail: ' (ECONNREFUSED)' },
    });
    setList([listed('one')]);
    await clock.advance(120_000);
    expect(source.listFailure()).toBeUndefined();
    await stop();
  });

  it('reports what is watched and kept of each cluster', async () => {
    const jobs = aKind('jobs', { group: 'batch' });
    const transport = new FakeTransport(
      healthy(path =>
        path.includes('/jobs') && !isWatch(path)
          ? aStatus(403, { message: 'User "reader" cannot list' })
          : undefined,
      ),
    );
    transport.answer = withBoth(transport.answer);
    const { cluster, stop } = await started({
      list: [listed('one', { authProvider: 'aws' })],
      kinds: [pods, jobs],
      transport,
    });
    const one = cluster('one');
    expect(one?.credentials).toBe('aws');
    expect(one?.report()).toMatchObject({
      watches: 1,
      kinds: [
        { part: 'pods', status: 'live', objects: 1 },
        { part: 'jobs.batch', status: 'forbidden', objects: 0 },
      ],
    });
    await stop();
    expect(one?.report().watches).toBe(0);
  });

  it.each(['oidc', 'google', 'aks'])(
    'watches nothing of a cluster with the credentials of each user: %s',
    async authProvider => {
      const { cluster, status, transport, stop } = await started({
        list: [listed('one', { authProvider })],
      });
      expect(status('one')).toBe('unsupported');
      expect(cluster('one')).toMatchObject({ credentials: authProvider });
      expect(cluster('one')?.report()).toEqual({ kinds: [], watches: 0 });
      expect(transport.requests).toEqual([]);
      await stop();
    },
  );

  it('asks for the list soon again when there is none at the start', async () => {
    const { clock, setList, names, stop } = await started();
    expect(names()).toEqual([]);
    setList([listed('one')]);
    await clock.advance(1_000);
    expect(names()).toEqual(['one']);
    await stop();
  });

  it.each(['oidc', 'google', 'aks'])(
    'does not ask a cluster with the credentials of its users (%s), and says why',
    async authProvider => {
      const { clock, cluster, transport, setList, status, stop } =
        await started({ list: [listed('one', { authProvider })] });
      expect(cluster('one')?.reachability()).toMatchObject({
        status: 'unsupported',
        reason: {
          id: 'source.unsupported-credentials',
          params: { provider: authProvider },
        },
      });
      expect(cluster('one')?.kinds().size).toBe(0);
      expect(transport.requests).toEqual([]);
      setList([listed('one')]);
      await clock.advance(60_000);
      expect(status('one')).toBe('live');
      await stop();
    },
  );

  it('lets a cluster that hangs delay no other', async () => {
    const hangs = (cluster: string) =>
      ['one', 'two', 'three'].includes(cluster);
    const transport = new FakeTransport(
      healthy((path, cluster) =>
        hangs(cluster) && path.includes('limit=') ? 'hang' : undefined,
      ),
    );
    const {
      clock,
      pods: podsOf,
      stop,
    } = await started({
      transport,
      list: ['one', 'two', 'three', 'four', 'five'].map(name => listed(name)),
    });
    expect(podsOf('five')?.status).toBe('syncing');
    // Two wait for their pages; after 10 s others go first.
    await clock.advance(21_000);
    expect(podsOf('four')?.status).toBe('live');
    expect(podsOf('five')?.status).toBe('live');
    await stop();
  });

  it('has at most two clusters list at once', async () => {
    let listing = 0;
    let most = 0;
    const transport = new FakeTransport(
      healthy(path => {
        if (!path.includes('limit=')) return undefined;
        listing += 1;
        most = Math.max(most, listing);
        const stream = new FakeStream();
        const page = { metadata: { resourceVersion: '1' }, items: [] };
        void clockOf()
          .sleep(1_000, new AbortController().signal)
          .then(() => {
            listing -= 1;
            stream.push(JSON.stringify(page)).end();
          });
        return { stream };
      }),
    );
    let clock: FakeClock | undefined;
    const clockOf = () => {
      clock ??= new FakeClock();
      return clock;
    };
    const running = await started({
      transport,
      list: Array.from({ length: 8 }, (_, i) => listed(`c${i}`)),
    });
    for (let second = 0; second < 10; second++) {
      await clock?.advance(1_000);
      await running.clock.settle();
    }
    expect(most).toBe(2);
    expect(running.pods('c7')?.status).toBe('live');
    await running.stop();
  });

  it('sends one probe at a time to a cluster that is away, and nothing per kind', async () => {
    const kinds = Array.from({ length: 20 }, (_, i) => aKind(`kind${i}`));
    const { clock, transport, status, stop } = await started({
      list: [listed('one')],
      kinds,
    });
    transport.answer = () => {
      throw new UnreachableError('refused', 'ECONNREFUSED');
    };
    await clock.advance(12_000);
    expect(status('one')).toBe('unreachable');
    const before = transport.requests.length;
    await clock.advance(120_000);
    const later = transport.requests.slice(before).map(({ path }) => path);
    expect(new Set(later)).toEqual(new Set(['/version']));
    expect(later.length).toBeLessThan(15);
    await stop();
  });

  it('looks for 20 absent kinds with two requests a minute', async () => {
    const kinds = Array.from({ length: 20 }, (_, i) => aKind(`kind${i}`));
    const { clock, transport, cluster, stop } = await started({
      list: [listed('one')],
      kinds,
    });
    const states = [...(cluster('one')?.kinds().values() ?? [])];
    expect(new Set(states.map(({ status }) => status))).toEqual(
      new Set(['absent']),
    );
    await clock.advance(600_000);
    expect(transport.paths('/api').length).toBeLessThanOrEqual(22);
    await stop();
  });

  it('ends everything that it began', async () => {
    const { transport, stop } = await started({
      list: [listed('one'), listed('two')],
    });
    expect(transport.open).toBe(2);
    await stop();
    expect(transport.open).toBe(0);
  });

  it('survives a listener that unsubscribes another', async () => {
    const { clock, source, setList, stop } = await started({
      list: [listed('one')],
    });
    const seen: string[] = [];
    const second = source.subscribe(() => seen.push('second'));
    source.subscribe(() => second());
    setList([]);
    await clock.advance(60_000);
    expect(seen.length).toBeLessThanOrEqual(1);
    await stop();
  });

  it('takes the same kind twice as one', async () => {
    const { cluster, stop } = await started({
      list: [listed('one')],
      kinds: [pods, pods],
    });
    expect([...(cluster('one')?.kinds().keys() ?? [])]).toEqual([pods]);
    await stop();
  });

  it.each([
    ['of other labels', { only: { labelSelector: 'app=a' } }],
    ['of one namespace', { only: { namespace: 'team-a' } }],
    ['of metadata only', { metadataOnly: true }],
    ['with another schema', { schema: z.object({}) }],
  ])('watches two kinds of one name apart: one %s', async (_, more) => {
    const other: WatchedKind = { ...pods, ...more };
    const { cluster, transport, stop } = await started({
      list: [listed('one')],
      kinds: [pods, other],
    });
    const kinds = cluster('one')?.kinds();
    expect([...(kinds?.keys() ?? [])]).toEqual([pods, other]);
    expect(kinds?.get(pods)?.status).toBe('live');
    expect(kinds?.get(other)?.status).toBe('live');
    expect(transport.paths('watch=true')).toHaveLength(2);
    await stop();
  });
});
