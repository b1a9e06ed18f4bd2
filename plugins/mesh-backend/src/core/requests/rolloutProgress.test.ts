import { restartedAtPath } from './restart';
import { rolloutProgress, type RolloutProgress } from './rolloutProgress';

const AT = '2026-01-01T00:00:00.000Z';

function aWorkload(
  status: object,
  fields: { at?: string; kind?: string } = {},
) {
  const { at = AT, kind = 'Deployment' } = fields;
  return {
    kind,
    metadata: { generation: 3 },
    spec: {
      replicas: 3,
      template: { metadata: { annotations: { [restartedAtPath[4]]: at } } },
    },
    status: { observedGeneration: 3, ...status },
  };
}

const all = { replicas: 3, updatedReplicas: 3, readyReplicas: 3 };
const conditions = [{ reason: 'ProgressDeadlineExceeded' }];

describe('the progress of a restart', () => {
  it.each<[string, object, RolloutProgress]>([
    ['all pods are new and ready', aWorkload(all), 'done'],
    [
      'the controller has not seen it yet',
      aWorkload({ ...all, observedGeneration: 2 }),
      'under-way',
    ],
    ['an old pod is left', aWorkload({ ...all, replicas: 4 }), 'under-way'],
    [
      'a new pod is not ready',
      aWorkload({ ...all, readyReplicas: 2 }),
      'under-way',
    ],
    ['nothing is reported', aWorkload({}), 'under-way'],
    [
      'its controller gave up',
      aWorkload({ ...all, readyReplicas: 2, conditions }),
      'stuck',
    ],
    [
      'it gave up in the past, and all is well now',
      aWorkload({ ...all, conditions }),
      'done',
    ],
    [
      'somebody took the restart back, or restarted it again',
      aWorkload(all, { at: '2026-01-02T00:00:00Z' }),
      'stuck',
    ],
    [
      'a DaemonSet is on all nodes',
      aWorkload(
        {
          ...{ desiredNumberScheduled: 2, currentNumberScheduled: 2 },
          ...{ updatedNumberScheduled: 2, numberReady: 2 },
        },
        { kind: 'DaemonSet' },
      ),
      'done',
    ],
  ])('%s: %#', (_, object, expected) => {
    expect(rolloutProgress(object as never, AT)).toBe(expected);
  });
});
