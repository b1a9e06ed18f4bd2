import { parseSchedule } from '../apiserver/cronSchedule.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, ownedBy, refOf, selfOrOwner } from './Controller.ts';
import { isFinished } from './jobs.ts';
import type { CronJob, Job } from './objects.ts';
import { writeStatus } from './statuses.ts';
import { nextRun } from './schedules.ts';

const resource = 'cronjobs.batch';
const jobs = 'jobs.batch';
const manager = 'kube-controller-manager';

/**
 * Creates a Job at every time of the schedule. Runs before `firstRun` are skipped: their Jobs would be gone
 * from the history anyway by the time anybody looks, and a year of them would make every start slow.
 */
export function cronJobController(firstRun: Date): Controller {
  return {
    name: 'cronjob-controller',
    concerns: change =>
      change.resource === jobs || change.resource === resource
        ? selfOrOwner(change, resource, 'CronJob')
        : [],
    reconcile(ref, context) {
      const cron = context.store.get<CronJob>(ref);
      if (!cron || cron.metadata.deletionTimestamp) return {};
      forgetOldJobs(cron, context);
      const next = run(cron, firstRun, context);
      report(cron, context);
      if (!next || cron.spec.suspend) return {};
      return { againAfter: next.getTime() - context.timeline.now().getTime() };
    },
  };
}

/** Creates the Job that is due, if one is; answers when the next one is. */
function run(
  cron: CronJob,
  firstRun: Date,
  context: ControllerContext,
): Date | undefined {
  const { timeline } = context;
  const schedule = parseSchedule(cron.spec.schedule);
  const last =
    cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp ?? '';
  const since = new Date(Math.max(Date.parse(last), firstRun.getTime()));
  const due = nextRun(schedule, since);
  if (!due || due > timeline.now()) return due;
  if (!cron.spec.suspend) createJob(cron, due, context);
  return nextRun(schedule, timeline.now());
}

function createJob(
  cron: CronJob,
  due: Date,
  { store }: ControllerContext,
): void {
  const running = dependantsOf<Job>(store, jobs, cron).filter(
    job => !isFinished(job),
  );
  if (cron.spec.concurrencyPolicy === 'Forbid' && running.length > 0) return;
  const { metadata, spec } = cron.spec.jobTemplate;
  // The real controller names Jobs by the scheduled time in minutes since the epoch.
  const name = `${cron.metadata.name}-${Math.floor(due.getTime() / 60_000)}`;
  const { namespace } = cron.metadata;
  if (!store.get({ resource: jobs, namespace, name })) {
    store.create(
      jobs,
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace,
          labels: metadata?.labels,
          annotations: {
            ...metadata?.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': formatTime(due),
          },
          ownerReferences: [ownedBy(cron)],
        },
        spec: structuredClone(spec),
      },
      { manager },
    );
  }
  store.modify<CronJob>(
    refOf(resource, cron),
    copy => {
      copy.status = { ...copy.status, lastScheduleTime: formatTime(due) };
    },
    { manager, subresource: 'status' },
  );
}

function forgetOldJobs(cron: CronJob, { store }: ControllerContext): void {
  const finished = dependantsOf<Job>(store, jobs, cron)
    .filter(isFinished)
    .sort((a, b) =>
      (a.status?.startTime ?? '').localeCompare(b.status?.startTime ?? ''),
    );
  const failed = finished.filter(job =>
    job.status?.conditions?.some(c => c.type === 'Failed'),
  );
  const succeeded = finished.filter(job => !failed.includes(job));
  const surplus = [
    ...succeeded.slice(
      0,
      Math.max(
        0,
        succeeded.length - (cron.spec.successfulJobsHistoryLimit ?? 3),
      ),
    ),
    ...failed.slice(
      0,
      Math.max(0, failed.length - (cron.spec.failedJobsHistoryLimit ?? 1)),
    ),
  ];
  surplus.forEach(job => store.delete(refOf(jobs, job)));
}

function report(cron: CronJob, { store }: ControllerContext): void {
  const all = dependantsOf<Job>(store, jobs, cron);
  const active = all
    .filter(job => !isFinished(job))
    .map(job => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      name: job.metadata.name,
      namespace: job.metadata.namespace,
      uid: job.metadata.uid,
      resourceVersion: job.metadata.resourceVersion,
    }));
  const ended = all.map(job => job.status?.completionTime ?? '').sort();
  const lastSuccessfulTime = ended.at(-1);
  const latest = store.get<CronJob>(refOf(resource, cron)) ?? cron;
  const { active: _before, ...rest } = latest.status ?? {};
  writeStatus(store, resource, latest, {
    ...rest,
    ...(active.length ? { active } : {}),
    ...(lastSuccessfulTime ? { lastSuccessfulTime } : {}),
  });
}
