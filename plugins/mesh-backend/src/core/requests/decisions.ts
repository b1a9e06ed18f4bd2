import {
  text,
  type MeshRequest,
  type RequestEventCode,
} from '@meshport/plugin-mesh-common';
import { changed, refused, type Outcome } from './outcome';
import type { CommandOf, PersonCommand, RequestPlan } from './RequestCommand';
import { derived, ENDED, hadEffect, UNDECIDED } from './requestState';

function record(
  { by, comment }: PersonCommand,
  event: RequestEventCode,
  now: string,
) {
  const told = text(`request.event.${event}`);
  return { happened: { by, event, text: told, comment }, now };
}

function notNow({ state }: MeshRequest, command: string): Outcome {
  return refused('state', { command, state });
}

export function approve(
  request: MeshRequest,
  command: CommandOf<'approve'>,
  now: string,
): Outcome {
  if (request.state !== 'pending') return notNow(request, 'approve');
  if (command.by === request.requestedBy) return refused('own');
  if (command.hash !== request.hash) return refused('hash');
  const news = derived(request, request.deliveries);
  return changed(request, news, record(command, 'approved', now));
}

export function reject(
  request: MeshRequest,
  command: CommandOf<'reject'>,
  now: string,
): Outcome {
  if (!UNDECIDED.includes(request.state)) return notNow(request, 'reject');
  if (command.by === request.requestedBy) return refused('own');
  const news = { state: 'rejected' } as const;
  return changed(request, news, record(command, 'rejected', now));
}

export function askForChanges(
  request: MeshRequest,
  command: CommandOf<'ask-for-changes'>,
  now: string,
): Outcome {
  if (!['pending', 'out-of-date'].includes(request.state)) {
    return notNow(request, 'ask-for-changes');
  }
  if (command.by === request.requestedBy) return refused('own');
  const news = { state: 'changes-asked' } as const;
  return changed(request, news, record(command, 'changes-asked', now));
}

/** The first blocker of a plan stops whoever would ask for it. */
function blocked({ preflight }: RequestPlan): Outcome | undefined {
  const [first] = preflight.blockers;
  return first && { kind: 'refused', reason: first.text };
}

function planned({
  preflight,
  phases,
  deliveries,
}: RequestPlan): Partial<MeshRequest> {
  const { hash, blockers, warnings, at, affects, undo } = preflight;
  return {
    state: 'pending',
    waitsFor: undefined,
    hash,
    phases: [...phases],
    deliveries: [...deliveries],
    preflight: { blockers, warnings, at },
    affects,
    undo,
  };
}

export function resubmit(
  request: MeshRequest,
  command: CommandOf<'resubmit'>,
  now: string,
): Outcome {
  if (!UNDECIDED.includes(request.state)) return notNow(request, 'resubmit');
  if (command.by !== request.requestedBy) return refused('others');
  const { form, reason, plan } = command;
  if (form.kind !== request.kind) return refused('other-kind');
  const news = {
    ...planned(plan),
    form,
    reason,
    accepts: [...command.accepts],
  };
  return (
    blocked(plan) ?? changed(request, news, record(command, 'resubmitted', now))
  );
}

export function recheck(
  request: MeshRequest,
  command: CommandOf<'recheck'>,
  now: string,
): Outcome {
  if (!['pending', 'out-of-date'].includes(request.state)) {
    return notNow(request, 'recheck');
  }
  const { plan } = command;
  return (
    blocked(plan) ??
    changed(request, planned(plan), record(command, 'rechecked', now))
  );
}

export function withdraw(
  request: MeshRequest,
  command: CommandOf<'withdraw'>,
  now: string,
): Outcome {
  const states = [...UNDECIDED, 'approved', 'failed'];
  if (!states.includes(request.state) || hadEffect(request)) {
    return notNow(request, 'withdraw');
  }
  if (command.by !== request.requestedBy) return refused('others');
  const news = { state: 'withdrawn', waitsFor: undefined } as const;
  return changed(request, news, record(command, 'withdrawn', now));
}

export function addComment(
  request: MeshRequest,
  command: CommandOf<'comment'>,
  now: string,
): Outcome {
  return changed(request, {}, record(command, 'commented', now));
}

/** From every state in which something may have been done. */
export function linkUndo(
  request: MeshRequest,
  command: CommandOf<'link-undo'>,
  now: string,
): Outcome {
  const nothingDone = ['approved', ...UNDECIDED, ...ENDED].filter(
    state => state !== 'done',
  );
  if (nothingDone.includes(request.state)) return notNow(request, 'undo');
  if (request.undoneBy !== undefined) return refused('undone');
  const news = { undoneBy: command.undo };
  return changed(request, news, record(command, 'undo-filed', now));
}
