import { text, type MeshRequest } from '@meshport/plugin-mesh-common';
import {
  addComment,
  approve,
  askForChanges,
  linkUndo,
  recheck,
  reject,
  resubmit,
  withdraw,
} from './decisions';
import {
  deliveryDone,
  deliveryStopped,
  deliveryWaits,
  endStep,
  foundChanged,
  startDelivery,
  startStep,
} from './deliveryEvents';
import { changed, refused, type Outcome } from './outcome';
import {
  THE_PORTAL,
  type CommandOf,
  type RequestCommand,
} from './RequestCommand';
import { UNDECIDED } from './requestState';
import { goOn, pause, retry } from './running';

function expire(
  request: MeshRequest,
  _command: CommandOf<'expire'>,
  now: string,
): Outcome {
  const { state, expiresAt } = request;
  const isDue = Date.parse(expiresAt) <= Date.parse(now);
  if (!UNDECIDED.includes(state) || !isDue) return refused('not-under-way');
  const event = 'expired';
  const told = text('request.event.expired');
  const happened = { by: THE_PORTAL, event, text: told } as const;
  return changed(request, { state: 'expired' }, { happened, now });
}

function remind(
  request: MeshRequest,
  _command: CommandOf<'remind'>,
  now: string,
): Outcome {
  if (!UNDECIDED.includes(request.state)) return refused('not-under-way');
  const { expiresAt } = request;
  const event = 'reminded';
  const told = text('request.event.reminded', { expires: expiresAt });
  const happened = { by: THE_PORTAL, event, text: told } as const;
  return changed(request, {}, { happened, now });
}

type Rules = {
  readonly [Type in RequestCommand['type']]: (
    request: MeshRequest,
    command: CommandOf<Type>,
    now: string,
  ) => Outcome;
};

const RULES: Rules = {
  approve,
  reject,
  'ask-for-changes': askForChanges,
  resubmit,
  withdraw,
  comment: addComment,
  recheck,
  continue: goOn,
  pause,
  retry,
  'link-undo': linkUndo,
  expire,
  remind,
  'found-changed': foundChanged,
  'start-delivery': startDelivery,
  'start-step': startStep,
  'end-step': endStep,
  'delivery-waits': deliveryWaits,
  'delivery-paused': deliveryStopped,
  'delivery-failed': deliveryStopped,
  'delivery-done': deliveryDone,
};

/**
 * What becomes of a request by a command at a time (ISO). The only way in which requests
 * change; total: every command has an outcome in every state. Whether the one who gives the
 * command may do so is decided before, but nobody approves what they asked for themselves.
 */
export function transition(
  request: MeshRequest,
  command: RequestCommand,
  now: string,
): Outcome {
  // The table pairs each type with its rule; the compiler cannot follow that.
  const rule = RULES[command.type] as (
    request: MeshRequest,
    command: RequestCommand,
    now: string,
  ) => Outcome;
  return rule(request, command, now);
}
