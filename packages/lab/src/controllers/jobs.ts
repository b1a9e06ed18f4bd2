import { formatTime } from '../apiserver/KubeObject.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, selfOrOwner } from './Controller.ts';
import type { Condition, Job, Pod } from './objects.ts';
import { writeStatus } from './statuses.ts';
import { createPod, isActive, isReady } from './podTemplates.ts';

const resource = 'jobs.batch';
const component = 'job-controller';
const RETRY_REFUSED = 10_000;

/** Runs pods until as many have succeeded as the Job asks for, or too many have failed. */
export const jobController: Controller = {
  name: component,
  concerns: change =>
    change.resource === 'pods' || change.resource === resource
      ? selfOrOwner(change, resource, 'Job')
      : [],
  reconcile(ref, context) {
    const job = context.store.get<Job>(ref);
    if (!job || job.metadata.deletionTimestamp || isFinished(job)) return {};
    const refused = startPods(job, context);
    report(job, context);
    return refused ? { againAfter: RETRY_REFUSED } : {};
  },
};

export function isFinished(job: Job): boolean {
  return (
    job.status?.conditions?.some(
      c => ['Complete', 'Failed'].includes(c.type) && c.status === 'True',
    ) ?? false
  );
}

function podsOf(job: Job, { store }: ControllerContext) {
  const pods = dependantsOf<Pod>(store, 'pods', job);
  return {
    active: pods.filter(isActive),
    succeeded: pods.filter(p => p.status?.phase === 'Succeeded').length,
    failed: pods.filter(p => p.status?.phase === 'Failed').length,
  };
}

function startPods(job: Job, context: ControllerContext): boolean {
  const { active, succeeded, failed } = podsOf(job, context);
  const {
    completions = 1,
    parallelism = 1,
    backoffLimit = 6,
    suspend,
  } = job.spec;
  if (suspend || failed > backoffLimit) return false;
  const missing =
    Math.min(parallelism, completions - succeeded) - active.length;
  const labels = {
    'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '',
    'batch.kubernetes.io/job-name': job.metadata.name,
    'controller-uid': job.metadata.uid ?? '',
    'job-name': job.metadata.name,
  };
  for (let i = 0; i < missing; i++) {
    try {
      createPod(context.store, job, { template: job.spec.template, labels });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const message = `Error creating: ${error.message}`;
      context.events.record(job, {
        type: 'Warning',
        reason: 'FailedCreate',
        message,
        component,
      });
      return true;
    }
  }
  return false;
}

function report(job: Job, context: ControllerContext): void {
  const { active, succeeded, failed } = podsOf(job, context);
  const time = formatTime(context.timeline.now());
  const { completions = 1, backoffLimit = 6 } = job.spec;
  const complete = succeeded >= completions;
  const ready = active.filter(isReady).length;
  writeStatus(context.store, resource, job, {
    startTime: job.status?.startTime ?? time,
    ...(active.length ? { active: active.length } : {}),
    ready,
    terminating: 0,
    ...(succeeded ? { succeeded } : {}),
    ...(failed ? { failed } : {}),
    uncountedTerminatedPods: {},
    ...(complete ? { completionTime: time, conditions: completed(time) } : {}),
    ...(failed > backoffLimit ? { conditions: exhausted(time) } : {}),
  });
}

function completed(time: string): Condition[] {
  const common = {
    status: 'True',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
  return ['SuccessCriteriaMet', 'Complete'].map(type =>
    condition({ type, ...common }, time),
  );
}

function exhausted(time: string): Condition[] {
  const common = {
    status: 'True',
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  };
  return ['FailureTarget', 'Failed'].map(type =>
    condition({ type, ...common }, time),
  );
}

function condition(parts: Condition, time: string): Condition {
  return { ...parts, lastProbeTime: time, lastTransitionTime: time };
}
