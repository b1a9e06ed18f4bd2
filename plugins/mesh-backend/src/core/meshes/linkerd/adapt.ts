import type { Reason } from '@meshport/plugin-mesh-common';
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
import { footprintPart } from '../sidecar/footprint';
import {
  infrastructureFragment,
  unknownPosture,
} from '../sidecar/infrastructure';
import { sidecarMembership, type Verdict } from '../sidecar/verdicts';
import { checkYourself } from './checkYourself';
import { PRESENCE_KINDS, presenceOf } from './detect';
import { type Facts, factsOf, type World, worldOf } from './facts';
import { policiesByNamespace } from './inboundPolicy';
import { infrastructureOf } from './infrastructure';
import { judge } from './membership';
import { mirroredServices } from './mirrors';
import { INJECT } from './names';
import { postureOf } from './posture';
import { proxyContainer, proxyOf } from './proxies';

function ofInfrastructure(
  { snapshot }: World,
  workload: Workload,
): WorkloadFragment | undefined {
  const what = infrastructureOf(workload);
  if (!what) return undefined;
  const proxyVersions = workload.pods.flatMap(
    pod => proxyOf(pod)?.version ?? [],
  );
  return infrastructureFragment(workload, {
    unreadable: unreadableController(snapshot, workload),
    mesh: 'linkerd',
    what,
    proxyVersions,
  });
}

type PostureOf = (facts: Facts) => ReturnType<typeof postureOf>;

function fragmentOf(
  world: World,
  workload: Workload,
  posture: PostureOf,
): WorkloadFragment | undefined {
  const facts = factsOf(world, workload);
  const verdict = judge(facts);
  if (!verdict) return undefined;
  const unreadable = unreadableController(world.snapshot, workload);
  const known: Verdict =
    unreadable.length > 0 ? { state: 'unknown', reasons: unreadable } : verdict;
  const verify = checkYourself(facts);
  return {
    workload: workload.key,
    membership: sidecarMembership('linkerd', facts, known, verify),
    posture: posture(facts),
  };
}

/** Without these nothing can be said of any workload. */
const NEEDED = [podKind, namespaceKind, webhookConfigurationKind];

/** An entry that says no more than what could not be read. */
function unknownFragment(
  world: World,
  workload: Workload,
  { reasons, posture }: { reasons: readonly Reason[]; posture: PostureOf },
): WorkloadFragment {
  const podsKnown = isReadable(world.snapshot.kind(podKind));
  const infrastructure = podsKnown && ofInfrastructure(world, workload);
  if (infrastructure) return infrastructure;
  const facts = factsOf(world, workload);
  const verdict = { state: 'unknown', reasons } as const;
  const verify = checkYourself(facts);
  return {
    workload: workload.key,
    membership: sidecarMembership('linkerd', facts, verdict, verify),
    posture: podsKnown ? posture(facts) : unknownPosture(reasons),
  };
}

function namespacesOf(snapshot: ClusterSnapshot): MeshFragment['namespaces'] {
  return snapshot
    .kind(namespaceKind)
    .items.filter(({ metadata }) =>
      ['enabled', 'ingress'].includes(metadata.annotations[INJECT] ?? ''),
    )
    .map(({ metadata }) => ({ namespace: metadata.name, mode: 'sidecar' }));
}

/** The control plane and gateways as a whole; of other pods their proxies. */
function footprintOf({
  workloads,
}: ClusterSnapshot): MeshFragment['footprint'] {
  const podsOf = (what: ReturnType<typeof infrastructureOf>) =>
    workloads
      .filter(workload => infrastructureOf(workload) === what)
      .flatMap(({ pods }) => pods);
  const mesh = 'linkerd';
  const proxied = podsOf(undefined).filter(pod => proxyOf(pod) !== undefined);
  return [
    ...footprintPart({ mesh, part: 'proxies' }, proxied, ({ spec }) =>
      [proxyContainer(spec) ?? []].flat(),
    ),
    ...footprintPart({ mesh, part: 'gateways' }, podsOf('gateway')),
    ...footprintPart({ mesh, part: 'control-plane' }, podsOf('control-plane')),
  ];
}

/**
 * Membership and posture of every workload that Linkerd has, declares or refuses, and
 * the Services that stand for others. Where pods, namespaces or injectors cannot be
 * read, every workload is unknown rather than outside of the mesh.
 */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const unreadable = unreadableReasons(snapshot, NEEDED);
  const world = worldOf(snapshot);
  const policies = policiesByNamespace(snapshot);
  const posture: PostureOf = facts =>
    postureOf(facts, policies(facts.workload.namespace));
  const presence = presenceOf(snapshot, world.controlPlane);
  const aboutCluster = {
    services: mirroredServices(snapshot),
    namespaces: namespacesOf(snapshot),
    footprint: footprintOf(snapshot),
  };
  if (unreadable.length === 0) {
    return {
      ...aboutCluster,
      workloads: snapshot.workloads.flatMap(
        workload =>
          ofInfrastructure(world, workload) ??
          fragmentOf(world, workload, posture) ??
          [],
      ),
      unreadable:
        presence === 'unknown'
          ? unreadableReasons(snapshot, PRESENCE_KINDS)
          : [],
    };
  }
  const known = presence === 'installed' ? snapshot.workloads : [];
  return {
    ...aboutCluster,
    workloads: known.map(workload =>
      unknownFragment(world, workload, { reasons: unreadable, posture }),
    ),
    unreadable,
  };
}
