import type { DraftObject } from '../apiserver/KubeObject.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { activePods, aCluster, aWorkload } from '../testing/clusters.ts';

function mounting(configMap: Record<string, unknown>): DraftObject {
  const workload = aWorkload({ replicas: 1 });
  const { template } = workload.spec as { template: { spec: object } };
  Object.assign(template.spec, { volumes: [{ name: 'settings', configMap }] });
  return workload;
}

const settings: DraftObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'default' },
};

describe('a pod with a ConfigMap as a volume', () => {
  it.each([
    ['starts where it is there', [settings, mounting({ name: 'settings' })]],
    ['starts where it comes later', [mounting({ name: 'settings' }), settings]],
    [
      'starts without one that is optional',
      [mounting({ name: 'settings', optional: true })],
    ],
  ])('%s', (_title, objects) => {
    const [pod] = activePods(aCluster(objects));
    expect(isReady(pod)).toBe(true);
  });

  it('waits until it is there, and says what for', () => {
    const cluster = aCluster([]);
    const { store, timeline } = cluster;
    const options = { manager: 'test' };
    store.create('deployments.apps', mounting({ name: 'settings' }), options);
    timeline.runFor(60_000);
    const [pod] = activePods(cluster);
    expect(pod.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [
        { state: { waiting: { reason: 'ContainerCreating' } } },
      ],
    });
    const messages = store.list('events').items.map(event => event.message);
    expect(messages).toContain(
      'MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    );
    store.create('configmaps', settings, options);
    timeline.runFor(30_000);
    expect(isReady(activePods(cluster)[0])).toBe(true);
    store.delete({
      resource: 'configmaps',
      namespace: 'default',
      name: 'settings',
    });
    timeline.runFor(30_000);
    expect(isReady(activePods(cluster)[0])).toBe(true);
  });
});
