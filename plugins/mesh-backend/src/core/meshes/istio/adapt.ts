import type { Membership, Reason } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  type MeshFragment,
  namespaceKind,
  podKind,
  unreadableController,
  unreadableReasons,
  webhookConfigurationKind,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import { unknownPosture } from '../sidecar/infrastructure';
import { sidecarMembership, type Verdict } from '../sidecar/verdicts';
import { checkYourself as checkAmbient } from './ambient/checkYourself';
import { type AmbientFacts, ambientFactsOf, isCaptured } from './ambient/facts';
import { type Layer7, layer7Of } from './ambient/layer7';
import {
  ambientMembership,
  concernsHandling,
  judgeAmbient,
} from './ambient/membership';
import { checkYourself } from './checkYourself';
import { PRESENCE_KINDS, presenceOf } from './detect';
import { type Facts, factsOf, type World, worldOf } from './facts';
import { footprintOf } from './footprint';
import { infrastructureFragment } from './infrastructure';
import { judge } from './membership';
import { isInAmbient, withConflicts } from './modes';
import { namespacesOf } from './namespaces';
import { postureOf } from './posture';

/** The verdict, unless the workload's own controller could not be read. */
function known({ world, workload }: Facts, verdict: Verdict): Verdict {
  const reasons = unreadableController(world.snapshot, workload);
  return reasons.length > 0 ? { state: 'unknown', reasons } : verdict;
}

function sidecarFragment(facts: Facts): WorkloadFragment | undefined {
  const verdict = judge(facts);
  return (
    verdict && {
      workload: facts.workload.key,
      membership: sidecarMembership(
        'istio',
        facts,
        known(facts, verdict),
        checkYourself(facts),
      ),
      posture: postureOf(facts),
    }
  );
}

interface Adapted {
  readonly fragment: WorkloadFragment;
  /** Some pods are in ambient mode, so that waypoints can handle its services. */
  readonly inAmbient?: {
    readonly workload: Workload;
    /** It says itself why its services have no waypoint, or something worse. */
    readonly tells: boolean;
  };
}

function ambientFragment(
  facts: Facts,
  ambient: AmbientFacts,
  layer7: Layer7,
): Adapted | undefined {
  const { workload } = facts;
  const verdict = judgeAmbient(ambient);
  if (!verdict) return undefined;
  const handling = layer7.ofWorkload(workload);
  const verify = checkAmbient(ambient, handling);
  const membership = ambientMembership(ambient, {
    ...{ verdict: known(facts, verdict), handling, verify },
  });
  const posture = postureOf(facts);
  return {
    fragment: { workload: workload.key, membership, posture },
    inAmbient:
      membership.pods.enrolled > 0
        ? {
            workload,
            tells:
              !concernsHandling(membership.state) ||
              handling.reasons.length > 0,
          }
        : undefined,
  };
}

function adaptWorkload(
  world: World,
  workload: Workload,
  layer7: Layer7,
): Adapted | undefined {
  const infrastructure = infrastructureFragment(world.snapshot, workload);
  if (infrastructure) return { fragment: infrastructure };
  const facts = factsOf(world, workload);
  const ambient = ambientFactsOf(world, workload);
  if (isInAmbient(facts, ambient)) {
    return ambientFragment(facts, ambient, layer7);
  }
  const fragment = sidecarFragment(withConflicts(facts, ambient));
  return fragment && { fragment };
}

/** Without these nothing can be said of any workload. */
const NEEDED = [podKind, namespaceKind, webhookConfigurationKind];

/** In the mode that the pods are in, as far as they show it. */
function unknownMembership(
  facts: Facts,
  reasons: readonly Reason[],
): Membership {
  const verdict = { state: 'unknown', reasons } as const;
  if (!facts.missing.some(isCaptured)) {
    const verify = checkYourself(facts);
    return sidecarMembership('istio', facts, verdict, verify);
  }
  const ambient = ambientFactsOf(facts.world, facts.workload);
  const handling = { layer: 'l4', reasons: [] } as const;
  const verify = checkAmbient(ambient, handling);
  return ambientMembership(ambient, { verdict, handling, verify });
}

/** An entry that says no more than what could not be read. */
function unknownFragment(
  world: World,
  workload: Workload,
  reasons: readonly Reason[],
): WorkloadFragment {
  const podsKnown = isReadable(world.snapshot.kind(podKind));
  const infrastructure =
    podsKnown && infrastructureFragment(world.snapshot, workload);
  if (infrastructure) return infrastructure;
  const facts = factsOf(world, workload);
  return {
    workload: workload.key,
    membership: unknownMembership(facts, reasons),
    posture: podsKnown ? postureOf(facts) : unknownPosture(reasons),
  };
}

function wholeFragment(world: World): MeshFragment {
  const { snapshot } = world;
  const layer7 = layer7Of(world);
  const adapted = snapshot.workloads.flatMap(
    workload => adaptWorkload(world, workload, layer7) ?? [],
  );
  const inAmbient = adapted.flatMap(one => one.inAmbient ?? []);
  const tells = new Set(
    inAmbient.flatMap(one => (one.tells ? one.workload : [])),
  );
  return {
    workloads: adapted.map(({ fragment }) => fragment),
    services: layer7.fragments(
      inAmbient.map(({ workload }) => workload),
      workload => tells.has(workload),
    ),
    unreadable:
      presenceOf(world) === 'unknown'
        ? unreadableReasons(snapshot, PRESENCE_KINDS)
        : [],
  };
}

/**
 * Membership and posture of every workload that Istio has, declares or refuses, from
 * sidecars and in ambient mode. Where pods, namespaces or injectors cannot be read,
 * every workload is unknown rather than outside of the mesh.
 */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const unreadable = unreadableReasons(snapshot, NEEDED);
  const world = worldOf(snapshot);
  const common = {
    namespaces: namespacesOf(world),
    footprint: footprintOf(world),
  };
  if (unreadable.length === 0) return { ...wholeFragment(world), ...common };
  const isInstalled = presenceOf(world) === 'installed';
  return {
    ...common,
    workloads: (isInstalled ? snapshot.workloads : []).map(workload =>
      unknownFragment(world, workload, unreadable),
    ),
    unreadable,
  };
}
