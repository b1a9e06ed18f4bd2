import { formatTime } from '../apiserver/KubeObject.ts';
import type {
  Container,
  ContainerState,
  ContainerStatus,
} from '../controllers/objects.ts';
import { hexDigest } from '../simulation/chance.ts';
import type { Behaviour } from './behaviours.ts';

/** A container at one moment, and when that next changes by itself (milliseconds since the epoch). */
export interface ContainerMoment {
  status: ContainerStatus;
  changesAt?: number;
  ended?: { exitCode: number };
}

/** The kubelet's back-off between restarts of a crashing container: 10 s, doubled up to 5 minutes. */
const FIRST_BACKOFF = 10_000;
const LONGEST_BACKOFF = 300_000;

/** Identity of a container of one pod; what its ids are derived from. */
interface Identity {
  podUid: string;
  container: Container;
}

function base(
  { container, podUid }: Identity,
  restarts: number,
): Omit<ContainerStatus, 'state' | 'ready' | 'started'> {
  return {
    name: container.name,
    image: container.image,
    imageID: `${container.image.replace(/:[^:/]*$/, '')}@sha256:${hexDigest(
      container.image,
    )}`,
    containerID: containerId(podUid, container.name, restarts),
    restartCount: restarts,
    lastState: {},
  };
}

function containerId(podUid: string, name: string, restarts: number): string {
  return `containerd://${hexDigest(`${podUid} ${name} ${restarts}`)}`;
}

export function waiting(
  { container }: Identity,
  reason: string,
): ContainerStatus {
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    restartCount: 0,
    ready: false,
    started: false,
    state: { waiting: { reason } },
    lastState: {},
  };
}

/** A container that has ended well, and does not start again. */
export function stopped(
  identity: Identity,
  times: { started: number; finished: number },
): ContainerStatus {
  return {
    ...base(identity, 0),
    ready: false,
    started: false,
    state: terminated(identity, 0, { ...times, exitCode: 0 }),
  };
}

/** An init container that has done its work, which is what makes it ready; a sidecar that ended is not. */
export function completed(
  identity: Identity,
  times: { started: number; finished: number },
): ContainerStatus {
  return { ...stopped(identity, times), ready: true };
}

function terminated(
  { podUid, container }: Identity,
  restarts: number,
  end: { started: number; finished: number; exitCode: number },
): ContainerState {
  return {
    terminated: {
      exitCode: end.exitCode,
      reason: end.exitCode === 0 ? 'Completed' : 'Error',
      startedAt: formatTime(new Date(end.started)),
      finishedAt: formatTime(new Date(end.finished)),
      containerID: containerId(podUid, container.name, restarts),
    },
  };
}

/** A container that was started at `started` and becomes ready at `ready`, as it is at `now`. */
export function running(
  identity: Identity,
  times: { started: number; ready: number; now: number },
  behaviour: Behaviour | undefined,
): ContainerMoment {
  const { started, ready, now } = times;
  if (behaviour?.crashes) return crashing(identity, times, behaviour.crashes);
  const end =
    behaviour?.completes && started + behaviour.completes.afterSeconds * 1000;
  if (end !== undefined && now >= end) {
    return {
      status: stopped(identity, { started, finished: end }),
      ended: { exitCode: 0 },
    };
  }
  const isReady = now >= ready && !behaviour?.unready;
  const state = { running: { startedAt: formatTime(new Date(started)) } };
  const status = { ...base(identity, 0), ready: isReady, started: true, state };
  return { status, changesAt: now >= ready ? end : ready };
}

/** Computed from the time that has passed, so that days of crashing cost nothing. */
function crashing(
  identity: Identity,
  { started, now }: { started: number; now: number },
  { afterSeconds, exitCode }: { afterSeconds: number; exitCode: number },
): ContainerMoment {
  let restarts = 0;
  let begin = started;
  let previousBegin: number | undefined;
  let backoff = FIRST_BACKOFF;
  const life = afterSeconds * 1000;
  while (now >= begin + life + backoff) {
    previousBegin = begin;
    begin += life + backoff;
    backoff = Math.min(backoff * 2, LONGEST_BACKOFF);
    restarts += 1;
  }
  const end = begin + life;
  if (now < end) {
    const lastState =
      previousBegin === undefined
        ? {}
        : terminated(identity, restarts - 1, {
            started: previousBegin,
            finished: previousBegin + life,
            exitCode,
          });
    const state = { running: { startedAt: formatTime(new Date(begin)) } };
    return {
      status: {
        ...base(identity, restarts),
        ready: true,
        started: true,
        state,
        lastState,
      },
      changesAt: end,
    };
  }
  const { name } = identity.container;
  const message = `back-off ${
    backoff / 1000
  }s restarting failed container=${name}`;
  return {
    status: {
      ...base(identity, restarts),
      ready: false,
      started: false,
      state: { waiting: { reason: 'CrashLoopBackOff', message } },
      lastState: terminated(identity, restarts, {
        started: begin,
        finished: end,
        exitCode,
      }),
    },
    changesAt: end + backoff,
  };
}
