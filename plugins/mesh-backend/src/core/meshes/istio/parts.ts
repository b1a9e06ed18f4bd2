import type { Health, KnownReason } from '@meshport/plugin-mesh-common';
import type { DetectedMesh } from '@meshport/plugin-mesh-node';
import { partReason } from '../sidecar/components';
import {
  type Agents,
  daemonSetRefs,
  exist,
  readinessOf,
  versionsOf,
} from './ambient/agents';
import type { World } from './facts';

type Part = DetectedMesh['parts'][number];

/** What of Istio runs on every node. */
export function partsOf({ snapshot, ambient }: World): Part[] {
  const agents: [part: string, agents: Agents][] = [
    ['cni', ambient.cni],
    ['ztunnel', ambient.ztunnel],
  ];
  return agents
    .filter(([, one]) => exist(one))
    .map(([part, one]) => ({
      part,
      ...readinessOf(one),
      versions: versionsOf(one.pods),
      evidence: daemonSetRefs(snapshot.cluster.name, one),
    }));
}

/** On pages a part is called as its DaemonSet is. */
const TITLES: Readonly<Record<string, string>> = { cni: 'istio-cni' };

export function partReasons(
  { snapshot }: World,
  parts: readonly Part[],
): KnownReason[] {
  return parts.flatMap(
    part =>
      partReason(snapshot, 'Istio', {
        ...part,
        part: TITLES[part.part] ?? part.part,
      }) ?? [],
  );
}

/** A mesh whose control plane is well is degraded where a part is not. */
export function withParts(health: Health, parts: readonly Part[]): Health {
  const isWhole = parts.every(({ ready, wanted }) => ready >= wanted);
  return health === 'healthy' && !isWhole ? 'degraded' : health;
}
