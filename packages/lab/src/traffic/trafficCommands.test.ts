import { CommandError } from '../apiserver/control/Command.ts';
import { aCluster } from '../testing/clusters.ts';
import { anApplication, someTraffic } from '../testing/traffic.ts';
import { trafficCommands } from './trafficCommands.ts';

const clusters = ['west', 'east'].map(name =>
  aCluster(anApplication('web'), { name }),
);
const { views, faults } = someTraffic(clusters, { flows: [] });
const { commands, heal } = trafficCommands(views, faults);

afterEach(() => heal());

describe('commands about calls', () => {
  it.each([
    [
      'burst west default/web',
      'default/web in west fails 70 % of its requests until it is healed.',
    ],
    [
      'burst west default/web 20 500',
      'default/web in west fails 20 % of its requests until it is healed.',
    ],
    [
      'cut-link west east',
      'Nothing gets from west to east, or back, until one of them is healed.',
    ],
  ])('%s: %s', async (line, sentence) => {
    const [name, ...args] = line.split(' ');
    const { message, look, undo } = await commands[name].run(args);
    expect(message).toBe(sentence);
    expect(look).toMatch(/ledger/);
    expect(undo).toEqual(['heal', 'west']);
  });

  it.each([
    ['burst', 'Name a cluster. Clusters: west, east.'],
    ['burst north default/web', 'There is no cluster "north"'],
    ['burst west', 'Name a workload as NS/NAME. Workloads: default/web.'],
    ['burst west default/shop', 'No workload and no Service "default/shop"'],
    ['burst west default/web all', 'PERCENT has to be a whole number from 1'],
    ['burst west default/web 0', 'PERCENT has to be a whole number from 1'],
    ['burst west default/web 50 404', 'STATUS has to be a whole number from 5'],
    ['cut-link west', 'Name a cluster'],
    ['cut-link west west', 'Name two clusters, not west twice.'],
    ['deny', 'Name caller and callee as CLUSTER/NS/NAME. Clusters'],
    ['deny default/web west/default/web', 'not "default/web"'],
    [
      'deny west/default/web east/default/web',
      'default/web in east is in no mesh, so nothing there can refuse a caller.',
    ],
  ])('%s: %s', async (line, message) => {
    const [name, ...args] = line.split(' ');
    const answer = commands[name].run(args);
    await expect(answer).rejects.toThrow(CommandError);
    await expect(answer).rejects.toThrow(message);
  });

  it('leave nothing behind when they are healed', async () => {
    await commands['cut-link'].run(['west', 'east']);
    expect(faults.isCut('east', 'west')).toBe(true);
    heal('west');
    expect(faults.isCut('east', 'west')).toBe(false);
  });
});
