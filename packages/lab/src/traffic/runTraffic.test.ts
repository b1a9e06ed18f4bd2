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

function start(): RunningTraffic {
  traffic = runTraffic([aCluster(anApplication('web'))], {
    plan: readTraffic({ seed: 'test', flows: [aFlow('web', { rate: 40 })] }),
    faults: new TrafficFaults(),
    history: 60_000,
    onError: error => {
      throw error;
    },
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
