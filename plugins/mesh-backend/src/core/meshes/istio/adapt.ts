import {
  type KnownReason,
  type Membership,
  type Posture,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type MeshFragment,
  isReadable,
  namespaceKind,
  podKind,
  unreadableController,
  unreadableReasons,
  webhookConfigurationKind,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import { namespaceRef } from '../sidecar/facts';
import { sidecarMembership, type Verdict } from '../sidecar/verdicts';
import { checkYourself } from './checkYourself';
import { PRESENCE_KINDS, presenceOf } from './detect';
import { type Facts, factsOf, type World, worldOf } from './facts';
import {
  infrastructureMembership,
  infrastructureOf,
  infrastructurePosture,
} from './infrastructure';
import { judge } from './membership';
import { LABEL_DATAPLANE_MODE } from './names';
import { postureOf } from './posture';

function unknownPosture(reasons: readonly Reason[]): Posture {
  return {
    inbound: 'unknown',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons: [...reasons],
  };
}

/** Namespace or pod asks for ambient mode, and the pod does not refuse. */
function asksForAmbient({ namespace, workload }: Facts): boolean {
  const pod = workload.template.metadata.labels[LABEL_DATAPLANE_MODE];
  const wanted = pod ?? namespace?.metadata.labels[LABEL_DATAPLANE_MODE];
  return wanted === 'ambient';
}

function ambientFragment(facts: Facts): WorkloadFragment {
  const reason: KnownReason = {
    code: 'mode-not-read',
    text: text('reason.mode-not-read', {
      namespace: facts.workload.namespace,
      mode: 'ambient',
    }),
    evidence: [namespaceRef(facts)],
  };
  const membership: Membership = {
    mesh: 'istio',
    mode: 'ambient',
    layer: 'l4',
    state: 'unknown',
    pods: { enrolled: 0, total: facts.workload.pods.length },
    proxyVersions: [],
    reasons: [reason],
    verify: [],
  };
  return {
    workload: facts.workload.key,
    membership,
    posture: unknownPosture([reason]),
  };
}

function infrastructureFragment(
  workload: Workload,
): WorkloadFragment | undefined {
  const what = infrastructureOf(workload);
  return (
    what && {
      workload: workload.key,
      membership: infrastructureMembership(what, workload),
      posture: infrastructurePosture(what, workload),
    }
  );
}

function fragmentOf(
  world: World,
  workload: Workload,
): WorkloadFragment | undefined {
  const facts = factsOf(world, workload);
  const verdict = judge(facts);
  if (!verdict)
    return asksForAmbient(facts) ? ambientFragment(facts) : undefined;
  const unreadable = unreadableController(world.snapshot, workload);
  const known: Verdict =
    unreadable.length > 0 ? { state: 'unknown', reasons: unreadable } : verdict;
  return {
    workload: workload.key,
    membership: sidecarMembership('istio', facts, known, checkYourself(facts)),
    posture: postureOf(facts),
  };
}

/** Without these nothing can be said of any workload. */
const NEEDED = [podKind, namespaceKind, webhookConfigurationKind];

/** An entry that says no more than what could not be read. */
function unknownFragment(
  world: World,
  workload: Workload,
  reasons: readonly Reason[],
): WorkloadFragment {
  const podsKnown = isReadable(world.snapshot.kind(podKind));
  const infrastructure = podsKnown && infrastructureFragment(workload);
  if (infrastructure) return infrastructure;
  const facts = factsOf(world, workload);
  const verdict = { state: 'unknown', reasons } as const;
  return {
    workload: workload.key,
    membership: sidecarMembership(
      'istio',
      facts,
      verdict,
      checkYourself(facts),
    ),
    posture: podsKnown ? postureOf(facts) : unknownPosture(reasons),
  };
}

/**
 * Membership and posture of every workload that Istio has, declares or refuses, from
 * sidecars. Where pods, namespaces or injectors cannot be read, every workload is
 * unknown rather than outside of the mesh.
 */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const unreadable = unreadableReasons(snapshot, NEEDED);
  const world = worldOf(snapshot);
  const presence = presenceOf(world);
  if (unreadable.length === 0) {
    return {
      workloads: snapshot.workloads.flatMap(
        workload =>
          infrastructureFragment(workload) ?? fragmentOf(world, workload) ?? [],
      ),
      unreadable:
        presence === 'unknown'
          ? unreadableReasons(snapshot, PRESENCE_KINDS)
          : [],
    };
  }
  const known = presence === 'installed' ? snapshot.workloads : [];
  return {
    workloads: known.map(workload =>
      unknownFragment(world, workload, unreadable),
    ),
    unreadable,
  };
}
