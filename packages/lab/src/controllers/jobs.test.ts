import type { DraftObject } from '../apiserver/KubeObject.ts';
import { aCluster } from '../testing/clusters.ts';
import type { Job, Pod } from './objects.ts';

const SECOND = 1000;
const job = { resource: 'jobs.batch', namespace: 'default', name: 'report' };

const template = {
  metadata: { labels: { app: 'report' } },
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'app', image: 'example.test/app:1' }],
  },
};

function aJob(spec: Record<string, unknown> = {}): DraftObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report', namespace: 'default' },
    spec: { template, ...spec },
  };
}

function aCronJob(schedule: string): DraftObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'default' },
    spec: { schedule, jobTemplate: { spec: { template } } },
  };
}

describe('a Job', () => {
  it('is complete when its pods have ended well', () => {
    const { store } = aCluster([aJob({ completions: 2, parallelism: 1 })]);
    const { status } = store.get<Job>(job) ?? {};
    expect(status).toMatchObject({
      succeeded: 2,
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: 'Complete', status: 'True' }),
      ]),
    });
    const phases = store.list<Pod>('pods').items.map(pod => pod.status?.phase);
    expect(phases).toEqual(['Succeeded', 'Succeeded']);
  });

  it('runs as many pods at a time as it may', () => {
    const cluster = aCluster([]);
    cluster.store.create(
      'jobs.batch',
      aJob({ completions: 3, parallelism: 2 }),
      { manager: 'test' },
    );
    cluster.timeline.runFor(25 * SECOND);
    expect(cluster.store.get<Job>(job)?.status).toMatchObject({
      active: 2,
      ready: 2,
    });
    cluster.timeline.runFor(120 * SECOND);
    expect(cluster.store.get<Job>(job)?.status).toMatchObject({ succeeded: 3 });
  });

  it('ends although a native sidecar would run for ever, and not beside an ordinary one', () => {
    const withProxy = (where: 'containers' | 'initContainers') => {
      const proxy = { name: 'istio-proxy', image: 'example.test/proxy:1' };
      const spec = { ...template.spec };
      return {
        ...template,
        spec:
          where === 'containers'
            ? { ...spec, containers: [...spec.containers, proxy] }
            : {
                ...spec,
                initContainers: [{ ...proxy, restartPolicy: 'Always' }],
              },
      };
    };
    const native = aCluster([aJob({ template: withProxy('initContainers') })]);
    expect(native.store.get<Job>(job)?.status).toMatchObject({ succeeded: 1 });
    const ordinary = aCluster([aJob({ template: withProxy('containers') })]);
    expect(ordinary.store.get<Job>(job)?.status).toMatchObject({ active: 1 });
  });
});

describe('a CronJob', () => {
  const names = (cluster: ReturnType<typeof aCluster>) =>
    cluster.store
      .list<Job>('jobs.batch')
      .items.map(
        item =>
          item.metadata.annotations?.[
            'batch.kubernetes.io/cronjob-scheduled-timestamp'
          ],
      );

  it('keeps its last three Jobs, with their pods', () => {
    const cluster = aCluster([aCronJob('0 * * * *')]);
    cluster.timeline.runFor(120 * SECOND);
    expect(names(cluster)).toEqual([
      '2026-11-20T07:00:00Z',
      '2026-11-20T08:00:00Z',
      '2026-11-20T09:00:00Z',
    ]);
    expect(cluster.store.list('pods').items).toHaveLength(3);
    expect(
      cluster.store.get({
        resource: 'cronjobs.batch',
        namespace: 'default',
        name: 'nightly',
      })?.status,
    ).toMatchObject({
      lastScheduleTime: '2026-11-20T09:00:00Z',
    });
  });

  it('starts none while it is suspended', () => {
    const suspended = aCronJob('0 * * * *');
    const cluster = aCluster([
      { ...suspended, spec: { ...(suspended.spec as object), suspend: true } },
    ]);
    expect(names(cluster)).toEqual([]);
  });
});
