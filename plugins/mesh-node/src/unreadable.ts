import {
  type KnownReason,
  missingRuleManifest,
  text,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from './ClusterSnapshot';
import {
  cronJobKind,
  daemonSetKind,
  deploymentKind,
  jobKind,
  replicaSetKind,
  statefulSetKind,
} from './kinds/sharedKinds';
import {
  isReadable,
  type KindState,
  partOf,
  type WatchedKind,
} from './WatchedKind';

function forbidden(
  kind: WatchedKind,
  state: KindState,
  params: Record<string, string>,
): KnownReason {
  const rule =
    state.reason?.id === 'part.missing-rule'
      ? state.reason
      : text('part.missing-rule', {
          verb: 'list',
          resource: params.resource ?? '',
          plural: kind.plural,
          group: kind.group,
          user: '',
        });
  return {
    code: 'input-unreadable',
    text: text('reason.input-unreadable.forbidden', params),
    fix: {
      text: text('fix.add-rule', params),
      manifest: missingRuleManifest(rule),
    },
    evidence: [],
  };
}

/**
 * Why nothing can be said that depends on these kinds: one reason (`input-unreadable`)
 * for each that could not be read, with the RBAC rule to add where that is the cause.
 * Empty where all of them are readable.
 */
export function unreadableReasons(
  snapshot: ClusterSnapshot,
  kinds: readonly WatchedKind[],
): KnownReason[] {
  return kinds.flatMap(kind => {
    const state = snapshot.kind(kind);
    if (isReadable(state)) return [];
    const params = { resource: partOf(kind), cluster: snapshot.cluster.name };
    if (state.status === 'forbidden') return [forbidden(kind, state, params)];
    const variant = state.status === 'syncing' ? 'syncing' : 'failing';
    return [
      {
        code: 'input-unreadable',
        text: text(`reason.input-unreadable.${variant}`, params),
        evidence: [],
      },
    ];
  });
}

/** Kinds that say what a workload's next pod is made from, and which exist. */
export const controllerKinds: readonly WatchedKind[] = [
  deploymentKind,
  statefulSetKind,
  daemonSetKind,
  cronJobKind,
  jobKind,
];

/** What stands between a controller and its pods, by the kind of the controller. */
const BETWEEN: Readonly<Record<string, WatchedKind>> = {
  Deployment: replicaSetKind,
  CronJob: jobKind,
};

/**
 * Why it is not known what a workload's next pod looks like, or which pods it has: its
 * controller could not be read, or it seems to have no pods while what stands between
 * it and them could not be read. Empty where both are known.
 */
export function unreadableController(
  snapshot: ClusterSnapshot,
  { ref, templateFrom, pods }: Workload,
): KnownReason[] {
  const own = [...controllerKinds, replicaSetKind].filter(
    ({ kind, group }) =>
      kind === ref.kind && ref.apiVersion.startsWith(`${group}/`),
  );
  const between = BETWEEN[ref.kind];
  return unreadableReasons(snapshot, [
    ...(templateFrom === 'pods' ? own : []),
    ...(between && pods.length === 0 ? [between] : []),
  ]);
}
