import type { Call } from './Call.ts';
import { ColumnarLedger } from './ColumnarLedger.ts';

const START = Date.parse('2026-11-20T09:00:00Z');

function aCall(overrides: Partial<Call> = {}): Call {
  return {
    id: 1,
    at: START,
    flow: 'pages',
    externalCaller: 'browsers',
    service: { cluster: 'west', namespace: 'shop', name: 'web', port: 80 },
    protocol: 'http',
    method: 'GET',
    route: '/',
    status: 200,
    flags: '-',
    clientMs: 10,
    serverMs: 8,
    requestBytes: 100,
    responseBytes: 2000,
    newConnection: false,
    via: [],
    mtls: false,
    ...overrides,
  };
}

function aLedger(retention = 3_600_000): ColumnarLedger {
  return new ColumnarLedger({ from: START, retention });
}

describe('the ledger', () => {
  it('gives back every call as it was recorded', () => {
    const ledger = aLedger();
    const calls = [
      aCall({ newConnection: true }),
      aCall({ id: 2, parent: 1, at: START + 5, status: 503, flags: 'UH' }),
    ];
    for (const call of calls) ledger.record(call);
    expect([...ledger.calls(START, START + 1000)]).toEqual(calls);
  });

  it('tells calls by when they ended: after the beginning, up to the end', () => {
    const ledger = aLedger();
    for (let id = 1; id <= 50_000; id += 1)
      ledger.record(aCall({ id, at: START + id - 10 }));
    const ids = [...ledger.calls(START + 20_000, START + 40_000)].map(
      ({ id }) => id,
    );
    expect([ids[0], ids.at(-1), ids.length]).toEqual([20_001, 40_000, 20_000]);
  });

  it('tells subscribers of every call from then on, until they leave', () => {
    const ledger = aLedger();
    const seen: number[] = [];
    ledger.record(aCall());
    const leave = ledger.subscribe(({ id }) => seen.push(id));
    ledger.record(aCall({ id: 2 }));
    leave();
    ledger.record(aCall({ id: 3 }));
    expect(seen).toEqual([2]);
  });

  it('forgets what is older than it keeps, and says since when it knows', () => {
    const ledger = aLedger(10_000);
    for (let id = 1; id <= 100_000; id += 1)
      ledger.record(aCall({ id, at: START + id, status: id % 2 ? 200 : 404 }));
    const [first] = ledger.calls(0, Infinity);
    expect(first.at + first.clientMs).toBeGreaterThan(ledger.since);
    expect(ledger.since).toBeGreaterThan(START + 60_000);
    expect(ledger.since).toBeLessThanOrEqual(START + 90_010);
  });

  it('holds no more after a day than after the time that it keeps, however many pods have come and gone', () => {
    const HOUR = 3_600_000;
    const ledger = aLedger(HOUR);
    const PER_HOUR = 40_000;
    const held: number[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const via = [
        { kind: 'waypoint', cluster: 'west', namespace: 'shop' } as const,
      ].map(hop => ({ ...hop, workload: 'way', pod: `way-${hour}` }));
      const shape = aCall({ via });
      for (let i = 0; i < PER_HOUR; i += 1)
        ledger.record({
          ...shape,
          id: hour * PER_HOUR + i + 1,
          at: START + hour * HOUR + (i * HOUR) / PER_HOUR,
        });
      held.push([...ledger.calls(0, Infinity)].length);
    }
    // The oldest part goes when all of it is too old: of an hour, at most two parts more.
    expect(Math.max(...held)).toBeLessThan(PER_HOUR + 2 * 16_384 + 1);
    expect(held[23]).toBeGreaterThanOrEqual(PER_HOUR);
    const [oldest] = ledger.calls(0, Infinity);
    expect(oldest.at).toBeGreaterThan(START + 21 * HOUR);
    expect(ledger.since).toBeGreaterThan(START + 21 * HOUR);
  });
});
