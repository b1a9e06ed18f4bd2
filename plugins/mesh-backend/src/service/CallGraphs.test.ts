import { objectivesOf } from '../core/metrics/objectives';
import type { MeshObservation } from '../core/metrics/StoreTick';
import { FakeClock } from '../io/FakeClock';
import { aCall, aShopWorld } from '../testing/callBuilders';
import { finished } from '../testing/finished';
import {
  aMetricsState,
  aStore,
  aTick,
  someTraffic,
  TICK_AT,
} from '../testing/trafficBuilders';
import { CallGraphs, type PreparedCalls } from './CallGraphs';

const WORLD = aShopWorld({ west: ['shop/front', 'shop/cart', 'shop/stock'] });
const FRONT = 'west/shop/front';
const CART = 'west/shop/cart';
const STOCK = 'west/shop/stock';

function trafficOf(...calls: readonly MeshObservation[]) {
  const state = aMetricsState([aStore({ tick: aTick(calls) })]);
  return someTraffic(WORLD, { state });
}

function start(taken = jest.fn(), clock = new FakeClock()) {
  const { objectives } = objectivesOf([], {});
  return new CallGraphs({ clock, objectives, taken });
}

const edgesOf = ({ graph }: PreparedCalls) =>
  graph.edges.map(({ from, to }) => `${from.name} > ${to.name}`);

describe('CallGraphs', () => {
  it('has the graph of now for whoever asks first', () => {
    const calls = start().last(WORLD, trafficOf(aCall(FRONT, CART)));
    expect(edgesOf(calls)).toEqual(['front > cart']);
  });

  it('tells of the last graph until the next one is complete', () => {
    const graphs = start();
    const before = trafficOf(aCall(FRONT, CART));
    const now = trafficOf(aCall(CART, STOCK));
    const first = finished(graphs.prepare(WORLD, before));
    const steps = graphs.prepare(WORLD, now);
    steps.next();
    expect(graphs.last(WORLD, now)).toBe(first);
    const second = finished(steps);
    expect(graphs.last(WORLD, now)).toBe(second);
    expect(edgesOf(second)).toEqual(['cart > stock']);
    expect(graphs.version).toBe(2);
  });

  it('brings to its end what was given up for news', () => {
    const taken = jest.fn();
    const graphs = start(taken);
    const traffics = [aCall(FRONT, CART), aCall(CART, STOCK)].map(one =>
      trafficOf(one),
    );
    graphs.prepare(WORLD, traffics[0]).next();
    // As often as there are steps: nobody ever gets to the end of one look.
    const newest = traffics[1];
    for (let look = 0; graphs.version === 0 && look < 100; look++) {
      graphs.prepare(WORLD, newest).next();
    }
    expect(edgesOf(graphs.last(WORLD, newest))).toEqual(['front > cart']);
    expect(edgesOf(finished(graphs.prepare(WORLD, newest)))).toEqual([
      'cart > stock',
    ]);
    expect(taken).toHaveBeenCalledTimes(2);
  });

  it('makes nothing anew as long as nothing has changed', () => {
    const graphs = start();
    const traffic = trafficOf(aCall(FRONT, CART));
    const first = finished(graphs.prepare(WORLD, traffic));
    expect(finished(graphs.prepare(WORLD, traffic))).toBe(first);
    expect(graphs.version).toBe(1);
  });

  it('is made for another world a moment later, and tells that its numbers are no news', async () => {
    const taken = jest.fn();
    const clock = new FakeClock();
    const graphs = start(taken, clock);
    const traffic = trafficOf(aCall(FRONT, CART));
    const other = aShopWorld({ west: ['shop/front'] });
    const first = finished(graphs.prepare(WORLD, traffic));
    expect(finished(graphs.prepare(other, traffic))).toBe(first);
    await clock.advance(5_000);
    expect(finished(graphs.prepare(other, traffic)).world).toBe(other);
    expect(taken.mock.calls.map(([, { isNews }]) => isNews)).toEqual([
      true,
      false,
    ]);
  });

  it('does not hide what went wrong behind the last graph', () => {
    const graphs = start(
      jest.fn(({ state }) => {
        if (state.at !== TICK_AT) throw new Error('Not readable');
      }),
    );
    finished(graphs.prepare(WORLD, trafficOf(aCall(FRONT, CART))));
    const state = aMetricsState([aStore({ tick: aTick([]) })], { at: 1 });
    const broken = someTraffic(WORLD, { state });
    expect(() => finished(graphs.prepare(WORLD, broken))).toThrow();
    expect(() => graphs.last(WORLD, broken)).toThrow('Not readable');
  });

  it('has the worst edges first, then the heaviest', () => {
    const calls = start().last(
      WORLD,
      trafficOf(
        aCall(FRONT, CART, { calls: { requests: 1, failures: {} } }),
        aCall(CART, STOCK, { calls: { requests: 9, failures: {} } }),
        aCall(FRONT, STOCK, { calls: { requests: 5, failures: { x: 4 } } }),
      ),
    );
    const names = calls.ranking.edges.map(({ id }) => id);
    expect(names.map(id => id.split('|').pop())).toEqual([
      'stock',
      'stock',
      'cart',
    ]);
    expect(calls.ranking.health(calls.ranking.edges[0])).toBe('failing');
  });
});
