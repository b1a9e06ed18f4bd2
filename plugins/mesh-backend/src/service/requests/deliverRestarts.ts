import {
  text,
  type DeliveryStep,
  type ExactChange,
} from '@meshport/plugin-mesh-common';
import { isAsPlanned, valueAt } from '../../core/requests/liveObject';
import { nextRestart } from '../../core/requests/nextRestart';
import { restartedAtPath } from '../../core/requests/restart';
import { rolloutProgress } from '../../core/requests/rolloutProgress';
import type { Clock } from '../../io/clock';
import type { LiveObjects } from '../../io/kube/LiveObjects';
import type { ObjectWriter } from '../../io/kube/ObjectWriter';
import type { DeliverNext, DeliveryContext } from './DeliveryWorker';

/** A workload whose pods are not ready after this time has failed to restart. */
const READY_WITHIN_MILLISECONDS = 10 * 60_000;

interface Ports {
  readonly live: Pick<LiveObjects, 'get'>;
  readonly writer: ObjectWriter;
  readonly clock: Clock;
}

function namesOf({ object }: ExactChange) {
  const { kind, name, cluster } = object;
  return { kind, name, cluster };
}

function openStep({ delivery }: DeliveryContext): DeliveryStep | undefined {
  return delivery.steps.find(({ endedAt }) => endedAt === undefined);
}

/** Looks first whether a step that was begun by somebody else has had its effect. */
async function restart(
  change: ExactChange,
  context: DeliveryContext,
  { live, writer, clock }: Ports,
): Promise<'next' | 'later'> {
  const { delivery, report, signal } = context;
  const { object, uid } = change;
  const { id } = delivery;
  const found = await live.get(object);
  if (found.state === 'unreadable') return 'later';
  const now = found.state === 'found' ? found.object : undefined;
  const begun = openStep(context);
  const at = begun?.value ?? new Date(clock.now()).toISOString();
  const isDone = begun && valueAt(now, restartedAtPath) === at;
  if (!begun) {
    if (!now || !isAsPlanned(change, now)) {
      await report({ type: 'found-changed', delivery: id });
      return 'next';
    }
    const step = { type: 'start-step', delivery: id, name: 'restart' } as const;
    if (!(await report({ ...step, object, value: at }))) return 'next';
  }
  const written = isDone
    ? ({ state: 'written' } as const)
    : await writer.restart(object, { at, uid }, signal);
  const end = { type: 'end-step', delivery: id } as const;
  if (written.state === 'written') {
    const told = text('request.step.restarted', namesOf(change));
    await report({ ...end, result: 'done', text: told });
    return 'next';
  }
  const { reason } = written;
  await report({ ...end, result: 'failed', text: reason });
  await report({ type: 'delivery-failed', delivery: id, error: reason });
  return 'next';
}

async function observe(
  change: ExactChange,
  context: DeliveryContext,
  { live, clock, restartedAt }: Ports & { restartedAt: string },
): Promise<'next' | 'later'> {
  const { delivery, report } = context;
  const { id } = delivery;
  const { object } = change;
  const begun = openStep(context);
  if (!begun) {
    const step = { type: 'start-step', delivery: id, name: 'observe' } as const;
    return (await report({ ...step, object })) ? 'next' : 'later';
  }
  const found = await live.get(object);
  const waited = clock.now() - Date.parse(begun.startedAt);
  const isLate = waited > READY_WITHIN_MILLISECONDS;
  if (found.state === 'unreadable' && !isLate) return 'later';
  const progress =
    found.state === 'found'
      ? rolloutProgress(found.object, restartedAt)
      : 'stuck';
  const end = { type: 'end-step', delivery: id } as const;
  if (progress === 'done') {
    const told = text('request.step.ready', namesOf(change));
    await report({ ...end, result: 'done', text: told });
    return 'next';
  }
  if (progress === 'under-way' && !isLate) return 'later';
  const error = text('request.step.not-ready', namesOf(change));
  await report({ ...end, result: 'failed', text: error });
  await report({ type: 'delivery-paused', delivery: id, error });
  return 'next';
}

/**
 * Restarts workloads one after the other; the next one only when all pods of the one
 * before are ready, and paused at the first whose are not.
 */
export function deliverRestarts(ports: Ports): DeliverNext {
  return async context => {
    const { delivery, changes, report } = context;
    if (changes.some(({ operation }) => operation !== 'restart')) {
      const error = text('request.error.no-delivery');
      await report({ type: 'delivery-failed', delivery: delivery.id, error });
      return 'next';
    }
    const next = nextRestart(delivery, changes);
    if (next.kind === 'restart') return restart(next.change, context, ports);
    if (next.kind === 'observe') {
      const { restartedAt, change } = next;
      return observe(change, context, { ...ports, restartedAt });
    }
    await report({ type: 'delivery-done', delivery: delivery.id });
    return 'next';
  };
}
