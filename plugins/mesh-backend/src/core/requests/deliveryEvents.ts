import {
  text,
  type Delivery,
  type MeshRequest,
  type RequestEventCode,
  type Text,
} from '@meshport/plugin-mesh-common';
import { changed, refused, type Outcome } from './outcome';
import { THE_PORTAL, type CommandOf } from './RequestCommand';
import { derived, hadEffect } from './requestState';

interface Reported {
  readonly event: RequestEventCode;
  readonly text: Text;
  readonly now: string;
}

/** The request with one delivery changed, and with what that means for the rest. */
function withDelivery(
  request: MeshRequest,
  delivery: Delivery,
  { event, text: told, now }: Reported,
): Outcome {
  const deliveries = request.deliveries.map(one =>
    one.id === delivery.id ? delivery : one,
  );
  const happened = { by: THE_PORTAL, event, text: told };
  return changed(request, derived(request, deliveries), { happened, now });
}

/** The delivery, where it is in one of the states. */
function find(
  { deliveries }: MeshRequest,
  id: string,
  states: readonly Delivery['state'][],
): Delivery | undefined {
  return deliveries.find(
    delivery => delivery.id === id && states.includes(delivery.state),
  );
}

/** Reports of what is not under way come too late: somebody stopped it, or it is over. */
const TOO_LATE = () => refused('not-under-way');

function clustersOf({ clusters }: Delivery): string {
  return clusters.join(', ');
}

function openStep({ steps }: Delivery) {
  return steps.find(({ endedAt }) => endedAt === undefined);
}

/** Clusters of a phase follow one another, and none follows one that went wrong. */
export function startDelivery(
  request: MeshRequest,
  command: CommandOf<'start-delivery'>,
  now: string,
): Outcome {
  const delivery = find(request, command.delivery, ['planned']);
  const phase = request.phases.find(({ id }) => id === delivery?.phase);
  const runs = ['approved', 'delivering'];
  if (!delivery || !phase) return TOO_LATE();
  if (!runs.includes(request.state) || !runs.includes(phase.state)) {
    return TOO_LATE();
  }
  if (request.deliveries.some(({ state }) => state === 'delivering')) {
    return TOO_LATE();
  }
  const clusters = clustersOf(delivery);
  const started: Delivery = { ...delivery, state: 'delivering' };
  const event = 'delivery-started';
  const told = text('request.event.delivery-started', { clusters });
  return withDelivery(request, started, { event, text: told, now });
}

export function startStep(
  request: MeshRequest,
  command: CommandOf<'start-step'>,
  now: string,
): Outcome {
  const { name, object, value } = command;
  const delivery = find(request, command.delivery, ['delivering', 'waiting']);
  if (!delivery || openStep(delivery)) return TOO_LATE();
  const step = { name, object, value, startedAt: now };
  const begun = { ...delivery, steps: [...delivery.steps, step] };
  const told = text('request.event.step-started', {
    step: name,
    object: object ? `${object.kind} ${object.name}` : clustersOf(delivery),
  });
  const event = 'step-started';
  return withDelivery(request, begun, { event, text: told, now });
}

/** Also of a delivery that was paused meanwhile: what was done was done. */
export function endStep(
  request: MeshRequest,
  { delivery: id, result, text: told }: CommandOf<'end-step'>,
  now: string,
): Outcome {
  const states = ['delivering', 'waiting', 'paused'] as const;
  const delivery = find(request, id, states);
  const open = delivery && openStep(delivery);
  if (!delivery || !open) return TOO_LATE();
  const steps = delivery.steps.map(step =>
    step === open ? { ...step, endedAt: now, result, text: told } : step,
  );
  const event = `step-${result}` as const;
  const ended = { ...delivery, steps };
  return withDelivery(request, ended, { event, text: told, now });
}

export function deliveryWaits(
  request: MeshRequest,
  { delivery: id, waitsFor, url }: CommandOf<'delivery-waits'>,
  now: string,
): Outcome {
  const delivery = find(request, id, ['delivering', 'waiting']);
  if (!delivery || openStep(delivery)) return TOO_LATE();
  const news = url === undefined ? {} : { url };
  const waits: Delivery = { ...delivery, ...news, state: 'waiting', waitsFor };
  const event = 'delivery-waiting';
  return withDelivery(request, waits, { event, text: waitsFor.text, now });
}

/** Paused or failed, with the reason. */
export function deliveryStopped(
  request: MeshRequest,
  command: CommandOf<'delivery-paused' | 'delivery-failed'>,
  now: string,
): Outcome {
  const { delivery: id, error, type: event } = command;
  const delivery = find(request, id, ['delivering', 'waiting']);
  if (!delivery || openStep(delivery)) return TOO_LATE();
  const state = event === 'delivery-paused' ? 'paused' : 'failed';
  const { waitsFor, ...rest } = delivery;
  const stopped: Delivery = { ...rest, state, error };
  return withDelivery(request, stopped, { event, text: error, now });
}

export function deliveryDone(
  request: MeshRequest,
  command: CommandOf<'delivery-done'>,
  now: string,
): Outcome {
  const delivery = find(request, command.delivery, ['delivering', 'waiting']);
  if (!delivery || openStep(delivery)) return TOO_LATE();
  const { waitsFor, ...rest } = delivery;
  const clusters = clustersOf(delivery);
  const told = text('request.event.delivery-done', { clusters });
  const event = 'delivery-done';
  const done: Delivery = { ...rest, state: 'done' };
  return withDelivery(request, done, { event, text: told, now });
}

/**
 * Nothing is applied any more. As long as nothing has been, the whole request can be checked
 * again; else the delivery that found out fails, as a new plan would do again what is done.
 */
export function foundChanged(
  request: MeshRequest,
  command: CommandOf<'found-changed'>,
  now: string,
): Outcome {
  const told = text('request.event.out-of-date');
  const states = ['pending', 'approved', 'delivering', 'waiting'];
  if (!states.includes(request.state)) return TOO_LATE();
  if (hadEffect(request)) {
    const { delivery = '' } = command;
    const error = text('request.error.changed');
    const type = 'delivery-failed';
    return deliveryStopped(request, { type, delivery, error }, now);
  }
  if (request.deliveries.some(({ state }) => state === 'paused')) {
    return TOO_LATE();
  }
  const event = 'out-of-date';
  const news = { state: event, waitsFor: undefined } as const;
  const happened = { by: THE_PORTAL, event, text: told } as const;
  return changed(request, news, { happened, now });
}
