import type { Container, Pod } from '../controllers/objects.ts';
import type { Behaviour } from './behaviours.ts';
import { podMoment, startPlan } from './podLife.ts';

const START = Date.parse('2026-11-20T09:00:00Z');

function aPod(spec: Partial<Pod['spec']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      uid: 'u',
      labels: { app: 'web' },
    },
    spec: { containers: [aContainer('app')], ...spec },
    status: { startTime: '2026-11-20T09:00:00Z' },
  };
}

function aContainer(name: string, more: Partial<Container> = {}): Container {
  return { name, image: `example.test/${name}:1`, ...more };
}

function at(pod: Pod, seconds: number, behaviours: readonly Behaviour[] = []) {
  const addresses = { podIP: '10.88.0.5', hostIP: '10.0.0.10' };
  return podMoment(pod, {
    now: new Date(START + seconds * 1000),
    addresses,
    behaviours,
    speed: 1,
  });
}

function condition({ status }: ReturnType<typeof at>, type: string) {
  return status.conditions?.find(c => c.type === type);
}

describe('a pod that starts', () => {
  const pod = aPod();
  const plan = startPlan(pod, 1);

  it('is created, then runs, then is ready, and says when the next of these is', () => {
    const first = at(pod, 0);
    expect(first.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [
        { state: { waiting: { reason: 'ContainerCreating' } } },
      ],
    });
    expect(first.status.podIP).toBeUndefined();
    expect(first.changesAt).toBe(START + plan.initialized);

    const second = at(pod, plan.initialized / 1000);
    expect(second.status).toMatchObject({
      phase: 'Running',
      podIP: '10.88.0.5',
      containerStatuses: [{ ready: false, started: true }],
    });
    expect(condition(second, 'Ready')).toMatchObject({
      status: 'False',
      message: 'containers with unready status: [app]',
    });
    expect(second.changesAt).toBe(START + plan.ready);

    const third = at(pod, plan.ready / 1000);
    expect(third.status).toMatchObject({
      phase: 'Running',
      containerStatuses: [{ ready: true }],
    });
    expect(condition(third, 'Ready')?.status).toBe('True');
    expect(third.changesAt).toBeUndefined();
  });

  it('keeps the time of a condition that has not changed', () => {
    const ready = at(pod, 30);
    const later = at({ ...pod, status: ready.status }, 300);
    expect(condition(later, 'Ready')).toEqual(condition(ready, 'Ready'));
  });

  it('waits for its init containers', () => {
    const waiting = at(aPod({ initContainers: [aContainer('migrate')] }), 0);
    expect(condition(waiting, 'Initialized')).toMatchObject({
      status: 'False',
      message: 'containers with incomplete status: [migrate]',
    });
    expect(waiting.status.containerStatuses?.[0].state).toEqual({
      waiting: { reason: 'PodInitializing' },
    });
    const done = at(aPod({ initContainers: [aContainer('migrate')] }), 30);
    expect(
      done.status.initContainerStatuses?.[0].state.terminated,
    ).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('reports a native sidecar as an init container that runs and counts for readiness', () => {
    const sidecar = aContainer('istio-proxy', { restartPolicy: 'Always' });
    const ready = at(aPod({ initContainers: [sidecar] }), 30);
    expect(ready.status.initContainerStatuses?.[0]).toMatchObject({
      name: 'istio-proxy',
      ready: true,
      started: true,
    });
    expect(ready.status.initContainerStatuses?.[0].state.running).toBeDefined();
    expect(condition(ready, 'Ready')?.status).toBe('True');
  });
});

describe('a container that crashes', () => {
  const crashing: Behaviour[] = [
    {
      namespace: 'shop',
      matchLabels: { app: 'web' },
      crashes: { afterSeconds: 5, exitCode: 3 },
    },
  ];
  const pod = aPod();
  const begin = startPlan(pod, 1).initialized / 1000;

  it.each([
    ['runs at first', 1, { restartCount: 0, ready: true }],
    [
      'waits 10 s after its first end',
      6,
      {
        restartCount: 0,
        ready: false,
        state: {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: 'back-off 10s restarting failed container=app',
          },
        },
      },
    ],
    [
      'is started again',
      16,
      {
        restartCount: 1,
        ready: true,
        lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      },
    ],
    [
      'waits twice as long the next time',
      21,
      {
        restartCount: 1,
        state: {
          waiting: { message: 'back-off 20s restarting failed container=app' },
        },
      },
    ],
  ])('%s', (_title, seconds, expected) => {
    expect(
      at(pod, begin + seconds, crashing).status.containerStatuses?.[0],
    ).toMatchObject(expected);
  });

  it('is restarted every five minutes in the long run', () => {
    const restarts = (hours: number) =>
      at(pod, begin + hours * 3600, crashing).status.containerStatuses?.[0]
        .restartCount ?? 0;
    expect(restarts(11) - restarts(1)).toBe(118);
  });

  it('does not drag its proxy along', () => {
    const both = aPod({
      containers: [aContainer('app'), aContainer('istio-proxy')],
    });
    const [app, proxy] =
      at(both, begin + 3600, crashing).status.containerStatuses ?? [];
    expect(app.restartCount).toBeGreaterThan(5);
    expect(proxy).toMatchObject({ restartCount: 0, ready: true });
  });
});

describe('a pod whose work ends', () => {
  const behaviours: Behaviour[] = [
    {
      namespace: 'shop',
      matchLabels: { app: 'web' },
      completes: { afterSeconds: 20 },
    },
  ];

  it('has succeeded, with its native sidecar ended too', () => {
    const sidecar = aContainer('istio-proxy', { restartPolicy: 'Always' });
    const moment = at(aPod({ initContainers: [sidecar] }), 120, behaviours);
    expect(moment.status.phase).toBe('Succeeded');
    expect(moment.status.initContainerStatuses).toMatchObject([
      { ready: false, state: { terminated: { exitCode: 0 } } },
    ]);
    expect(condition(moment, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'PodCompleted',
    });
    expect(moment.changesAt).toBeUndefined();
  });
});
