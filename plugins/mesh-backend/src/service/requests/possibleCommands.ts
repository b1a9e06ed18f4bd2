import {
  text,
  type MeshRequest,
  type PossibleCommand,
  type RequestCommandName,
  type Text,
} from '@meshport/plugin-mesh-common';
import type { PersonCommand } from '../../core/requests/RequestCommand';
import { UNDECIDED } from '../../core/requests/requestState';
import { transition } from '../../core/requests/transition';
import { resourceOf, type Caller } from './Caller';

const DECISIONS: readonly string[] = ['approve', 'reject', 'ask-for-changes'];
const OF_THE_REQUESTER: readonly string[] = ['resubmit', 'withdraw'];

/**
 * Why the caller may not give a command, whatever the request's state; undefined where
 * nothing speaks against it. Who is no person never decides, and nobody for a person.
 */
export function forbids(
  request: MeshRequest,
  command: RequestCommandName,
  caller: Caller,
): Text | undefined {
  const { ref, isActedFor } = caller;
  if (ref === undefined) return text('request.forbidden.service');
  const isRequester = ref === request.requestedBy;
  if (DECISIONS.includes(command)) {
    if (isActedFor) return text('request.forbidden.acted-for');
    if (isRequester) return text('request.refused.own');
    return caller.mayApprove(resourceOf(request))
      ? undefined
      : text('request.forbidden.approve');
  }
  if (OF_THE_REQUESTER.includes(command) && !isRequester) {
    return text('request.refused.others');
  }
  const isOpenToAll = command === 'comment';
  const mayRun = isRequester || caller.mayApprove(resourceOf(request));
  return isOpenToAll || mayRun ? undefined : text('request.forbidden.run');
}

/** What stands against a command as things are; new plans are not worked out for it. */
function notNow(
  request: MeshRequest,
  command: RequestCommandName,
  { by, now }: { by: string; now: string },
): Text | undefined {
  const { state, hash } = request;
  if (command === 'recheck' || command === 'resubmit') {
    const states =
      command === 'resubmit' ? UNDECIDED : ['pending', 'out-of-date'];
    return states.includes(state)
      ? undefined
      : text('request.refused.state', { command, state });
  }
  const given: PersonCommand =
    command === 'approve' ? { type: command, by, hash } : { type: command, by };
  const outcome = transition(request, given, now);
  return outcome.kind === 'refused' ? outcome.reason : undefined;
}

const COMMANDS: readonly RequestCommandName[] = [
  ...(['approve', 'reject', 'ask-for-changes', 'resubmit'] as const),
  ...(['withdraw', 'comment', 'recheck', 'continue'] as const),
  ...(['pause', 'retry'] as const),
];

/** What the caller may do with a request now, or why not. */
export function possibleCommands(
  request: MeshRequest,
  caller: Caller,
  now: string,
): PossibleCommand[] {
  return COMMANDS.map(command => {
    const by = caller.ref ?? '';
    const reason =
      forbids(request, command, caller) ??
      notNow(request, command, { by, now });
    return reason === undefined
      ? { command, allowed: true }
      : { command, allowed: false, reason };
  });
}
