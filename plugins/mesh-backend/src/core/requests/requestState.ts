import {
  text,
  type Delivery,
  type MeshRequest,
  type Phase,
  type PhaseState,
  type RequestState,
  type WaitCondition,
} from '@meshport/plugin-mesh-common';

/** Steps that only look; whatever else was begun may have changed something. */
const LOOKING: readonly string[] = ['check', 'observe'];

/** States on which nothing follows. */
export const ENDED: readonly RequestState[] = [
  'done',
  'rejected',
  'withdrawn',
  'expired',
];

/** States in which somebody still has to decide. */
export const UNDECIDED: readonly RequestState[] = [
  'pending',
  'changes-asked',
  'out-of-date',
];

/** Whether anything of it has, or may have, changed a cluster or a repository. */
export function hadEffect({
  deliveries,
}: {
  readonly deliveries: readonly Delivery[];
}): boolean {
  return deliveries.some(
    ({ state, steps }) =>
      state === 'done' ||
      steps.some(
        ({ name, result }) => !LOOKING.includes(name) && result !== 'failed',
      ),
  );
}

function phaseStateOf(
  phase: Phase,
  deliveries: readonly Delivery[],
): PhaseState {
  const own = deliveries.filter(delivery => delivery.phase === phase.id);
  const has = (state: Delivery['state']) =>
    own.some(delivery => delivery.state === state);
  if (own.every(({ state }) => state === 'done')) {
    return own.length === 0 ? phase.state : 'done';
  }
  if (has('delivering')) return 'delivering';
  if (has('paused')) return 'paused';
  if (has('failed')) return 'failed';
  if (has('waiting')) return 'waiting';
  return has('done') ? 'delivering' : phase.state;
}

/** The phase that comes next may begin by itself, unless somebody has to let it. */
function withNextApproved(phases: readonly Phase[]): Phase[] {
  const next = phases.findIndex(({ state }) => state !== 'done');
  return phases.map((phase, index) =>
    index === next &&
    phase.state === 'planned' &&
    phase.approval === 'with-request'
      ? { ...phase, state: 'approved' }
      : phase,
  );
}

const FOR_OWNER: WaitCondition = {
  code: 'owner',
  text: text('request.waits.owner'),
};

function waitOf(
  phases: readonly Phase[],
  deliveries: readonly Delivery[],
): WaitCondition | undefined {
  const paused = deliveries.find(({ state }) => state === 'paused');
  if (paused) {
    return {
      code: 'owner',
      text: paused.error ?? text('request.waits.paused'),
    };
  }
  const waiting = deliveries.find(({ state }) => state === 'waiting');
  if (waiting) return waiting.waitsFor;
  const next = phases.find(({ state }) => state !== 'done');
  return next?.state === 'planned' ? FOR_OWNER : undefined;
}

function stateOf(
  phases: readonly Phase[],
  deliveries: readonly Delivery[],
): RequestState {
  const has = (state: Delivery['state']) =>
    deliveries.some(delivery => delivery.state === state);
  if (phases.every(({ state }) => state === 'done')) return 'done';
  if (has('delivering')) return 'delivering';
  if (has('failed'))
    return hadEffect({ deliveries }) ? 'partly-done' : 'failed';
  if (has('paused') || has('waiting') || waitOf(phases, deliveries)) {
    return 'waiting';
  }
  return has('done') ? 'delivering' : 'approved';
}

/**
 * Phases, state and what is waited for, as they follow from the deliveries of a request
 * that has been approved.
 */
export function derived(
  request: Pick<MeshRequest, 'phases'>,
  deliveries: readonly Delivery[],
): Pick<MeshRequest, 'phases' | 'deliveries' | 'state' | 'waitsFor'> {
  const phases = withNextApproved(
    request.phases.map(phase => ({
      ...phase,
      state: phaseStateOf(phase, deliveries),
    })),
  );
  const state = stateOf(phases, deliveries);
  return {
    phases,
    deliveries: [...deliveries],
    state,
    waitsFor: state === 'waiting' ? waitOf(phases, deliveries) : undefined,
  };
}
