import { aCluster } from '../testing/clusters.ts';
import { aFlow, anApplication } from '../testing/traffic.ts';
import { endOf, type Call } from './Call.ts';
import { readTraffic } from './readTraffic.ts';
import { runTraffic, type RunningTraffic } from './runTraffic.ts';
import { TrafficFaults } from './TrafficFaults.ts';

let traffic: RunningTraffic | undefined;

afterEach(async () => {
  await traffic?.stop();
  traffic = undefined;
});

function start(
  cluster = aCluster(anApplication('web')),
  onError = (error: unknown): void => {
    throw error;
  },
): RunningTraffic {
  traffic = runTraffic([cluster], {
    plan: readTraffic({ seed: 'test', flows: [aFlow('web', { rate: 40 })] }),
    faults: new TrafficFaults(),
    history: 60_000,
    onError,
  });
  return traffic;
}

describe('running traffic', () => {
  it('begins with the past, all of it before anybody can miss what follows', async () => {
    const { ledger, history } = start();
    const { from, to } = await history;
    const live: Call[] = [];
    const enough = new Promise<void>(resolve => {
      ledger.subscribe(call => live.push(call) > 20 && resolve());
    });
    const past = [...ledger.calls(from, to)];
    expect(past.length).toBeGreaterThan(40 * 50);
    expect([...ledger.calls(0, Infinity)]).toEqual(past);
    await enough;
    const all = [...ledger.calls(to, Infinity)].slice(0, live.length);
    expect(live.slice(0, all.length)).toEqual(all);
    expect(endOf(live[0])).toBeGreaterThan(to);
    // A second is told when it is over.
    expect(endOf(live[20])).toBeLessThanOrEqual(Date.now());
  });

  it('says once what it cannot make sense of, and goes on', async () => {
    const policy = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'odd', namespace: 'default' },
      spec: {
        endpointSelector: {},
        ingress: [{ toPorts: [{ rules: { http: [{ path: '(' }] } }] }],
      },
    };
    const objects = [...anApplication('web'), policy];
    const errors: unknown[] = [];
    const cluster = aCluster(objects, { serves: ['cilium'] });
    const { history } = start(cluster, error => errors.push(error));
    const { from, to } = await history;
    expect(to - from).toBeGreaterThan(50_000);
    expect(errors.map(String)).toEqual([
      'Error: The lab could not make the calls of "web"',
    ]);
  });

  it('ends when it is stopped', async () => {
    const running = start();
    await running.history;
    await running.stop();
    const [...before] = running.ledger.calls(0, Infinity);
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    expect([...running.ledger.calls(0, Infinity)]).toHaveLength(before.length);
  });
});
