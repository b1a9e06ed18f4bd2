import { qosClass } from '../apiserver/initialStatus.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import type {
  Condition,
  Container,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../controllers/objects.ts';
import { between } from '../simulation/chance.ts';
import { behaviourOf, type Behaviour } from './behaviours.ts';
import {
  completed,
  running,
  stopped,
  waiting,
  type ContainerMoment,
} from './containerLife.ts';

export interface PodAddresses {
  podIP: string;
  hostIP: string;
}

export interface PodMoment {
  status: PodStatus;
  /** When the status changes next by itself, in milliseconds since the epoch. */
  changesAt?: number;
}

/** Durations of a pod's start, in milliseconds from its start time; always the same for the same pod. */
interface StartPlan {
  initialized: number;
  ready: number;
}

/** A pod is ready 5 to 20 seconds after the kubelet has seen it, a gateway's after 8; `speed` shortens that. */
export function startPlan(pod: Pod, speed: number): StartPlan {
  const seed = `${pod.metadata.namespace}/${pod.metadata.name}`;
  const isGateway = pod.metadata.labels?.['gateway.istio.io/managed'];
  const [fastest, slowest] = isGateway ? [7_000, 9_000] : [5_000, 19_500];
  const ready = between(fastest, slowest, `${seed} ready`);
  const initialized = ready * between(0.3, 0.6, `${seed} initialized`);
  return {
    initialized: Math.round(initialized / speed),
    ready: Math.round(ready / speed),
  };
}

/**
 * The status that the kubelet reports for a scheduled pod at `now`: a function of the pod, its start time and
 * the clock, so nothing needs to be remembered between calls.
 */
export function podMoment(
  pod: Pod,
  inputs: {
    now: Date;
    addresses: PodAddresses;
    behaviours: readonly Behaviour[];
    speed: number;
    /** The start in milliseconds since the epoch, where it is known better than by the status, in whole seconds. */
    began?: number;
    /** An init container that does not come to its end, or a volume that is not there, for as long as this says so. */
    waitingIn?: string;
  },
): PodMoment {
  const now = inputs.now.getTime();
  const startTime = pod.status?.startTime ?? formatTime(inputs.now);
  const plan = startPlan(pod, inputs.speed);
  const began = inputs.began ?? Date.parse(startTime);
  const { waitingIn } = inputs;
  const initialized = waitingIn ? Infinity : began + plan.initialized;
  const times = { now, initialized, ready: began + plan.ready, began };
  const inits = (pod.spec.initContainers ?? []).map(c =>
    c.name === waitingIn
      ? running(identity(pod, c), { ...times, started: began }, undefined)
      : initMoment(pod, c, times),
  );
  const mains =
    now < initialized
      ? pod.spec.containers.map(c => ({
          status: waiting(identity(pod, c), waitReason(pod)),
        }))
      : pod.spec.containers.map(c =>
          running(
            identity(pod, c),
            { ...times, started: initialized },
            behaviourOf(pod, c.name, inputs.behaviours),
          ),
        );
  const phase = phaseOf(mains, now < initialized);
  if (phase === 'Succeeded') stopSidecars(pod, inits, now);
  const moments: ContainerMoment[] = [...inits, ...mains];
  const changes = moments
    .map(m => m.changesAt ?? Infinity)
    .concat(now < initialized ? initialized : Infinity);
  const changesAt = Math.min(...changes);
  return {
    status: assemble(pod, {
      ...inputs,
      startTime,
      phase,
      inits,
      mains,
      initialized: now >= initialized,
    }),
    ...(changesAt < Infinity && phase !== 'Succeeded' ? { changesAt } : {}),
  };
}

interface Times {
  now: number;
  began: number;
  initialized: number;
  ready: number;
}

function identity(pod: Pod, container: Container) {
  return { podUid: pod.metadata.uid ?? '', container };
}

function waitReason(pod: Pod): string {
  return pod.spec.initContainers?.length
    ? 'PodInitializing'
    : 'ContainerCreating';
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function initMoment(
  pod: Pod,
  container: Container,
  times: Times,
): ContainerMoment {
  const { began, initialized, now } = times;
  const id = identity(pod, container);
  if (now < initialized) return { status: waiting(id, 'PodInitializing') };
  if (isSidecar(container))
    return running(id, { ...times, started: initialized }, undefined);
  return { status: completed(id, { started: began, finished: initialized }) };
}

/** The kubelet ends native sidecars once every other container has ended. */
function stopSidecars(pod: Pod, inits: ContainerMoment[], now: number): void {
  pod.spec.initContainers?.forEach((container, i) => {
    if (!isSidecar(container)) return;
    const startedAt = inits[i].status.state.running?.startedAt;
    const started = startedAt ? Date.parse(startedAt) : now;
    inits[i] = {
      status: stopped(identity(pod, container), { started, finished: now }),
    };
  });
}

function phaseOf(
  mains: readonly ContainerMoment[],
  initializing: boolean,
): string {
  if (initializing) return 'Pending';
  return mains.every(m => m.ended?.exitCode === 0) ? 'Succeeded' : 'Running';
}

interface Assembly {
  now: Date;
  addresses: PodAddresses;
  startTime: string;
  phase: string;
  inits: readonly ContainerMoment[];
  mains: readonly ContainerMoment[];
  initialized: boolean;
}

function assemble(pod: Pod, parts: Assembly): PodStatus {
  const { addresses, inits, mains, phase, startTime } = parts;
  const { podIP, hostIP } = addresses;
  const hasAddress = parts.initialized || pod.spec.hostNetwork;
  return {
    phase,
    conditions: conditions(pod, parts),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(hasAddress ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime,
    ...(inits.length
      ? { initContainerStatuses: inits.map(m => m.status) }
      : {}),
    containerStatuses: mains.map(m => m.status),
    qosClass: pod.status?.qosClass ?? qosClass(pod),
  };
}

function conditions(pod: Pod, parts: Assembly): Condition[] {
  const { initialized, phase } = parts;
  const sidecars = parts.inits.filter((_, i) =>
    isSidecar((pod.spec.initContainers ?? [])[i]),
  );
  const relevant: ContainerStatus[] = [...sidecars, ...parts.mains].map(
    m => m.status,
  );
  const unready = relevant
    .filter(status => !status.ready)
    .map(status => status.name);
  const done = phase === 'Succeeded';
  const notReady = done
    ? { reason: 'PodCompleted' }
    : {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`,
      };
  const ready = unready.length === 0 && !done && initialized;
  const incomplete = (pod.spec.initContainers ?? []).map(c => c.name).join(' ');
  const uninitialized = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete}]`,
  };
  const hasInits = (pod.spec.initContainers ?? []).length > 0;
  const wanted: Condition[] = [
    verdict('PodReadyToStartContainers', initialized && !done, {}),
    verdict('Initialized', initialized || !hasInits, uninitialized),
    verdict('Ready', ready, notReady),
    verdict('ContainersReady', ready, notReady),
    verdict('PodScheduled', true, {}),
  ];
  return wanted.map(condition => withTransition(condition, pod, parts.now));
}

function verdict(
  type: string,
  holds: boolean,
  otherwise: Partial<Condition>,
): Condition {
  return holds
    ? { type, status: 'True' }
    : { type, status: 'False', ...otherwise };
}

function withTransition(condition: Condition, pod: Pod, now: Date): Condition {
  const old = pod.status?.conditions?.find(c => c.type === condition.type);
  const lastTransitionTime =
    old?.status === condition.status && old.lastTransitionTime
      ? old.lastTransitionTime
      : formatTime(now);
  return { ...condition, lastProbeTime: null, lastTransitionTime };
}
