import { formatTime } from '../apiserver/KubeObject.ts';
import type { Controller } from './Controller.ts';
import { refOf } from './Controller.ts';
import type { Condition, Node } from './objects.ts';

const healthy: readonly Omit<Condition, 'lastTransitionTime'>[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
  },
];

/** Reports every node as healthy once; nodes of the lab do not fail by themselves. */
export const nodeController: Controller = {
  name: 'node-status',
  *concerns(change) {
    if (change.resource === 'nodes' && change.type === 'ADDED')
      yield refOf('nodes', change.object);
  },
  reconcile(ref, { store, timeline }) {
    const node = store.get<Node>(ref);
    if (!node || node.status?.conditions?.length) return;
    const lastTransitionTime = formatTime(timeline.now());
    store.modify<Node>(
      ref,
      copy => {
        copy.status = {
          ...copy.status,
          conditions: healthy.map(c => ({
            ...c,
            lastHeartbeatTime: lastTransitionTime,
            lastTransitionTime,
          })),
        };
      },
      { manager: 'kubelet', subresource: 'status' },
    );
  },
};
