import { type Fix, text } from '@meshport/plugin-mesh-common';
import type { Pod, Workload } from '@meshport/plugin-mesh-node';
import { kubectl } from '../../model/kubectl';

const ROLLOUT_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

function namesOf({ ref, namespace }: Workload): Record<string, string> {
  return { kind: ref.kind, name: ref.name, namespace };
}

/** `deployment/cart`, as kubectl takes it. */
function resource({ ref }: Workload): string {
  return `${ref.kind.toLowerCase()}/${ref.name}`;
}

/** What replacing the pods is for: sentences end with it. */
export type RestartPurpose = 'enrol' | 'renew' | 'remove';

function rolloutRestart(
  context: string,
  workload: Workload,
  purpose: RestartPurpose,
): Fix {
  const { namespace, ref, pods, updateStrategy } = workload;
  const effect =
    updateStrategy === 'Recreate'
      ? 'effect.recreate'
      : 'effect.rolling-restart';
  return {
    text: text(`fix.restart.${purpose}`, namesOf(workload)),
    effect: text(effect, { count: pods.length }),
    command: kubectl(
      context,
      '-n',
      namespace,
      'rollout',
      'restart',
      resource(workload),
    ),
    restart: [ref],
  };
}

/** For controllers that replace pods, but that kubectl cannot restart. */
function deletePods(
  context: string,
  workload: Workload,
  pods: readonly Pod[],
): Fix {
  const names = pods.map(({ metadata }) => metadata.name);
  return {
    text: text('fix.delete-pods', namesOf(workload)),
    effect: text('effect.delete-pods', {
      count: pods.length,
      ...namesOf(workload),
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

/** How to replace these pods of a workload by new ones. */
export function restartFix(
  context: string,
  workload: Workload,
  options: { readonly pods: readonly Pod[]; readonly purpose: RestartPurpose },
): Fix {
  const { kind } = workload.ref;
  if (kind === 'Pod') {
    return { text: text('fix.recreate-pod', namesOf(workload)) };
  }
  if (kind === 'Job') {
    return { text: text('fix.recreate-job', namesOf(workload)) };
  }
  if (kind === 'CronJob') {
    return { text: text('fix.next-run', namesOf(workload)) };
  }
  return ROLLOUT_KINDS.includes(kind) && workload.updateStrategy !== 'OnDelete'
    ? rolloutRestart(context, workload, options.purpose)
    : deletePods(context, workload, options.pods);
}

/** The command that merges a change into a controller's pod template, if it has one. */
function patchTemplate(
  context: string,
  workload: Workload,
  template: unknown,
): string | undefined {
  const { kind } = workload.ref;
  const spec = { template };
  const patch =
    kind === 'CronJob' ? { spec: { jobTemplate: { spec } } } : { spec };
  if (kind !== 'CronJob' && !ROLLOUT_KINDS.includes(kind)) return undefined;
  return kubectl(
    context,
    '-n',
    workload.namespace,
    'patch',
    resource(workload),
    '--type',
    'merge',
    '-p',
    JSON.stringify(patch),
  );
}

/** A change of the pod template: the sentence, and the patch where it can be made. */
export function templateFix(
  context: string,
  workload: Workload,
  change: { readonly id: string; readonly template: unknown },
): Fix {
  const command = patchTemplate(context, workload, change.template);
  const rolls = command !== undefined && workload.ref.kind !== 'CronJob';
  return {
    text: text(change.id, namesOf(workload)),
    effect: rolls
      ? text('effect.template-change', { count: workload.pods.length })
      : undefined,
    command,
  };
}

/** Sets (`key=value`) or removes (`key-`) labels of a namespace. */
export function labelNamespace(
  context: string,
  namespace: string,
  ...changes: readonly string[]
): string {
  return kubectl(
    context,
    'label',
    'namespace',
    namespace,
    ...changes,
    '--overwrite',
  );
}
