import {
  text,
  type Delivery,
  type DeliveryStep,
  type MeshRequest,
} from '@meshport/plugin-mesh-common';
import { changed, refused, type Outcome } from './outcome';
import type { CommandOf } from './RequestCommand';
import { derived } from './requestState';

/** Approved, and neither at its end nor stopped. */
const RUNNING = ['approved', 'delivering', 'waiting'];

function notNow({ state }: MeshRequest, command: string): Outcome {
  return refused('state', { command, state });
}

/** What a delivery that was stopped goes on as. */
function goingOn(delivery: Delivery): Delivery {
  const { error, waitsFor, ...rest } = delivery;
  const state = delivery.steps.length > 0 ? 'delivering' : 'planned';
  return { ...rest, state };
}

function withState(
  request: MeshRequest,
  change: (delivery: Delivery) => Delivery,
): ReturnType<typeof derived> {
  return derived(request, request.deliveries.map(change));
}

export function pause(
  request: MeshRequest,
  { by, comment }: CommandOf<'pause'>,
  now: string,
): Outcome {
  const active = ['planned', 'delivering', 'waiting'];
  const stops = (delivery: Delivery) =>
    active.includes(delivery.state) &&
    request.phases.some(
      ({ id, state }) => id === delivery.phase && state !== 'planned',
    );
  if (
    !RUNNING.includes(request.state) ||
    request.deliveries.some(({ state }) => state === 'paused') ||
    !request.deliveries.some(stops)
  ) {
    return notNow(request, 'pause');
  }
  const news = withState(request, delivery =>
    stops(delivery) ? { ...delivery, state: 'paused' } : delivery,
  );
  const event = 'paused';
  const told = text('request.event.paused');
  return changed(request, news, {
    happened: { by, event, text: told, comment },
    now,
  });
}

/** The one thing that failed is left as it is, so that what comes after it can go on. */
function withoutFailed(delivery: Delivery, now: string): Delivery {
  const last = delivery.steps.at(-1);
  if (last?.result !== 'failed') return delivery;
  const skip: DeliveryStep = {
    name: 'skip',
    object: last.object,
    startedAt: now,
    endedAt: now,
    result: 'done',
    text: text('request.step.skip'),
  };
  return { ...delivery, steps: [...delivery.steps, skip] };
}

/** Lets go on what was paused, or what waits for somebody to let it begin. */
export function goOn(
  request: MeshRequest,
  { by, comment }: CommandOf<'continue'>,
  now: string,
): Outcome {
  if (request.state !== 'waiting') return notNow(request, 'continue');
  const happened = {
    by,
    event: 'continued',
    text: text('request.event.continued'),
    comment,
  } as const;
  if (request.deliveries.some(({ state }) => state === 'paused')) {
    const news = withState(request, delivery =>
      delivery.state === 'paused'
        ? goingOn(withoutFailed(delivery, now))
        : delivery,
    );
    return changed(request, news, { happened, now });
  }
  const next = request.phases.find(({ state }) => state !== 'done');
  if (next?.state !== 'planned') return notNow(request, 'continue');
  const phases = request.phases.map(phase =>
    phase === next ? { ...phase, state: 'approved' as const } : phase,
  );
  const news = derived({ phases }, request.deliveries);
  return changed(request, news, { happened, now });
}

/** Tries again what failed, or what is paused because it did; what is done stays done. */
export function retry(
  request: MeshRequest,
  { by, comment }: CommandOf<'retry'>,
  now: string,
): Outcome {
  const again = ({ state, error }: Delivery) =>
    state === 'failed' || (state === 'paused' && error !== undefined);
  if (
    !['failed', 'partly-done', 'waiting'].includes(request.state) ||
    !request.deliveries.some(again)
  ) {
    return notNow(request, 'retry');
  }
  const news = withState(request, delivery =>
    again(delivery) ? goingOn(delivery) : delivery,
  );
  const told = text('request.event.retried');
  return changed(request, news, {
    happened: { by, event: 'retried', text: told, comment },
    now,
  });
}
