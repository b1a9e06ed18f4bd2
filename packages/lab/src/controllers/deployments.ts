import { StatusError } from '../apiserver/StatusError.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, ownedBy, refOf, selfOrOwner } from './Controller.ts';
import { deploymentStatus } from './deploymentStatus.ts';
import type { Deployment, PodTemplate, ReplicaSet } from './objects.ts';
import { sameTemplate, templateHash } from './podTemplates.ts';
import { writeStatus } from './statuses.ts';
import { planRollout, rolloutLimits, type SetSize } from './rollout.ts';

const resource = 'deployments.apps';
const sets = 'replicasets.apps';
const manager = 'kube-controller-manager';
const component = 'deployment-controller';
const revisionKey = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Moves pods from the ReplicaSets of old templates to that of the present one. */
export const deploymentController: Controller = {
  name: component,
  concerns: change =>
    change.resource === sets || change.resource === resource
      ? selfOrOwner(change, resource, 'Deployment')
      : [],
  reconcile(ref, context) {
    const deployment = context.store.get<Deployment>(ref);
    if (!deployment || deployment.metadata.deletionTimestamp) return;
    if (!deployment.spec.paused) {
      ensureCurrentSet(deployment, context);
      moveReplicas(deployment, context);
      forgetOldSets(deployment, context);
    }
    report(deployment, context);
  },
};

function setsOf(deployment: Deployment, { store }: ControllerContext) {
  const all = dependantsOf<ReplicaSet>(store, sets, deployment).sort(
    (a, b) => revisionOf(a) - revisionOf(b),
  );
  const current = all.find(set =>
    sameTemplate(
      withoutHash(set.spec.template),
      withoutHash(deployment.spec.template),
    ),
  );
  return { all, current, previous: all.filter(set => set !== current) };
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  const { annotations = {} } = template.metadata ?? {};
  return { metadata: { labels, annotations }, spec: template.spec };
}

function revisionOf(object: ReplicaSet | Deployment): number {
  return Number(object.metadata.annotations?.[revisionKey] ?? 0);
}

/** Creates the ReplicaSet of the present template, or gives an old one that has it the next revision (undo). */
function ensureCurrentSet(
  deployment: Deployment,
  context: ControllerContext,
): void {
  const { all, current } = setsOf(deployment, context);
  const newest = Math.max(0, ...all.map(revisionOf));
  const revision =
    current && revisionOf(current) === newest ? newest : newest + 1;
  if (!current) createSet(deployment, revision, context);
  else annotate(sets, current, revision, context);
  annotate(resource, deployment, revision, context);
}

function annotate(
  kind: string,
  object: ReplicaSet | Deployment,
  revision: number,
  { store }: ControllerContext,
): void {
  if (revisionOf(object) === revision) return;
  store.modify(
    refOf(kind, object),
    copy => {
      copy.metadata.annotations = {
        ...copy.metadata.annotations,
        [revisionKey]: String(revision),
      };
    },
    { manager },
  );
}

function createSet(
  deployment: Deployment,
  revision: number,
  { store }: ControllerContext,
): void {
  const { template, selector, minReadySeconds, replicas = 1 } = deployment.spec;
  const { name, namespace } = deployment.metadata;
  const hash = templateHash(withoutHash(template));
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const limits = rolloutLimits(
    deployment.spec.strategy?.rollingUpdate,
    replicas,
  );
  const draft = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(
          replicas + limits.maxSurge,
        ),
        [revisionKey]: String(revision),
      },
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, [hashLabel]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  try {
    store.create(sets, draft, { manager });
  } catch (error) {
    // A foreign ReplicaSet of that name stands in the way; the Deployment then makes no progress, as in reality.
    if (!(error instanceof StatusError && error.code === 409)) throw error;
  }
}

function moveReplicas(
  deployment: Deployment,
  context: ControllerContext,
): void {
  const { current, previous } = setsOf(deployment, context);
  if (!current) return;
  const { replicas = 1, strategy } = deployment.spec;
  const running = previous.filter(
    set => (set.spec.replicas ?? 0) > 0 || (set.status?.replicas ?? 0) > 0,
  );
  if (strategy?.type === 'Recreate') {
    running.forEach(set => scale(deployment, set, 0, context));
    if (running.every(set => (set.status?.replicas ?? 0) === 0))
      scale(deployment, current, replicas, context);
    return;
  }
  const plan = planRollout({
    replicas,
    limits: rolloutLimits(strategy?.rollingUpdate, replicas),
    current: sizeOf(current),
    previous: running.map(sizeOf),
  });
  scale(deployment, current, plan.current, context);
  running.forEach((set, i) =>
    scale(deployment, set, plan.previous[i], context),
  );
}

function sizeOf(set: ReplicaSet): SetSize {
  return {
    wanted: set.spec.replicas ?? 0,
    available: set.status?.availableReplicas ?? 0,
  };
}

function scale(
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
  context: ControllerContext,
): void {
  const before = set.spec.replicas ?? 0;
  if (before === replicas) return;
  context.store.modify<ReplicaSet>(
    refOf(sets, set),
    copy => {
      copy.spec.replicas = replicas;
    },
    { manager },
  );
  const direction = replicas > before ? 'up' : 'down';
  context.events.record(deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`,
    component,
  });
}

function forgetOldSets(
  deployment: Deployment,
  context: ControllerContext,
): void {
  const { previous } = setsOf(deployment, context);
  const empty = previous.filter(
    set => (set.spec.replicas ?? 0) === 0 && (set.status?.replicas ?? 0) === 0,
  );
  const surplus = empty.length - (deployment.spec.revisionHistoryLimit ?? 10);
  empty
    .slice(0, Math.max(0, surplus))
    .forEach(set => context.store.delete(refOf(sets, set)));
}

function report(deployment: Deployment, context: ControllerContext): void {
  const { all, current } = setsOf(deployment, context);
  const now = context.timeline.now();
  const { store } = context;
  // Its annotation may have been written since it was read.
  const latest =
    store.get<Deployment>(refOf(resource, deployment)) ?? deployment;
  writeStatus(
    store,
    resource,
    latest,
    deploymentStatus({ deployment: latest, sets: all, current, now }),
  );
}
