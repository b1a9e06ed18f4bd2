import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { humanDuration } from './duration.ts';
import { at, numberAt, objectsAt, textAt } from './fields.ts';

export interface PodCells {
  ready: string;
  status: string;
  restarts: string;
}

/** Ready, status and restarts of a pod as kubectl shows them; native sidecars count as containers. */
export function podCells(pod: KubeObject, now: Date): PodCells {
  const sidecars = new Set(
    objectsAt(pod, 'spec', 'initContainers')
      .filter(c => c.restartPolicy === 'Always')
      .map(c => c.name),
  );
  const initStatuses = objectsAt(pod, 'status', 'initContainerStatuses');
  const statuses = [
    ...initStatuses.filter(s => sidecars.has(s.name)),
    ...objectsAt(pod, 'status', 'containerStatuses'),
  ];
  const total = objectsAt(pod, 'spec', 'containers').length + sidecars.size;
  const ready = statuses.filter(s => s.ready === true).length;
  return {
    ready: `${ready}/${total}`,
    status: statusText({ pod, initStatuses, sidecars }),
    restarts: restartText(statuses, now),
  };
}

function statusText(options: {
  pod: KubeObject;
  initStatuses: readonly JsonObject[];
  sidecars: ReadonlySet<unknown>;
}): string {
  const { pod } = options;
  const phase = textAt(pod, 'status', 'phase');
  const finished = phase === 'Succeeded' || phase === 'Failed';
  if (pod.metadata.deletionTimestamp && !finished) return 'Terminating';
  const reason = at(pod, 'status', 'reason');
  const otherwise = typeof reason === 'string' ? reason : phase;
  return initProblem(options) ?? containerState(pod) ?? otherwise;
}

function initProblem(options: {
  pod: KubeObject;
  initStatuses: readonly JsonObject[];
  sidecars: ReadonlySet<unknown>;
}): string | undefined {
  const { pod, initStatuses, sidecars } = options;
  const pending = initStatuses.findIndex(status => {
    if (sidecars.has(status.name)) return status.started !== true;
    return at(status, 'state', 'terminated', 'exitCode') !== 0;
  });
  if (pending === -1 || podIsInitialized(pod)) return undefined;
  const waiting = at(initStatuses[pending], 'state', 'waiting', 'reason');
  if (typeof waiting === 'string' && waiting !== 'PodInitializing') {
    return `Init:${waiting}`;
  }
  return `Init:${pending}/${objectsAt(pod, 'spec', 'initContainers').length}`;
}

function podIsInitialized(pod: KubeObject): boolean {
  return hasCondition(pod, 'Initialized');
}

function hasCondition(pod: KubeObject, type: string): boolean {
  return objectsAt(pod, 'status', 'conditions').some(
    c => c.type === type && c.status === 'True',
  );
}

/** What the first container that waits or has ended says; a pod of which others still run is not completed. */
function containerState(pod: KubeObject): string | undefined {
  const statuses = objectsAt(pod, 'status', 'containerStatuses');
  const state = statuses.map(reasonOf).find(reason => reason !== undefined);
  const runs = statuses.some(
    status => status.ready === true && at(status, 'state', 'running'),
  );
  if (state !== 'Completed' || !runs) return state;
  return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function reasonOf(status: JsonObject): string | undefined {
  const waiting = at(status, 'state', 'waiting', 'reason');
  if (typeof waiting === 'string') return waiting;
  const terminated = at(status, 'state', 'terminated');
  if (!isJsonObject(terminated)) return undefined;
  const { reason, signal, exitCode } = terminated;
  if (typeof reason === 'string') return reason;
  return signal ? `Signal:${String(signal)}` : `ExitCode:${String(exitCode)}`;
}

function restartText(statuses: readonly JsonObject[], now: Date): string {
  const count = statuses.reduce(
    (sum, s) => sum + numberAt(s, 'restartCount'),
    0,
  );
  const last = statuses
    .map(s => at(s, 'lastState', 'terminated', 'finishedAt'))
    .filter((t): t is string => typeof t === 'string')
    .sort()
    .pop();
  if (count === 0 || !last) return String(count);
  return `${count} (${humanDuration(now.getTime() - Date.parse(last))} ago)`;
}

export function podIp(pod: KubeObject): string {
  return textAt(pod, 'status', 'podIP');
}

export function readinessGates(pod: KubeObject): string {
  const gates = at(pod, 'spec', 'readinessGates');
  if (!Array.isArray(gates) || gates.length === 0) return '<none>';
  const ready = gates.filter(
    gate =>
      isJsonObject(gate) &&
      objectsAt(pod, 'status', 'conditions').some(
        c => c.type === gate.conditionType && c.status === 'True',
      ),
  );
  return `${ready.length}/${gates.length}`;
}
