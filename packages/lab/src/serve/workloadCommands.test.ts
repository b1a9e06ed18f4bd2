import { CommandError, type Commands } from '../apiserver/control/Command.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { activePods, aCluster, aWorkload } from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { healingPodsToo, workloadCommands } from './workloadCommands.ts';

const SECOND = 1_000;

function commandsFor(cluster: SimulatedCluster): Commands {
  const clusters = new Map([['west', cluster]]);
  const heal = healingPodsToo(
    { usage: '', summary: '', run: async () => ({ message: 'Healed.' }) },
    clusters,
  );
  return { ...workloadCommands(clusters), heal };
}

/** `node-a true` for each pod, sorted. */
function readiness(cluster: SimulatedCluster): string[] {
  cluster.timeline.runFor(30 * SECOND);
  return activePods(cluster)
    .map(pod => `${pod.spec.nodeName} ${isReady(pod)}`)
    .sort();
}

describe('unready', () => {
  it('takes all pods of a workload, also those that come later, until it is healed', async () => {
    const cluster = aCluster([aWorkload({ replicas: 2 })]);
    const { unready, scale, heal } = commandsFor(cluster);
    expect(await unready.run(['west', 'default/web'])).toMatchObject({
      message: 'default/web in west is not ready until it is healed.',
      undo: ['heal', 'west'],
    });
    await scale.run(['west', 'default/web', '3']);
    expect(readiness(cluster)).toEqual([
      'node-a false',
      'node-a false',
      'node-b false',
    ]);
    await heal.run(['west']);
    expect(readiness(cluster)).toEqual([
      'node-a true',
      'node-a true',
      'node-b true',
    ]);
  });

  it('takes the pods of one node', async () => {
    const cluster = aCluster([aWorkload({ kind: 'DaemonSet' })]);
    const { unready } = commandsFor(cluster);
    await unready.run(['west', 'default/web', 'node-b']);
    expect(readiness(cluster)).toEqual(['node-a true', 'node-b false']);
  });

  it('takes a single pod, and one after the other', async () => {
    const cluster = aCluster([aWorkload({ replicas: 3 })]);
    const { unready } = commandsFor(cluster);
    const [first, second] = activePods(cluster);
    await unready.run(['west', `default/${first.metadata.name}`]);
    await unready.run(['west', `default/${second.metadata.name}`]);
    const ready = readiness(cluster).filter(pod => pod.endsWith('true'));
    expect(ready).toHaveLength(1);
  });

  it('heals no other cluster', async () => {
    const cluster = aCluster([aWorkload({ replicas: 1 })]);
    const { unready, heal } = commandsFor(cluster);
    await unready.run(['west', 'default/web']);
    await heal.run(['east']);
    expect(readiness(cluster)).toEqual(['node-a false']);
  });

  it.each([
    ['no such cluster', ['east', 'default/web'], 'Clusters: west'],
    ['no such workload', ['west', 'default/nope'], 'Workloads: default/web'],
    [
      'no such node',
      ['west', 'default/web', 'node-z'],
      'Nodes: node-a, node-b',
    ],
  ])('refuses %s', async (_title, args, help) => {
    const { unready } = commandsFor(aCluster([aWorkload()]));
    const answer = unready.run(args);
    await expect(answer).rejects.toThrow(CommandError);
    await expect(answer).rejects.toThrow(help);
  });
});

describe('scale', () => {
  it('says how many there were, and how to have them again', async () => {
    const cluster = aCluster([aWorkload({ replicas: 3 })]);
    const { scale } = commandsFor(cluster);
    const down = await scale.run(['west', 'default/web', '1']);
    expect(down.message).toBe(
      'default/web in west is asked for 1 replica instead of 3.',
    );
    expect(readiness(cluster)).toHaveLength(1);
    const [name, ...args] = down.undo ?? [];
    expect(name).toBe('scale');
    await scale.run(args);
    expect(readiness(cluster)).toHaveLength(3);
  });
});

describe('kill-pods', () => {
  it('has nothing to be undone, because its controller makes new ones', async () => {
    const cluster = aCluster([aWorkload({ replicas: 3 })]);
    const { 'kill-pods': kill } = commandsFor(cluster);
    const names = activePods(cluster).map(({ metadata }) => metadata.name);
    const { message, undo } = await kill.run(['west', 'default/web', '2']);
    expect(message).toMatch(/^2 of 3 pods of default\/web in west are gone/);
    expect(undo).toBeUndefined();
    expect(readiness(cluster)).toHaveLength(3);
    const kept = activePods(cluster).filter(({ metadata }) =>
      names.includes(metadata.name),
    );
    expect(kept).toHaveLength(1);
  });
});
