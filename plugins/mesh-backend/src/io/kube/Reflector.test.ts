import fc from 'fast-check';
import { FakeClock } from '../FakeClock';
import { ClusterGate } from './ClusterGate';
import { Discovery } from './Discovery';
import { keptAnnotations } from './keptAnnotations';
import { KubernetesApi } from './KubernetesApi';
import { ListQueue } from './ListQueue';
import { ObjectStore } from './ObjectStore';
import { Reflector } from './Reflector';
import { UnreachableError } from './requestErrors';
import { DEFAULT_TIMING } from './timing';
import {
  aDiscovery,
  aPage,
  aStatus,
  FakeStream,
  FakeTransport,
  isWatch,
  type Answer,
} from './testing/FakeTransport';
import { aKind, anObject, namesOf, silentLogger } from './testing/kinds';

const SILENCE = DEFAULT_TIMING.watchSilence;

/** An answer that comes after so many milliseconds, where given. */
type TimedAnswer = Answer | { after: number; answer: Answer };

/** The answers for one kind; what is not given works. */
interface Script {
  served?: boolean;
  list?: (path: string) => TimedAnswer;
  watch?: (path: string) => TimedAnswer;
}

async function started(script: Script = {}, kind = aKind('pods')) {
  const clock = new FakeClock();
  const streams: FakeStream[] = [];
  const newStream = (): Answer => {
    const stream = new FakeStream();
    streams.push(stream);
    return { stream };
  };
  const transport = new FakeTransport(path => {
    if (path === '/api' || path === '/apis') {
      const name = `${kind.group}/v1/${kind.plural}`;
      return aDiscovery(path, script.served === false ? [] : [name]);
    }
    const answer = isWatch(path)
      ? (script.watch ?? newStream)(path)
      : (script.list ?? (() => aPage([anObject('a')])))(path);
    if (answer === 'hang' || !('after' in answer)) return answer;
    const { signal } = new AbortController();
    return clock.sleep(answer.after, signal).then(() => answer.answer);
  });
  const gate = new ClusterGate();
  gate.open();
  const api = new KubernetesApi({ cluster: 'one', transport, clock });
  const timing = DEFAULT_TIMING;
  const random = () => 0;
  const statuses: string[] = [];
  const store: ObjectStore = new ObjectStore({
    kind,
    keeps: keptAnnotations([]),
    onChange: () => statuses.push(store.state().status),
  });
  let suspicions = 0;
  const reflector = new Reflector({
    cluster: 'one',
    api,
    discovery: new Discovery({ api, clock, random, timing }),
    gate,
    lists: new ListQueue({ clock, slowPage: timing.slowPage, clusters: 2 }),
    clock,
    random,
    timing,
    logger: silentLogger,
    onSuspicion: () => {
      suspicions += 1;
    },
  });
  const end = new AbortController();
  const done = reflector.run({ kind, sink: store, signal: end.signal });
  await clock.settle();
  return {
    clock,
    gate,
    script,
    transport,
    streams,
    /** The stream of the watch that is open at present. */
    stream: () => streams[streams.length - 1],
    lists: () => transport.paths('pods?').filter(path => !isWatch(path)),
    watches: () => transport.paths('pods?').filter(isWatch),
    status: () => store.state().status,
    /** Every status since the start, at each change. */
    statuses,
    state: () => store.state(),
    names: () => namesOf(store.state().items),
    suspicions: () => suspicions,
    stop: async () => {
      end.abort();
      gate.close({});
      await done;
    },
  };
}

const pod = (name: string, resourceVersion: string) =>
  anObject(name, { resourceVersion });

describe('A kind that is watched', () => {
  it('is live once it is listed, and watched from there', async () => {
    const { status, names, watches, transport, stop } = await started();
    expect(status()).toBe('live');
    expect(names()).toEqual(['a']);
    const watch = new URLSearchParams(watches()[0].split('?')[1]);
    expect(watch.get('resourceVersion')).toBe('10');
    expect(watch.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watch.get('timeoutSeconds'))).toBe(480);
    expect(transport.paths().join()).not.toContain('sendInitialEvents');
    await stop();
    expect(transport.open).toBe(0);
  });

  it('is live though the answer to its watch is kept back', async () => {
    const { clock, status, stop } = await started({ watch: () => 'hang' });
    expect(status()).toBe('live');
    await clock.advance(80_000);
    expect(status()).toBe('live');
    await stop();
  });

  it('is listed in pages of 100, each continuing the last', async () => {
    const tokens = ['one', 'two', ''];
    const { lists, names, stop } = await started({
      list: path => {
        const at = tokens.findIndex(token =>
          path.includes(`continue=${token}`),
        );
        const page = at < 0 ? 0 : at + 1;
        return aPage([anObject(`page-${page}`)], { continue: tokens[page] });
      },
    });
    expect(lists()).toEqual([
      '/api/v1/pods?limit=100',
      '/api/v1/pods?limit=100&continue=one',
      '/api/v1/pods?limit=100&continue=two',
    ]);
    expect(names()).toEqual(['page-0', 'page-1', 'page-2']);
    await stop();
  });

  it('is asked for where its kind says: namespace, selectors, metadata only', async () => {
    const kind = aKind('pods', {
      only: { namespace: 'team-a', labelSelector: 'app=a' },
      metadataOnly: true,
    });
    const { lists, watches, transport, stop } = await started({}, kind);
    expect(lists()).toEqual([
      '/api/v1/namespaces/team-a/pods?labelSelector=app%3Da&limit=100',
    ]);
    expect(watches()[0]).toContain('/namespaces/team-a/pods?labelSelector=');
    const [, , list, watch] = transport.requests.map(({ accept }) => accept);
    expect(list).toContain('as=PartialObjectMetadataList;');
    expect(watch).toContain('as=PartialObjectMetadata;');
    await stop();
  });

  it('takes events in, however their bytes arrive', async () => {
    const type = fc.constantFrom('ADDED', 'MODIFIED', 'DELETED');
    const name = fc.constantFrom('a', 'b', 'c', 'ü');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(type, name)),
        fc.array(fc.integer({ min: 1, max: 60 })),
        async (events, sizes) => {
          const { clock, stream, names, status, stop } = await started();
          const bytes = Buffer.from(
            events
              .map(([what, who]) => ({ type: what, object: pod(who, '11') }))
              .map(event => `${JSON.stringify(event)}\n`)
              .join(''),
          );
          let at = 0;
          for (const size of [...sizes, bytes.length]) {
            stream().push(bytes.subarray(at, at + size));
            at += size;
          }
          await clock.settle();
          const expected = new Set(['a']);
          for (const [what, who] of events) {
            if (what === 'DELETED') expected.delete(who);
            else expected.add(who);
          }
          expect(names()).toEqual([...expected].sort());
          expect(status()).toBe('live');
          await stop();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves out what its events should not hold, and goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async values => {
        const { clock, stream, names, stop } = await started();
        for (const value of values) {
          const object = anObject('strange', { labels: { app: [value] } });
          stream().event('ADDED', object);
        }
        stream().event('ADDED', pod('good', '12'));
        await clock.settle();
        expect(names()).toEqual(['a', 'good']);
        await stop();
      }),
      { numRuns: 30 },
    );
  });

  it('says that some of its objects could not be read, and stays live', async () => {
    const { state, stop } = await started({
      list: () => aPage([anObject('a'), {}, 7]),
    });
    expect(state()).toMatchObject({
      status: 'live',
      reason: { id: 'part.unreadable-objects', params: { count: 2 } },
    });
    await stop();
  });
});

describe('A watch that ends', () => {
  it('is begun anew where it was, without a list and without being stale', async () => {
    const { clock, stream, watches, lists, status, stop } = await started();
    await clock.advance(5_000);
    stream().event('ADDED', pod('b', '20'));
    stream()
      .event('BOOKMARK', { metadata: { resourceVersion: '30' } })
      .end();
    await clock.settle();
    expect(watches()).toHaveLength(2);
    expect(watches()[1]).toContain('resourceVersion=30');
    expect(lists()).toHaveLength(1);
    expect(status()).toBe('live');
    await stop();
  });

  it.each([
    [
      'broke off',
      (s: FakeStream) => s.fail(new Error('terminated')),
      'part.connection-lost',
    ],
    [
      'ended within a line',
      (s: FakeStream) => s.push('{"ty').end(),
      'part.cut',
    ],
    [
      'carried a line that is no JSON',
      (s: FakeStream) => s.push('}{\n'),
      'part.garbage',
    ],
    [
      'carried what is no event',
      (s: FakeStream) => s.push('{}\n'),
      'part.garbage',
    ],
    [
      'carried a deletion of nobody',
      (s: FakeStream) => s.event('DELETED', {}),
      'part.garbage',
    ],
    [
      'carried an object without a name',
      (s: FakeStream) => s.event('MODIFIED', { metadata: {} }),
      'part.garbage',
    ],
    [
      'carried an error',
      (s: FakeStream) => s.event('ERROR', { code: 500 }),
      'part.failing',
    ],
    [
      'carried an error without a code',
      (s: FakeStream) => s.event('ERROR', null),
      'part.failing',
    ],
    [
      'carried an endless line',
      (s: FakeStream) => s.push('x'.repeat(9_000_000)),
      'part.too-large',
    ],
  ])(
    'is stale when it %s, and live once it was listed anew and the next one holds',
    async (_, breakIt, id) => {
      const run = await started();
      const { clock, script, stream, state, status, names } = run;
      const { watches, lists, stop } = run;
      stream().event('ADDED', pod('b', '20'));
      await clock.settle();
      const at = new Date(clock.now()).toISOString();
      breakIt(stream());
      await clock.settle();
      expect(state()).toMatchObject({
        status: 'stale',
        reason: { id },
        observedAt: at,
      });
      expect(names()).toEqual(['a', 'b']);
      await clock.advance(1_000);
      expect(watches()[1]).toContain('resourceVersion=20');
      expect(lists()).toHaveLength(1);
      script.list = () =>
        aPage([anObject('a'), anObject('c')], { resourceVersion: '40' });
      await clock.advance(2_000);
      expect(lists()).toHaveLength(2);
      expect(names()).toEqual(['a', 'c']);
      expect(watches()[2]).toContain('resourceVersion=40');
      expect(status()).toBe('stale');
      await clock.advance(2_000);
      expect(status()).toBe('live');
      expect(state().observedAt).toBeUndefined();
      await stop();
    },
  );

  it('is not begun in a row from a server that ends it at once', async () => {
    const { clock, watches, state, stop } = await started({
      watch: () => ({ stream: new FakeStream().end() }),
    });
    expect(state()).toMatchObject({
      status: 'stale',
      reason: { id: 'part.cut' },
    });
    await clock.advance(120_000);
    expect(watches().length).toBeLessThan(10);
    await stop();
  });

  it('is not begun in a row from a server that ends it after a bookmark', async () => {
    const { clock, watches, status, stop } = await started({
      watch: () => ({
        stream: new FakeStream()
          .event('BOOKMARK', { metadata: { resourceVersion: '30' } })
          .end(),
      }),
    });
    await clock.advance(60_000);
    expect(watches().length).toBeLessThanOrEqual(61);
    expect(status()).toBe('live');
    await stop();
  });

  it.each([
    ['the first event', (s: FakeStream) => s.event('ADDED', pod('b', '20'))],
    [
      'the first bookmark',
      (s: FakeStream) => s.event('BOOKMARK', pod('', '20')),
    ],
  ])(
    'is live again with %s of the next one, without a list',
    async (_, bring) => {
      const { clock, stream, lists, status, stop } = await started();
      stream().fail(new Error('terminated'));
      await clock.advance(1_000);
      expect(status()).toBe('stale');
      bring(stream());
      await clock.settle();
      expect(status()).toBe('live');
      await clock.advance(5_000);
      expect(lists()).toHaveLength(1);
      await stop();
    },
  );

  it('is soon live again after failures in a row, however long it worked before', async () => {
    const { clock, script, stream, status, stop } = await started();
    await clock.advance(60_000);
    script.watch = () => aStatus(502);
    stream().fail(new Error('terminated'));
    await clock.advance(3_000);
    expect(status()).toBe('stale');
    script.watch = undefined;
    await clock.advance(10_000);
    expect(status()).toBe('live');
    await stop();
  });

  it('is live again when the next one ends as watches do', async () => {
    const { clock, stream, lists, status, stop } = await started();
    stream().fail(new Error('terminated'));
    await clock.advance(2_500);
    expect(status()).toBe('stale');
    stream().end();
    await clock.settle();
    expect(status()).toBe('live');
    expect(lists()).toHaveLength(1);
    await stop();
  });

  it.each([
    { what: 'a server that answers 500', after: 5_000, code: 500 },
    { what: 'a gateway that answers 504', after: 60_000, code: 504 },
    { what: 'a gateway that answers late', after: 80_000, code: 504 },
  ])(
    'is not called live between two failures of $what after $after ms',
    async ({ after, code }) => {
      const { clock, state, status, lists, watches, script, stop } =
        await started({
          watch: () => ({ after, answer: aStatus(code) }),
        });
      // The first failure may be a hiccup: after a new list one more watch is trusted.
      await clock.advance(2 * after + 10_000);
      expect(status()).toBe('stale');
      const before = lists().length;
      expect(before).toBeGreaterThan(1);
      for (let second = 0; second < 1_200; second++) {
        await clock.advance(1_000);
        expect(status()).toBe('stale');
      }
      expect(watches().length).toBeLessThan(40);
      expect(lists().length).toBeGreaterThan(before + 5);
      // What lists bring is right as of then.
      const age = clock.now() - Date.parse(state().observedAt ?? '');
      expect(age).toBeLessThanOrEqual(after + 61_000);
      script.watch = undefined;
      // The failure on its way, the longest pause, and a watch that is silent to its end.
      await clock.advance(after + 60_000 + SILENCE);
      expect(status()).toBe('live');
      await stop();
    },
  );

  it('is tried again with growing pauses, and listed anew when it keeps failing', async () => {
    const { clock, script, stream, lists, watches, statuses, stop } =
      await started();
    const times: number[] = [];
    script.watch = () => {
      times.push(clock.now());
      return aStatus(500);
    };
    stream().fail(new Error('terminated'));
    await clock.advance(200_000);
    const pauses = times.slice(1).map((time, at) => time - times[at]);
    expect(pauses.slice(0, 6)).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000,
    ]);
    expect(lists().length).toBeGreaterThan(1);
    expect(watches().length).toBeLessThan(12);
    // A list alone is no proof: the watch still fails.
    expect(new Set(statuses.slice(statuses.indexOf('stale')))).toEqual(
      new Set(['stale']),
    );
    await stop();
  });
});

describe('A watch whose history is gone', () => {
  it.each([
    ['in the stream', (s: FakeStream) => s.event('ERROR', { code: 410 })],
  ])('is listed anew (%s), and what is gone is dropped', async (_, expire) => {
    const { clock, script, stream, names, status, state, lists, stop } =
      await started({ list: () => aPage([anObject('a'), anObject('b')]) });
    script.list = () => aPage([anObject('b')], { resourceVersion: '50' });
    expire(stream());
    await clock.settle();
    expect(state()).toMatchObject({
      status: 'stale',
      reason: { id: 'part.expired' },
    });
    expect(names()).toEqual(['a', 'b']);
    await clock.advance(1_000);
    expect(lists()).toHaveLength(2);
    expect(names()).toEqual(['b']);
    expect(status()).toBe('live');
    await stop();
  });

  it('is listed anew when the answer itself is 410', async () => {
    const { clock, script, stream, streams, lists, watches, stop } =
      await started();
    script.watch = () => {
      if (streams.length > 1) return { stream: stream() };
      streams.push(new FakeStream());
      return aStatus(410);
    };
    await clock.advance(5_000);
    stream().end();
    await clock.advance(5_000);
    expect(lists()).toHaveLength(2);
    expect(watches().length).toBeGreaterThanOrEqual(3);
    await stop();
  });

  it('begins the list anew when a page is expired, and keeps what it knows', async () => {
    const { clock, script, stream, names, lists, stop } = await started();
    let expired = 0;
    script.list = path => {
      if (!path.includes('continue')) {
        return aPage([anObject('b')], { continue: 'next' });
      }
      expired += 1;
      return expired === 1 ? aStatus(410) : aPage([anObject('c')]);
    };
    stream().event('ERROR', { code: 410 });
    await clock.advance(1_000);
    expect(names()).toEqual(['a']);
    await clock.advance(2_000);
    expect(names()).toEqual(['b', 'c']);
    expect(lists()).toHaveLength(5);
    await stop();
  });

  it('does not list in a row from a server that always says so', async () => {
    const { clock, lists, stop } = await started({ watch: () => aStatus(410) });
    await clock.advance(120_000);
    expect(lists().length).toBeLessThan(10);
    await stop();
  });
});

describe('A watch on which nothing comes', () => {
  it('is begun anew where it was, for its connection may be dead', async () => {
    const { clock, stream, watches, lists, status, transport, stop } =
      await started();
    stream().event('BOOKMARK', { metadata: { resourceVersion: '30' } });
    await clock.advance(SILENCE - 1);
    expect(watches()).toHaveLength(1);
    await clock.advance(1);
    expect(watches()[1]).toContain('resourceVersion=30');
    expect(lists()).toHaveLength(1);
    expect(status()).toBe('live');
    expect(transport.open).toBe(1);
    await stop();
  });

  it('is listed anew when the next one is silent, too, as from a number that never comes', async () => {
    const { clock, script, stream, streams, lists, names, status, stop } =
      await started();
    stream().event('BOOKMARK', { metadata: { resourceVersion: '30' } });
    await clock.advance(1_000);
    script.list = () => aPage([anObject('b')], { resourceVersion: '7' });
    await clock.advance(SILENCE - 1_000);
    expect(streams).toHaveLength(2);
    await clock.advance(SILENCE - 1);
    expect(lists()).toHaveLength(1);
    expect(status()).toBe('live');
    await clock.advance(1);
    expect(lists()).toHaveLength(2);
    expect(names()).toEqual(['b']);
    await stop();
  });

  it('lives on bookmarks', async () => {
    const { clock, stream, watches, stop } = await started();
    for (let minute = 0; minute < 7; minute++) {
      await clock.advance(60_000);
      stream().event('BOOKMARK', { metadata: { resourceVersion: '30' } });
    }
    expect(watches()).toHaveLength(1);
    await stop();
  });

  it('is ended when it outlasts what was asked for', async () => {
    const { clock, stream, watches, stop } = await started();
    // 480 s and 30 s of grace.
    for (let second = 0; second < 510; second += 30) {
      expect(watches()).toHaveLength(1);
      stream().event('BOOKMARK', { metadata: { resourceVersion: '30' } });
      await clock.advance(30_000);
    }
    expect(watches()).toHaveLength(2);
    await stop();
  });

  it('is followed by a list when it was never answered at all', async () => {
    const { clock, lists, status, stop } = await started({
      watch: () => 'hang',
    });
    await clock.advance(SILENCE);
    expect(lists()).toHaveLength(2);
    expect(status()).toBe('live');
    await stop();
  });
});

describe('A list that fails', () => {
  it.each([
    [aStatus(500, { reason: 'InternalError' }), 'part.failing'],
    [{ text: '<html>no</html>' }, 'part.garbage'],
    [{ json: { items: [] } }, 'part.garbage'],
    [
      { json: { metadata: { resourceVersion: '1' }, items: 7 } },
      'part.garbage',
    ],
    [aStatus(401), 'source.token-refused'],
  ] as [Answer, string][])(
    '(%j) leaves a kind that was never read in doubt, not empty',
    async (answer, id) => {
      const { clock, script, state, status, stop } = await started({
        list: () => answer,
      });
      expect(state()).toMatchObject({ status: 'syncing', reason: { id } });
      expect(state().observedAt).toBeUndefined();
      script.list = undefined;
      await clock.advance(1_000);
      expect(status()).toBe('live');
      await stop();
    },
  );

  it('takes null for an empty list', async () => {
    const { status, stop } = await started({
      list: () => ({
        json: { metadata: { resourceVersion: '1' }, items: null },
      }),
    });
    expect(status()).toBe('live');
    await stop();
  });

  it('ends when its pages repeat', async () => {
    const { state, lists, stop } = await started({
      list: () => aPage([], { continue: 'same' }),
    });
    expect(state().reason?.id).toBe('part.garbage');
    expect(lists()).toHaveLength(2);
    await stop();
  });

  it('ends when a page takes more than 30 s', async () => {
    const { clock, state, stop } = await started({ list: () => 'hang' });
    await clock.advance(30_000);
    expect(state().reason).toMatchObject({
      id: 'part.hung',
      params: { seconds: 30, resource: 'pods' },
    });
    await stop();
  });

  it('with 401 raises a suspicion against the whole cluster', async () => {
    const { suspicions, stop } = await started({ list: () => aStatus(401) });
    expect(suspicions()).toBe(1);
    await stop();
  });

  it('says what failed on the way', async () => {
    const { state, stop } = await started({
      list: () => {
        throw new UnreachableError('portal', '503 ServiceUnavailableError');
      },
    });
    expect(state().reason).toMatchObject({
      id: 'source.portal',
      params: { detail: ' (503 ServiceUnavailableError)' },
    });
    await stop();
  });
});

describe('A kind that the portal may not read', () => {
  const message =
    'pods is forbidden: User "system:serviceaccount:portal:backstage" cannot list resource "pods" in API group "" at the cluster scope';

  it.each(['list', 'watch'] as const)(
    'is forbidden, naming the rule for %s, and recovers',
    async verb => {
      const { clock, script, state, status, stop } = await started({
        [verb]: () => aStatus(403, { reason: 'Forbidden', message }),
      });
      expect(state()).toMatchObject({
        status: 'forbidden',
        reason: {
          id: 'part.missing-rule',
          params: {
            verb,
            resource: 'pods',
            plural: 'pods',
            group: '',
            user: 'system:serviceaccount:portal:backstage',
          },
        },
      });
      await clock.advance(300_000);
      expect(status()).toBe('forbidden');
      script[verb] = undefined;
      await clock.advance(65_000);
      expect(status()).toBe('live');
      await stop();
    },
  );

  it('is asked for ever more rarely', async () => {
    const { clock, lists, stop } = await started({ list: () => aStatus(403) });
    await clock.advance(600_000);
    expect(lists().length).toBeLessThan(18);
    await stop();
  });
});

describe('A kind that is not served', () => {
  it('is absent, and looked for every minute', async () => {
    const { clock, script, state, status, transport, stop } = await started({
      served: false,
    });
    expect(state()).toMatchObject({
      status: 'absent',
      reason: { id: 'part.not-served' },
    });
    script.served = true;
    await clock.advance(59_000);
    expect(status()).toBe('absent');
    expect(transport.requests).toHaveLength(2);
    await clock.advance(1_000);
    expect(status()).toBe('live');
    await stop();
  });

  it('has no objects, also where it had some', async () => {
    const { clock, script, stream, names, status, stop } = await started();
    script.served = false;
    script.watch = () => aStatus(404);
    script.list = () => aStatus(404);
    await clock.advance(10_000);
    stream().end();
    await clock.advance(5_000);
    expect(status()).toBe('absent');
    expect(names()).toEqual([]);
    await stop();
  });
});

describe('A kind of a cluster that does not answer', () => {
  it('asks nothing, keeps what it knows, and resumes', async () => {
    const {
      clock,
      gate,
      state,
      status,
      names,
      transport,
      watches,
      lists,
      stop,
    } = await started();
    const before = transport.requests.length;
    const observedAt = '2026-01-01T00:00:00.000Z';
    gate.close({ observedAt });
    await clock.advance(600_000);
    expect(transport.requests).toHaveLength(before);
    expect(transport.open).toBe(0);
    expect(state()).toMatchObject({ status: 'stale', observedAt });
    expect(names()).toEqual(['a']);
    gate.open();
    await clock.settle();
    expect(watches()).toHaveLength(2);
    expect(state()).toMatchObject({
      status: 'stale',
      reason: { id: 'part.resuming' },
    });
    await clock.advance(2_000);
    expect(status()).toBe('live');
    expect(lists()).toHaveLength(1);
    await stop();
  });

  it('is live soon after an outage that began with watches that failed late', async () => {
    const { clock, gate, script, stream, status, stop } = await started();
    script.watch = () => ({ after: 20_000, answer: aStatus(504) });
    stream().fail(new Error('terminated'));
    await clock.advance(90_000);
    expect(status()).toBe('stale');
    gate.close({});
    script.watch = undefined;
    gate.open();
    await clock.advance(5_000);
    expect(status()).toBe('live');
    await stop();
  });

  it('reads on when the gate renews: a page has a deadline of its own', async () => {
    const { clock, gate, lists, status, watches, names, stop } = await started({
      list: path => {
        const page = Number(/continue=(\d+)/.exec(path)?.[1] ?? 0);
        const more = page < 59 ? { continue: `${page + 1}` } : {};
        return { after: 1_000, answer: aPage([anObject(`on-${page}`)], more) };
      },
    });
    for (let second = 0; second < 60; second++) {
      expect(status()).toBe('syncing');
      if (second % 7 === 0) gate.renew();
      await clock.advance(1_000);
    }
    expect(status()).toBe('live');
    expect(lists()).toHaveLength(60);
    expect(names()).toHaveLength(60);
    expect(watches()).toHaveLength(1);
    await stop();
  });

  it('makes its connections anew without being stale when the gate renews', async () => {
    const { clock, gate, status, watches, transport, stop } = await started();
    gate.renew();
    await clock.settle();
    expect(watches()).toHaveLength(2);
    expect(transport.open).toBe(1);
    expect(status()).toBe('live');
    await stop();
  });
});
