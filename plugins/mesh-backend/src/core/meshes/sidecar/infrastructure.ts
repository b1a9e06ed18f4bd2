import {
  type KnownReason,
  type Membership,
  type Posture,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';

/** What a workload is to the mesh itself, rather than one that it serves. */
export type Infrastructure = 'control-plane' | 'gateway';

export function unknownPosture(reasons: readonly Reason[]): Posture {
  return {
    inbound: 'unknown',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons: [...reasons],
  };
}

export interface InfrastructureOptions {
  readonly mesh: string;
  readonly what: Infrastructure;
  /** Of the proxies that a gateway consists of. */
  readonly proxyVersions: readonly string[];
  /** Why it is not known what it is, or which pods it has. */
  readonly unreadable?: readonly Reason[];
}

/**
 * Gateways are in the mesh with every pod; the control plane needs no proxy. What
 * decides about connections to either is not mTLS policy.
 */
export function infrastructureFragment(
  workload: Workload,
  { mesh, what, proxyVersions, unreadable = [] }: InfrastructureOptions,
): {
  readonly workload: string;
  readonly membership: Membership;
  readonly posture: Posture;
} {
  const total = workload.pods.length;
  const isGateway = what === 'gateway';
  const running = isGateway ? 'enrolled' : 'not-enrolled';
  const known = total > 0 ? running : 'idle';
  const { kind, name } = workload.ref;
  const reason: KnownReason = {
    code: 'part-of-the-mesh',
    text: text(`reason.part-of-the-mesh.${what}`, { kind, name }),
    evidence: [workload.ref],
  };
  return {
    workload: workload.key,
    membership: {
      mesh,
      mode: what,
      layer: 'l7',
      state: unreadable.length > 0 ? 'unknown' : known,
      pods: { enrolled: isGateway ? total : 0, total },
      proxyVersions: isGateway ? [...new Set(proxyVersions)].sort() : [],
      reasons: [...unreadable, reason],
      verify: [],
    },
    posture: unknownPosture([reason]),
  };
}
