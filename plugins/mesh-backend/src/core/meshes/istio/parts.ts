import type { Health, KnownReason } from '@meshport/plugin-mesh-common';
import {
  daemonSetKind,
  type DetectedMesh,
  isReadable,
  podKind,
  unreadableReasons,
} from '@meshport/plugin-mesh-node';
import { partReason } from '../sidecar/components';
import {
  type Agents,
  countedReadiness,
  daemonSetRefs,
  exist,
  readinessOf,
  versionsOf,
} from './ambient/agents';
import type { World } from './facts';

type Part = DetectedMesh['parts'][number];

/** Pods that are ready, as the DaemonSets count them where pods cannot be read. */
function readiness({ snapshot }: World, agents: Agents) {
  return isReadable(snapshot.kind(podKind))
    ? readinessOf(agents)
    : countedReadiness(agents);
}

/** What of Istio runs on every node. */
export function partsOf(world: World): Part[] {
  const { snapshot, ambient } = world;
  const agents: [part: string, agents: Agents][] = [
    ['cni', ambient.cni],
    ['ztunnel', ambient.ztunnel],
  ];
  return agents
    .filter(([, one]) => exist(one))
    .map(([part, one]) => ({
      part,
      ...readiness(world, one),
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

/** What says how many pods of the parts there should be, and are. */
const PART_KINDS = [daemonSetKind, podKind] as const;

/** Why it is not known whether the parts are whole. */
export function unreadableParts(
  { snapshot }: World,
  parts: readonly Part[],
): KnownReason[] {
  return parts.length > 0 ? unreadableReasons(snapshot, PART_KINDS) : [];
}

/**
 * A mesh whose control plane is well is degraded where a part is not, and not known to
 * be well where its parts cannot be read.
 */
export function withParts(
  world: World,
  health: Health,
  parts: readonly Part[],
): Health {
  if (health !== 'healthy') return health;
  const isWhole = parts.every(({ ready, wanted }) => ready >= wanted);
  if (!isWhole) return 'degraded';
  const { snapshot } = world;
  const isKnown = PART_KINDS.every(kind =>
    isReadable(snapshot.kind<unknown>(kind)),
  );
  // Without pods and DaemonSets there may be parts that are not seen at all.
  return isKnown ? 'healthy' : 'unknown';
}
