import {
  type Fix,
  type Membership,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod, Workload } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { kubectl } from '../../model/kubectl';

const ROLLOUT_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The parameters that name a workload in sentences. */
export function workloadNames({
  ref,
  namespace,
}: Workload): Record<string, string> {
  return { kind: ref.kind, name: ref.name, namespace };
}

/** `deployment/cart`, as kubectl takes it. */
function resource({ ref }: Workload): string {
  return `${ref.kind.toLowerCase()}/${ref.name}`;
}

/** What replacing the pods is for: sentences end with it. */
export type RestartPurpose = 'enrol' | 'renew' | 'remove' | 'remove-proxy';

export interface RestartOptions {
  /** The pods that have to be replaced; a restart replaces all of the workload's. */
  readonly pods: readonly Pod[];
  readonly purpose: RestartPurpose;
}

function restartEffect({
  pods,
  updateStrategy,
  replacedAtOnce = 1,
}: Workload): Text {
  const count = pods.length;
  if (updateStrategy === 'Recreate') return text('effect.recreate', { count });
  const together = Math.min(replacedAtOnce, count);
  return together > 1
    ? text('effect.rolling-restart.several', { count, together })
    : text('effect.rolling-restart', { count });
}

function rolloutRestart(
  context: string,
  workload: Workload,
  options: RestartOptions,
): Fix {
  const { namespace, ref, paused } = workload;
  const rollout = (verb: 'restart' | 'resume') =>
    kubectl(context, '-n', namespace, 'rollout', verb, resource(workload));
  return {
    text: paused
      ? text('fix.resume', workloadNames(workload))
      : text(`fix.restart.${options.purpose}`, {
          ...workloadNames(workload),
          count: options.pods.length,
        }),
    effect: restartEffect(workload),
    // kubectl refuses to restart a Deployment whose rollouts are paused.
    command: paused
      ? `${rollout('resume')} && ${rollout('restart')}`
      : rollout('restart'),
    restart: [ref],
  };
}

/** For controllers that replace pods, but whose pods no rollout replaces. */
function deletePods(
  context: string,
  workload: Workload,
  pods: readonly Pod[],
): Fix {
  const names = pods.map(({ metadata }) => metadata.name);
  return {
    text: text('fix.delete-pods', workloadNames(workload)),
    effect: text('effect.delete-pods', {
      count: pods.length,
      ...workloadNames(workload),
    }),
    command: kubectl(
      context,
      '-n',
      workload.namespace,
      'delete',
      'pod',
      ...names,
    ),
    restart: [workload.ref],
  };
}

/** A rollout replaces all pods of the workload. */
function rollsOut({ ref, updateStrategy, partition = 0 }: Workload): boolean {
  return (
    ROLLOUT_KINDS.includes(ref.kind) &&
    updateStrategy !== 'OnDelete' &&
    partition === 0
  );
}

/**
 * How to check on a rollout that is under way; nothing where none is. The command ends at
 * once, and fails where the rollout is stuck.
 */
export function watchRollout(
  context: string,
  workload: Workload,
): Membership['verify'] {
  if (!workload.rollout) return [];
  const words = ['-n', workload.namespace, 'rollout', 'status'];
  const command = kubectl(
    context,
    ...words,
    resource(workload),
    '--watch=false',
  );
  return [{ text: text('verify.rollout'), command }];
}

/** Ids by how the rollout gets on. */
const ROLLOUTS = {
  'under-way': 'fix.rollout-under-way',
  stuck: 'fix.rollout-stuck',
} as const;

/**
 * A rollout that is under way replaces these pods too: another one would only start over.
 * Undefined where there are more of them than it has left, as some are of its own making.
 */
function waitForRollout(
  workload: Workload,
  pods: readonly Pod[],
): Fix | undefined {
  const { rollout } = workload;
  if (!rollout || pods.length > rollout.outdated) return undefined;
  const { state, wanted, outdated } = rollout;
  return {
    text: text(ROLLOUTS[state], {
      ...workloadNames(workload),
      count: wanted,
      replaced: Math.max(0, wanted - outdated),
    }),
  };
}

/**
 * How to replace these pods of a workload by new ones, which are to be as they should;
 * while that is being done already, to wait.
 */
export function restartFix(
  context: string,
  workload: Workload,
  options: RestartOptions,
): Fix {
  const { kind } = workload.ref;
  if (kind === 'Pod') {
    return { text: text('fix.recreate-pod', workloadNames(workload)) };
  }
  if (kind === 'Job') {
    return { text: text('fix.recreate-job', workloadNames(workload)) };
  }
  if (kind === 'CronJob') {
    return { text: text('fix.next-run', workloadNames(workload)) };
  }
  return rollsOut(workload)
    ? waitForRollout(workload, options.pods) ??
        rolloutRestart(context, workload, options)
    : deletePods(context, workload, options.pods);
}

/** A pod template where the controller's kind has it; undefined for other kinds. */
function templatePatch(
  { ref }: Workload,
  template: unknown,
): Readonly<Record<string, unknown>> | undefined {
  if (ref.kind === 'CronJob') {
    return { spec: { jobTemplate: { spec: { template } } } };
  }
  return ROLLOUT_KINDS.includes(ref.kind) ? { spec: { template } } : undefined;
}

export interface TemplateChange {
  /** Id of the sentence. */
  readonly id: string;
  /** What to merge into the pod template; `null` removes. */
  readonly template: Readonly<Record<string, unknown>>;
  /** It only adds, so that it can also be written into the object's manifest. */
  readonly adds: boolean;
}

function templateEffect(workload: Workload): Text {
  if (workload.ref.kind === 'CronJob') return text('effect.next-run');
  if (workload.paused) return text('effect.paused', workloadNames(workload));
  return text('effect.template-change', { count: workload.pods.length });
}

/** A change of the pod template: the sentence, and the patch where it can be made. */
export function templateFix(
  context: string,
  workload: Workload,
  { id, template, adds }: TemplateChange,
): Fix {
  const { ref, namespace } = workload;
  const patch = templatePatch(workload, template);
  if (!patch) return { text: text(id, workloadNames(workload)) };
  const { apiVersion, kind, name } = ref;
  const words = ['-n', namespace, 'patch', resource(workload)];
  return {
    text: text(id, workloadNames(workload)),
    effect: templateEffect(workload),
    manifest: adds
      ? stringify({ apiVersion, kind, metadata: { name, namespace }, ...patch })
      : undefined,
    command: kubectl(
      context,
      ...words,
      '--type',
      'merge',
      '-p',
      JSON.stringify(patch),
    ),
  };
}
