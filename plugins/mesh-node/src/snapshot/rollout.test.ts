import {
  aDaemonSet,
  aDeployment,
  aSnapshot,
  aStatefulSet,
  type ControllerOptions,
  type KubeObject,
} from '../testing';

function rolloutOf(object: KubeObject) {
  return aSnapshot([object]).workloads[0].rollout;
}

const OF_THREE = { replicas: 3, generation: 2 };

/** What a Deployment with three replicas says of its pods. */
function deployment(
  status: ControllerOptions['status'],
  options: ControllerOptions = {},
) {
  return aDeployment({
    ...OF_THREE,
    ...options,
    status: { observedGeneration: 2, ...status },
  });
}

const TIMED_OUT = {
  conditions: [
    { type: 'Available', status: 'True' },
    {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    },
  ],
};
const MIDWAY = { replicas: 4, updatedReplicas: 2 };

describe('the rollout of a Deployment', () => {
  it.each<[string, KubeObject, object | undefined]>([
    [
      'has not been seen by its controller',
      aDeployment({
        ...OF_THREE,
        status: { observedGeneration: 1, replicas: 3, updatedReplicas: 3 },
      }),
      { state: 'under-way', wanted: 3, outdated: 3 },
    ],
    [
      'has made its first pod',
      deployment({ replicas: 4, updatedReplicas: 1 }),
      { state: 'under-way', wanted: 3, outdated: 3 },
    ],
    [
      'has made no pod yet, where a number of zero is left out',
      deployment({ replicas: 3 }),
      { state: 'under-way', wanted: 3, outdated: 3 },
    ],
    [
      'is midway',
      deployment(MIDWAY),
      { state: 'under-way', wanted: 3, outdated: 2 },
    ],
    [
      'did not get on in time',
      deployment({ ...MIDWAY, ...TIMED_OUT }),
      { state: 'stuck', wanted: 3, outdated: 2 },
    ],
    [
      'did not get on in time, and was then changed',
      deployment({ ...MIDWAY, ...TIMED_OUT }, { generation: 3 }),
      { state: 'under-way', wanted: 3, outdated: 3 },
    ],
    ['is over', deployment({ replicas: 3, updatedReplicas: 3 }), undefined],
    [
      'is over, and a pod crashes',
      deployment({
        replicas: 3,
        updatedReplicas: 3,
        availableReplicas: 2,
        ...TIMED_OUT,
      }),
      undefined,
    ],
    [
      'is none: pods are added',
      deployment({ replicas: 2, updatedReplicas: 2 }),
      undefined,
    ],
    ['is paused', deployment(MIDWAY, { paused: true }), undefined],
    [
      'is none: nothing is wanted',
      deployment(MIDWAY, { replicas: 0 }),
      undefined,
    ],
    [
      'is not told of: the controller has never said anything',
      aDeployment(OF_THREE),
      undefined,
    ],
  ])('%s', (_, object, expected) => {
    expect(rolloutOf(object)).toEqual(expected);
  });
});

const REVISIONS = { currentRevision: 'a', updateRevision: 'b' };

describe('the rollout of a StatefulSet', () => {
  const set = (
    status: ControllerOptions['status'],
    options: ControllerOptions = {},
  ) =>
    aStatefulSet({
      ...OF_THREE,
      ...options,
      status: { observedGeneration: 2, ...status },
    });

  it.each<[string, KubeObject, object | undefined]>([
    [
      'is midway',
      set({ ...REVISIONS, updatedReplicas: 1 }),
      { state: 'under-way', wanted: 3, outdated: 2 },
    ],
    [
      'is over',
      set({ currentRevision: 'b', updateRevision: 'b', updatedReplicas: 3 }),
      undefined,
    ],
    [
      'is none: pods are added one by one',
      set({ currentRevision: 'b', updateRevision: 'b', updatedReplicas: 1 }),
      undefined,
    ],
    [
      'stops at a partition',
      set(
        { ...REVISIONS, updatedReplicas: 1 },
        { rollingUpdate: { partition: 2 } },
      ),
      undefined,
    ],
    [
      'is up to whoever deletes its pods',
      set({ ...REVISIONS, updatedReplicas: 1 }, { updateStrategy: 'OnDelete' }),
      undefined,
    ],
  ])('%s', (_, object, expected) => {
    expect(rolloutOf(object)).toEqual(expected);
  });
});

describe('the rollout of a DaemonSet', () => {
  const set = (
    status: ControllerOptions['status'],
    options: ControllerOptions = {},
  ) =>
    aDaemonSet({
      ...OF_THREE,
      ...options,
      status: { observedGeneration: 2, ...status },
    });

  it.each<[string, KubeObject, object | undefined]>([
    [
      'is midway',
      set({ currentNumberScheduled: 3, updatedNumberScheduled: 1 }),
      { state: 'under-way', wanted: 3, outdated: 2 },
    ],
    [
      'is over',
      set({ currentNumberScheduled: 3, updatedNumberScheduled: 3 }),
      undefined,
    ],
    [
      'is none: a node is new',
      set({ currentNumberScheduled: 2, updatedNumberScheduled: 2 }),
      undefined,
    ],
    [
      'is up to whoever deletes its pods',
      set(
        { currentNumberScheduled: 3, updatedNumberScheduled: 1 },
        { updateStrategy: 'OnDelete' },
      ),
      undefined,
    ],
  ])('%s', (_, object, expected) => {
    expect(rolloutOf(object)).toEqual(expected);
  });
});
