import type { MetricsState } from '../core/metrics/MetricsState';
import { storePlaces } from '../core/metrics/storePlaces';
import { FakeClock } from '../io/FakeClock';
import { describeStoreFault } from '../io/prometheus/describeStoreFault';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';
import {
  aCountingMesh,
  aStore as aStoreConfig,
} from '../testing/metricsBuilders';
import { aMetricsState, aStore, aTick } from '../testing/trafficBuilders';
import { PastCalls, pastMoment } from './PastCalls';
import { RangeCache } from './RangeCache';

const AT = Date.parse('2026-11-14T07:30:00.000Z');
const MOMENT = { at: AT, windowSeconds: 900 };
const REQUESTS = 'requests_total{}[900s]';

function start(...names: string[]) {
  const clock = new FakeClock();
  const { signal } = new AbortController();
  const sources = new Map(
    names.map(name => [name, new InMemoryMetricsSource(name, clock)]),
  );
  const clusters = names.map(name => ({ name, set: 'live', aliases: {} }));
  const past = new PastCalls({
    ranges: new RangeCache({ sources, clock, signal }),
    faultOf: describeStoreFault,
    stores: new Map(names.map(name => [name, aStoreConfig({ name })])),
    meshes: [aCountingMesh()],
    placesOf: ({ clusterLabel }) =>
      storePlaces({ clusters, isServed: () => true, clusterLabel }),
    clock,
    signal,
  });
  const scope = { windowSeconds: 300, matchers: [], isNative: () => false };
  const now = aMetricsState(
    names.map(store => aStore({ store, scope, tick: aTick() })),
  );
  return { clock, past, now, sources };
}

function counted(cluster: string, value: number) {
  const labels = { cluster, namespace: 'shop', service: 'cart' };
  return { series: [{ labels, points: [[AT / 1000, value] as const] }] };
}

/** Lets a clock run until something has come to its end. */
async function inTime<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  const ended = work.then(() => true);
  while (!(await Promise.race([ended, clock.advance(1_000)]))) continue;
  return await work;
}

const notesOf = ({ stores }: MetricsState) =>
  [...stores.values()].flatMap(({ tick }) => tick?.notes ?? []);

describe('pastMoment', () => {
  const now = Date.parse('2026-11-14T08:00:07.000Z');

  it.each([
    ['is the same for all who ask within seconds', '2026-11-14T07:30:14Z', AT],
    ['knows other time zones', '2026-11-14T08:30:00+01:00', AT],
    ['is never one that is still to come', '2026-11-15T00:00:00Z', now - 7_000],
    ['is now where no time is named', undefined, now - 7_000],
  ])('%s', (_title, at, expected) => {
    const found = pastMoment({ at, windowSeconds: 900 }, now);
    expect(found).toEqual({ at: expected, windowSeconds: 900 });
  });
});

describe('PastCalls', () => {
  it('asks for the moment with its window, and tells what was counted then', async () => {
    const { past, now, sources, clock } = start('west');
    sources.get('west')?.answer(REQUESTS, counted('west', 4));
    const state = await inTime(clock, past.stateAt(MOMENT, now));
    const { tick } = state.stores.get('west') ?? {};
    expect([state.at, state.windowSeconds]).toEqual([AT, 900]);
    expect(notesOf(state)).toEqual([]);
    expect(tick?.observations).toMatchObject([
      { to: { cluster: 'west', service: 'cart' }, calls: { requests: 4 } },
    ]);
  });

  it('asks once, however many ask for the same moment', async () => {
    const { past, now, sources, clock } = start('west');
    const both = [past.stateAt(MOMENT, now), past.stateAt(MOMENT, now)];
    const [one, other] = await inTime(clock, Promise.all(both));
    expect(other).toBe(one);
    await past.stateAt({ ...MOMENT }, now);
    expect(sources.get('west')?.asked).toEqual([REQUESTS]);
  });

  it('notes a store that hangs, after its deadline, and tells what the others say', async () => {
    const { past, now, sources, clock } = start('west', 'east');
    sources.get('west')?.hang();
    sources.get('east')?.answer(REQUESTS, counted('east', 2));
    const before = clock.now();
    const state = await inTime(clock, past.stateAt(MOMENT, now));
    expect(clock.now() - before).toBeLessThanOrEqual(11_000);
    expect(notesOf(state).map(({ params }) => params.store)).toEqual(['west']);
    expect(state.stores.get('east')?.tick?.observations).toHaveLength(1);
  });

  it('asks again where a store did not answer', async () => {
    const { past, now, sources, clock } = start('west');
    const source = sources.get('west');
    source?.answer(REQUESTS, 'unreachable');
    const failed = await inTime(clock, past.stateAt(MOMENT, now));
    expect(notesOf(failed)).toHaveLength(1);
    source?.answer(REQUESTS, counted('west', 4));
    const answered = await inTime(clock, past.stateAt(MOMENT, now));
    expect(notesOf(answered)).toEqual([]);
  });

  it('remembers few moments', async () => {
    const { past, now, sources, clock } = start('west');
    const moments = [0, 1, 2, 3, 4, 0].map(one => ({
      ...MOMENT,
      windowSeconds: 900 + one,
    }));
    for (const moment of moments) {
      await inTime(clock, past.stateAt(moment, now));
      // What ranges remember is over.
      await clock.advance(60_000);
    }
    expect(sources.get('west')?.asked).toHaveLength(6);
  });
});
