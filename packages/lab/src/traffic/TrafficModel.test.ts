import { aCluster } from '../testing/clusters.ts';
import {
  aFlow,
  aNestedFlow,
  anApplication,
  aRoute,
  someTraffic,
} from '../testing/traffic.ts';
import { endOf, type Call } from './Call.ts';
import { grouped } from './grouped.ts';
import { isFailure } from './outcome.ts';

function shareOf(calls: readonly Call[], is: (call: Call) => boolean): number {
  return calls.filter(is).length / calls.length;
}

/** Mean and tolerance for a Poisson count, at which one run in a million would differ. */
function expectRate(calls: number, expected: number): void {
  const tolerance = 5 * Math.sqrt(expected) + 0.1 * expected;
  expect(Math.abs(calls - expected)).toBeLessThan(tolerance);
}

const day = (hours: Record<number, number>) =>
  Array.from({ length: 24 }, (_, hour) => hours[hour] ?? 0);

describe('the calls of a flow', () => {
  const cluster = aCluster(anApplication('web'));

  it('come at their rate, to every ready pod alike', () => {
    const calls = someTraffic([cluster], { flows: [aFlow('web')] }).run(300);
    expectRate(calls.length, 3000);
    const byPod = grouped(calls, ({ to }) => to?.pod);
    expect(byPod.size).toBe(3);
    for (const part of byPod.values()) expectRate(part.length, 1000);
  });

  it('are the same for the same objects and times, in the order in which they end', () => {
    const [one, other] = [1, 2].map(() =>
      someTraffic([cluster], { flows: [aFlow('web')] }).run(60),
    );
    expect(one).toEqual(other);
    const ends = one.map(endOf);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });

  it('follow the hours of the day', () => {
    // It is nine o'clock.
    const shapes = [
      { name: 'early', hours: day({ 9: 1, 10: 1 }) },
      { name: 'late', hours: day({ 20: 1 }) },
    ];
    const flows = [
      aFlow('web', { shape: 'early' }),
      aFlow('night', { to: aFlow('web').to, shape: 'late' }),
    ];
    const calls = someTraffic([cluster], { shapes, flows }).run(120);
    expectRate(calls.length, 1200);
    expect(new Set(calls.map(({ flow }) => flow))).toEqual(new Set(['web']));
  });

  it('take what their route says, and more when its tail is long', () => {
    const routes = [aRoute({ ms: 20, tail: 4 })];
    const calls = someTraffic([cluster], {
      flows: [aFlow('web', { rate: 50, routes })],
    }).run(200);
    const times = calls.map(({ serverMs }) => serverMs).sort((a, b) => a - b);
    const quantile = (q: number) => times[Math.floor(q * times.length)];
    expect(quantile(0.5)).toBeGreaterThan(19);
    expect(quantile(0.5)).toBeLessThan(21);
    expect(quantile(0.99)).toBeGreaterThan(68);
    expect(quantile(0.99)).toBeLessThan(93);
  });

  it('are split over the versions of a Service as the plan says', () => {
    const versions = aCluster([
      ...anApplication('web', { labels: { version: 'stable' }, replicas: 2 }),
      ...anApplication('web-next', {
        replicas: 1,
        spec: {
          selector: { matchLabels: { version: 'next' } },
          template: {
            metadata: { labels: { app: 'web', version: 'next' } },
            spec: {
              containers: [{ name: 'app', image: 'example.test/app:2' }],
            },
          },
        },
      }),
    ]);
    const splits = [
      {
        service: { cluster: 'test', namespace: 'default', name: 'web' },
        label: 'version',
        parts: [
          { value: 'stable', share: 95 },
          { value: 'next', share: 5 },
        ],
      },
    ];
    const calls = someTraffic([versions], {
      splits,
      flows: [aFlow('web', { rate: 50 })],
    }).run(200);
    const next = shareOf(calls, ({ to }) => to?.labels.version === 'next');
    expect(next).toBeGreaterThan(0.04);
    expect(next).toBeLessThan(0.06);
  });
});

describe('a call that causes others', () => {
  const cluster = aCluster([
    ...anApplication('web'),
    ...anApplication('stock'),
  ]);

  function run(required: boolean, broken: boolean): Call[] {
    const routes = [aRoute({ calls: [{ flow: 'stock', required }] })];
    const traffic = someTraffic([cluster], {
      flows: [aFlow('web', { routes }), aNestedFlow('stock')],
    });
    if (broken) traffic.faults.burst({ ...stock, share: 0.7, status: 503 });
    return traffic.run(200);
  }
  const stock = { cluster: 'test', namespace: 'default', name: 'stock' };

  it('is their parent, is made by the pod that handles it, and takes as long as they do', () => {
    const calls = run(true, false);
    const parents = new Map(calls.map(call => [call.id, call]));
    const children = calls.filter(({ parent }) => parents.has(parent ?? 0));
    expect(children.length).toBeGreaterThan(1500);
    for (const child of children) {
      const parent = parents.get(child.parent ?? 0);
      expect(child.from).toEqual(parent?.to);
      expect(parent?.serverMs).toBeGreaterThan(child.clientMs);
    }
  });

  it.each([
    ['fails with them where it needs them', true, 0.7],
    ['does without them where it does not', false, 0],
  ])('%s', (_title, required, expected) => {
    const calls = run(required, true);
    const of = (flow: string) => calls.filter(call => call.flow === flow);
    expect(shareOf(of('stock'), isFailure)).toBeCloseTo(0.7, 1);
    expect(shareOf(of('web'), isFailure)).toBeCloseTo(expected, 1);
    const statuses = new Set(of('stock').map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 500, 503]));
  });

  it('is answered well again once it is healed', () => {
    const traffic = someTraffic([cluster], { flows: [aFlow('stock')] });
    traffic.faults.burst({ ...stock, share: 1, status: 503 });
    expect(shareOf(traffic.run(10), isFailure)).toBe(1);
    traffic.faults.heal('elsewhere');
    expect(shareOf(traffic.run(10), isFailure)).toBe(1);
    traffic.faults.heal('test');
    expect(shareOf(traffic.run(10), isFailure)).toBe(0);
  });
});

describe('pods', () => {
  it('that are not ready get no calls; without any there is no answer', async () => {
    const cluster = aCluster(anApplication('web', { replicas: 2 }));
    const traffic = someTraffic([cluster], { flows: [aFlow('web')] });
    const unready = { namespace: 'default', matchLabels: {}, unready: true };
    cluster.setFaults([{ ...unready, node: 'node-a' }]);
    cluster.timeline.runFor(30_000);
    const nodes = new Set(traffic.run(30).map(({ to }) => to?.node));
    expect(nodes).toEqual(new Set(['node-b']));
    cluster.setFaults([unready]);
    cluster.timeline.runFor(30_000);
    const calls = traffic.run(30).slice(5);
    expect(new Set(calls.map(call => `${call.status} ${call.flags}`))).toEqual(
      new Set(['0 UH']),
    );
    expect(calls.every(({ to }) => to === undefined)).toBe(true);
  });

  it('are slow when they have just become ready', () => {
    const cluster = aCluster(anApplication('web', { replicas: 1 }));
    const traffic = someTraffic([cluster], {
      flows: [aFlow('web', { routes: [aRoute({ tail: 1 })] })],
    });
    const mean = (calls: readonly Call[]) =>
      calls.reduce((sum, { serverMs }) => sum + serverMs, 0) / calls.length;
    expect(mean(traffic.run(10))).toBeCloseTo(10, 3);
    const [pod] = cluster.store.list('pods').items;
    cluster.store.delete(
      { resource: 'pods', namespace: 'default', name: pod.metadata.name },
      { gracePeriodSeconds: 0 },
    );
    // The clusters live through half a minute of which the traffic sees the end.
    cluster.timeline.runFor(20_000);
    traffic.run(15);
    expect(mean(traffic.run(5))).toBeGreaterThan(12);
  });
});

describe('incidents', () => {
  it('make a Service slower, and fail a part, for their time', () => {
    const cluster = aCluster(anApplication('web'));
    const incidents = [
      {
        service: { cluster: 'test', namespace: 'default', name: 'web' },
        ...{ minute: 1, lasts: 60, slower: 3, failures: 0.5 },
      },
    ];
    const traffic = someTraffic([cluster], {
      incidents,
      flows: [aFlow('web', { routes: [aRoute({ tail: 1 })] })],
    });
    const minutes = [1, 2, 3].map(() => traffic.run(60));
    const failed = minutes.map(calls => shareOf(calls, isFailure));
    expect(failed[0]).toBe(0);
    expect(failed[1]).toBeGreaterThan(0.4);
    expect(failed[2]).toBe(0);
    const longest = minutes.map(calls =>
      Math.max(...calls.map(({ serverMs }) => serverMs)),
    );
    expect(longest[1]).toBeCloseTo(30, 3);
  });
});
