import { aCluster } from '../testing/clusters.ts';
import {
  aFlow,
  aRoute,
  anApplication,
  someTraffic,
} from '../testing/traffic.ts';
import { ColumnarLedger } from './ColumnarLedger.ts';
import { endOf, type Call } from './Call.ts';
import { readLedger } from './readLedger.ts';
import type { LedgerRow } from './summary.ts';

const routes = [
  aRoute({ path: '/a', share: 3, tail: 1, ms: 10 }),
  aRoute({ path: '/b', share: 1, tail: 1, ms: 40, failures: 1 }),
];
const calls = someTraffic([aCluster(anApplication('web'))], {
  flows: [aFlow('web', { routes })],
}).run(100);
const now = endOf(calls[calls.length - 1]);

function aLedger(): ColumnarLedger {
  const ledger = new ColumnarLedger({ from: 0, retention: Infinity });
  for (const call of calls) ledger.record(call);
  return ledger;
}

async function ask(query: string) {
  const answer = await readLedger(aLedger(), new URLSearchParams(query), now);
  return answer as { from: number; to: number; rows: LedgerRow[] };
}

function countOf(is: (call: Call) => boolean): number {
  return calls.filter(is).length;
}

describe('the ledger, asked', () => {
  it('adds calls up by what was asked, the busiest first', async () => {
    const { rows } = await ask('groupBy=route,protocol');
    expect(rows).toMatchObject([
      {
        route: 'GET /a',
        protocol: 'http',
        calls: countOf(({ route }) => route === '/a'),
        failures: 0,
        flags: { '-': rows[0].calls },
      },
      {
        route: 'GET /b',
        calls: countOf(({ route }) => route === '/b'),
        failures: rows[1].calls,
        statuses: { '500': rows[1].calls },
      },
    ]);
  });

  it('tells both ends if nothing is asked for', async () => {
    const { rows } = await ask('');
    expect(rows).toMatchObject([
      {
        from: { outside: 'visitors' },
        to: {
          ...{ cluster: 'test', namespace: 'default' },
          ...{ workload: 'web', kind: 'Deployment' },
        },
        service: { cluster: 'test', namespace: 'default', name: 'web' },
        protocol: 'http',
        calls: calls.length,
      },
    ]);
  });

  it('has histograms with the bounds asked for, and the sum', async () => {
    const { rows } = await ask('groupBy=flow&bounds=20,1000');
    const [{ serverMs, clientMs }] = rows;
    const fast = countOf(call => call.serverMs <= 20);
    expect(serverMs.buckets).toEqual([fast, calls.length, calls.length]);
    const sum = calls.reduce((total, call) => total + call.clientMs, 0);
    expect(clientMs.sum).toBeCloseTo(sum, 3);
  });

  it('tells for want of what a call failed', async () => {
    const [{ id, ...call }] = calls;
    const failure = { status: 503, flags: '-' };
    const stock = { cluster: 'far', namespace: 'shop', name: 'stock' };
    const ledger = new ColumnarLedger({ from: 0, retention: Infinity });
    const asked = { ...call, to: undefined, service: { ...stock, port: 80 } };
    ledger.record({ ...asked, ...failure, id: 2, parent: 1 });
    ledger.record({ ...asked, ...failure, id: 3, parent: 9 });
    ledger.record({ ...call, ...failure, id: 1 });
    ledger.record({ ...call, id: 4 });
    const query = new URLSearchParams('groupBy=flow,failedFor');
    const { rows } = await readLedger(ledger, query, endOf({ ...call }));
    expect(rows).toMatchObject([
      { calls: 3, failures: 2 },
      { calls: 1, failures: 1, failedFor: [stock] },
    ]);
  });

  it.each([
    ['before now', `from=-10s`],
    ['in milliseconds', `from=${Math.floor(now - 10_000)}`],
    ['in ISO 8601', `from=${new Date(now - 10_000).toISOString()}`],
  ])('takes times %s', async (_title, query) => {
    const { rows, from } = await ask(`${query}&groupBy=flow`);
    expect(rows[0].calls).toBe(countOf(call => endOf(call) > from));
    expect(rows[0].calls).toBeLessThan(calls.length / 5);
  });

  it.each([
    ['group=from', 'There is no parameter "group"'],
    ['groupBy=colour', 'Calls cannot be told apart by "colour"'],
    ['bounds=5,ten', '"bounds" has to be'],
    ['from=yesterday', '"from" has to be a time'],
    ['to=-5d', '"to" has to be a time'],
  ])('does not take %s', async (query, message) => {
    await expect(ask(query)).rejects.toThrow(message);
  });
});
