import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { podCells } from './podCells.ts';

const NOW = new Date('2026-01-01T12:00:00Z');

function aPod(fields: {
  containers?: string[];
  init?: JsonObject[];
  status?: JsonObject;
  deleted?: boolean;
}): KubeObject {
  const { containers = ['main'], init, status = {}, deleted } = fields;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'a',
      ...(deleted ? { deletionTimestamp: '2026-01-01T12:00:30Z' } : {}),
    },
    spec: {
      containers: containers.map(name => ({ name })),
      initContainers: init,
    },
    status: { phase: 'Running', ...status },
  };
}

const running = (name: string, more: JsonObject = {}) => ({
  name,
  ready: true,
  started: true,
  restartCount: 0,
  state: { running: {} },
  ...more,
});
const sidecar = { name: 'proxy', restartPolicy: 'Always' };

describe('a pod in a table', () => {
  it.each([
    {
      what: 'runs',
      pod: aPod({ status: { containerStatuses: [running('main')] } }),
      cells: { ready: '1/1', status: 'Running', restarts: '0' },
    },
    {
      what: 'runs with a native sidecar, which counts',
      pod: aPod({
        init: [{ name: 'setup' }, sidecar],
        status: {
          conditions: [{ type: 'Initialized', status: 'True' }],
          initContainerStatuses: [
            { name: 'setup', state: { terminated: { exitCode: 0 } } },
            running('proxy'),
          ],
          containerStatuses: [running('main')],
        },
      }),
      cells: { ready: '2/2', status: 'Running', restarts: '0' },
    },
    {
      what: 'initializes',
      pod: aPod({
        init: [{ name: 'one' }, { name: 'two' }],
        status: {
          phase: 'Pending',
          initContainerStatuses: [
            { name: 'one', state: { terminated: { exitCode: 0 } } },
            { name: 'two', state: { running: {} } },
          ],
        },
      }),
      cells: { ready: '0/1', status: 'Init:1/2', restarts: '0' },
    },
    {
      what: 'cannot initialize',
      pod: aPod({
        init: [{ name: 'one' }],
        status: {
          phase: 'Pending',
          initContainerStatuses: [
            { name: 'one', state: { waiting: { reason: 'ImagePullBackOff' } } },
          ],
        },
      }),
      cells: { ready: '0/1', status: 'Init:ImagePullBackOff', restarts: '0' },
    },
    {
      what: 'crashes',
      pod: aPod({
        status: {
          containerStatuses: [
            {
              name: 'main',
              ready: false,
              restartCount: 12,
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { finishedAt: '2026-01-01T11:56:00Z' } },
            },
          ],
        },
      }),
      cells: {
        ready: '0/1',
        status: 'CrashLoopBackOff',
        restarts: '12 (4m ago)',
      },
    },
    {
      what: 'is done',
      pod: aPod({
        status: {
          phase: 'Succeeded',
          containerStatuses: [
            {
              name: 'main',
              ready: false,
              restartCount: 0,
              state: { terminated: { reason: 'Completed', exitCode: 0 } },
            },
          ],
        },
      }),
      cells: { ready: '0/1', status: 'Completed', restarts: '0' },
    },
    {
      what: 'is done but for its proxy',
      pod: aPod({
        containers: ['main', 'proxy'],
        status: {
          containerStatuses: [
            {
              name: 'main',
              ready: false,
              restartCount: 0,
              state: { terminated: { reason: 'Completed', exitCode: 0 } },
            },
            running('proxy'),
          ],
        },
      }),
      cells: { ready: '1/2', status: 'NotReady', restarts: '0' },
    },
    {
      what: 'was killed without a reason',
      pod: aPod({
        status: {
          phase: 'Failed',
          containerStatuses: [
            {
              name: 'main',
              ready: false,
              restartCount: 0,
              state: { terminated: { exitCode: 137 } },
            },
          ],
        },
      }),
      cells: { ready: '0/1', status: 'ExitCode:137', restarts: '0' },
    },
    {
      what: 'ends',
      pod: aPod({
        deleted: true,
        status: { containerStatuses: [running('main')] },
      }),
      cells: { ready: '1/1', status: 'Terminating', restarts: '0' },
    },
    {
      what: 'was evicted',
      pod: aPod({ status: { phase: 'Failed', reason: 'Evicted' } }),
      cells: { ready: '0/1', status: 'Evicted', restarts: '0' },
    },
  ])('that $what', ({ pod, cells }) => {
    expect(podCells(pod, NOW)).toEqual(cells);
  });
});
