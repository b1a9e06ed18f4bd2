import { withCondition, withoutCondition } from './conditions.ts';
import type { Condition, Deployment, ReplicaSet } from './objects.ts';
import { rolloutLimits } from './rollout.ts';

interface Inputs {
  deployment: Deployment;
  sets: readonly ReplicaSet[];
  current?: ReplicaSet;
  now: Date;
}

/** The status of a Deployment as `kubectl rollout status` reads it. */
export function deploymentStatus(
  inputs: Inputs,
): NonNullable<Deployment['status']> {
  const { deployment, sets, current } = inputs;
  const sum = (read: (set: ReplicaSet) => number | undefined) =>
    sets.reduce((total, set) => total + (read(set) ?? 0), 0);
  const replicas = sum(set => set.status?.replicas);
  const updatedReplicas = current?.status?.replicas ?? 0;
  const readyReplicas = sum(set => set.status?.readyReplicas);
  const availableReplicas = sum(set => set.status?.availableReplicas);
  const wanted = deployment.spec.replicas ?? 1;
  const unavailableReplicas = Math.max(
    0,
    sum(set => set.spec.replicas) - availableReplicas,
  );
  const conditions = conditionsOf(inputs, {
    replicas,
    updatedReplicas,
    availableReplicas,
    wanted,
  });
  return {
    observedGeneration: deployment.metadata.generation,
    ...present({
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
      unavailableReplicas,
    }),
    conditions,
  };
}

/** The API server leaves counts of zero out. */
function present(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).filter(([, count]) => count > 0),
  );
}

interface Counts {
  replicas: number;
  updatedReplicas: number;
  availableReplicas: number;
  wanted: number;
}

function conditionsOf(inputs: Inputs, counts: Counts): Condition[] {
  const { deployment, now, current } = inputs;
  const options = { now, updated: true };
  const { maxUnavailable } = rolloutLimits(
    deployment.spec.strategy?.rollingUpdate,
    counts.wanted,
  );
  const enough = counts.availableReplicas >= counts.wanted - maxUnavailable;
  let conditions = withCondition(
    deployment.status?.conditions,
    availability(enough),
    options,
  );
  const failure = current?.status?.conditions?.find(
    c => c.type === 'ReplicaFailure',
  );
  conditions = failure
    ? withCondition(
        conditions,
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: failure.reason ?? 'FailedCreate',
          message: failure.message ?? '',
        },
        options,
      )
    : withoutCondition(conditions, 'ReplicaFailure');
  if (!current) return conditions;
  return withCondition(
    conditions,
    progress(current.metadata.name, counts),
    options,
  );
}

function availability(enough: boolean) {
  return {
    type: 'Available',
    status: enough ? ('True' as const) : ('False' as const),
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  };
}

function progress(
  set: string,
  { replicas, updatedReplicas, availableReplicas, wanted }: Counts,
) {
  const complete =
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted;
  return {
    type: 'Progressing',
    status: 'True' as const,
    reason: complete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    message: complete
      ? `ReplicaSet "${set}" has successfully progressed.`
      : `ReplicaSet "${set}" is progressing.`,
  };
}
