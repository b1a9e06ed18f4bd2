import {
  type KnownReason,
  type Membership,
  type Posture,
  text,
} from '@meshport/plugin-mesh-common';
import {
  podKind,
  unreadableController,
  unreadableReasons,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import type { World } from './world';

function reasonOf({ ref }: Workload): KnownReason {
  return {
    code: 'part-of-the-mesh',
    text: text('reason.part-of-the-mesh.cilium', {
      kind: ref.kind,
      name: ref.name,
    }),
    evidence: [ref],
  };
}

/** What Cilium itself consists of is neither in the mesh nor outside of it. */
export function infrastructureFragment(
  { snapshot, agents, parts }: World,
  workload: Workload,
): WorkloadFragment | undefined {
  const own = [agents.workload, ...Object.values(parts)];
  if (!own.includes(workload)) return undefined;
  const total = workload.pods.length;
  // It may have pods that cannot be followed to it.
  const unreadable =
    total > 0
      ? []
      : [
          ...unreadableReasons(snapshot, [podKind]),
          ...unreadableController(snapshot, workload),
        ];
  const reasons = [...unreadable, reasonOf(workload)];
  const none = unreadable.length > 0 ? 'unknown' : 'idle';
  const membership: Membership = {
    mesh: 'cilium',
    mode: 'control-plane',
    layer: 'l7',
    state: total > 0 ? 'not-enrolled' : none,
    pods: { enrolled: 0, total },
    proxyVersions: [],
    reasons,
    verify: [],
  };
  const posture: Posture = {
    inbound: 'unknown',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons,
  };
  return { workload: workload.key, membership, posture };
}
