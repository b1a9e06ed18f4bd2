import type { Membership, Posture, Reason } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Container,
  isReadable,
  type MeshFragment,
  type Pod,
  podKind,
  unreadableController,
  unreadableReasons,
  type WatchedKind,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import type { SidecarFacts } from './facts';
import { footprintPart } from './footprint';
import {
  type Infrastructure,
  infrastructureFragment,
  unknownPosture,
} from './infrastructure';
import type { Presence } from './presence';
import { sidecarMembership, type Verdict } from './verdicts';

/** A mesh all of whose proxies are sidecars, as it sees one cluster. */
export interface SidecarMesh<Facts extends SidecarFacts> {
  readonly id: string;
  /** Without these nothing can be said of any workload. */
  readonly needed: readonly WatchedKind[];
  readonly presence: Presence;
  /** What a workload is to the mesh itself; undefined for those that it serves. */
  infrastructureOf(workload: Workload): Infrastructure | undefined;
  /** Version of the proxy that a pod of a gateway consists of. */
  gatewayVersion(pod: Pod): string | undefined;
  /** The proxies beside the containers of an application. */
  proxyContainers(spec: Pod['spec']): readonly Container[];
  factsOf(workload: Workload): Facts;
  judge(facts: Facts): Verdict | undefined;
  checkYourself(facts: Facts): Membership['verify'];
  postureOf(facts: Facts): Posture;
}

function ofInfrastructure<Facts extends SidecarFacts>(
  snapshot: ClusterSnapshot,
  workload: Workload,
  mesh: SidecarMesh<Facts>,
): WorkloadFragment | undefined {
  const what = mesh.infrastructureOf(workload);
  return (
    what &&
    infrastructureFragment(workload, {
      unreadable: unreadableController(snapshot, workload),
      mesh: mesh.id,
      what,
      proxyVersions: workload.pods.flatMap(
        pod => mesh.gatewayVersion(pod) ?? [],
      ),
    })
  );
}

function membershipOf<Facts extends SidecarFacts>(
  mesh: SidecarMesh<Facts>,
  facts: Facts,
  verdict: Verdict,
): Membership {
  return sidecarMembership(mesh.id, facts, verdict, mesh.checkYourself(facts));
}

function ofServed<Facts extends SidecarFacts>(
  snapshot: ClusterSnapshot,
  workload: Workload,
  mesh: SidecarMesh<Facts>,
): WorkloadFragment | undefined {
  const facts = mesh.factsOf(workload);
  const verdict = mesh.judge(facts);
  if (!verdict) return undefined;
  const reasons = unreadableController(snapshot, workload);
  const known: Verdict =
    reasons.length > 0 ? { state: 'unknown', reasons } : verdict;
  return {
    workload: workload.key,
    membership: membershipOf(mesh, facts, known),
    posture: mesh.postureOf(facts),
  };
}

/** An entry that says no more than what could not be read. */
function unknownFragment<Facts extends SidecarFacts>(
  snapshot: ClusterSnapshot,
  workload: Workload,
  options: { mesh: SidecarMesh<Facts>; reasons: readonly Reason[] },
): WorkloadFragment {
  const { mesh, reasons } = options;
  const podsKnown = isReadable(snapshot.kind(podKind));
  const infrastructure =
    podsKnown && ofInfrastructure(snapshot, workload, mesh);
  if (infrastructure) return infrastructure;
  const facts = mesh.factsOf(workload);
  return {
    workload: workload.key,
    membership: membershipOf(mesh, facts, { state: 'unknown', reasons }),
    posture: podsKnown ? mesh.postureOf(facts) : unknownPosture(reasons),
  };
}

/** The control plane and gateways as a whole; of other pods their proxies. */
function footprintOf<Facts extends SidecarFacts>(
  { workloads }: ClusterSnapshot,
  { id, infrastructureOf, proxyContainers }: SidecarMesh<Facts>,
): MeshFragment['footprint'] {
  const podsOf = (what: Infrastructure | undefined) =>
    workloads
      .filter(workload => infrastructureOf(workload) === what)
      .flatMap(({ pods }) => pods);
  const proxies = new Map<Pod, readonly Container[]>();
  for (const pod of podsOf(undefined)) {
    const containers = proxyContainers(pod.spec);
    if (containers.length > 0) proxies.set(pod, containers);
  }
  return [
    ...footprintPart(
      { mesh: id, part: 'proxies' },
      [...proxies.keys()],
      pod => proxies.get(pod) ?? [],
    ),
    ...footprintPart({ mesh: id, part: 'gateways' }, podsOf('gateway')),
    ...footprintPart(
      { mesh: id, part: 'control-plane' },
      podsOf('control-plane'),
    ),
  ];
}

/**
 * Membership and posture of every workload that the mesh has, declares or refuses. Where
 * what is needed cannot be read, every workload is unknown rather than outside of it.
 */
export function adaptSidecars<Facts extends SidecarFacts>(
  snapshot: ClusterSnapshot,
  mesh: SidecarMesh<Facts>,
): MeshFragment {
  const reasons = unreadableReasons(snapshot, mesh.needed);
  const footprint = footprintOf(snapshot, mesh);
  if (reasons.length > 0) {
    const { state } = mesh.presence;
    const known = state === 'installed' ? snapshot.workloads : [];
    return {
      footprint,
      workloads: known.map(workload =>
        unknownFragment(snapshot, workload, { mesh, reasons }),
      ),
      unreadable: reasons,
    };
  }
  return {
    footprint,
    workloads: snapshot.workloads.flatMap(
      workload =>
        ofInfrastructure(snapshot, workload, mesh) ??
        ofServed(snapshot, workload, mesh) ??
        [],
    ),
    unreadable: mesh.presence.unreadable,
  };
}
