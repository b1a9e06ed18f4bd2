import {
  type ClusterSnapshot,
  daemonSetKind,
  isReadable,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../../model/parseBoolean';
import { istioCniConfigKind, istioConfigMapKind, istiodKind } from '../kinds';
import { type Agents, agentsOf, exist, ISTIO_CNI, ZTUNNEL } from './agents';
import { type Enablement, enablementOf } from './enablement';

/** Ambient mode in one cluster. */
export interface Ambient {
  /** `unknown`: what would tell could not be read. */
  readonly state: 'installed' | 'not-installed' | 'unknown';
  /** What ambient mode lacks to be installed, as people call it. */
  readonly lacks: readonly string[];
  readonly enablement: Enablement;
  readonly ztunnel: Agents;
  readonly cni: Agents;
}

/** What says whether ambient mode is installed, and for which pods. */
export const AMBIENT_KINDS: readonly WatchedKind[] = [
  istioCniConfigKind,
  istioConfigMapKind,
  istiodKind,
  daemonSetKind,
];

function isKnown(snapshot: ClusterSnapshot, agents: readonly Agents[]) {
  // Pods of a DaemonSet say as well that it is there.
  const hasPods = agents.every(({ pods }) => pods.length > 0);
  return AMBIENT_KINDS.every(
    kind =>
      isReadable(snapshot.kind(kind)) || (kind === daemonSetKind && hasPods),
  );
}

/** False where istiod runs in the cluster and none is told of ambient mode. */
function istiodTakesPart(snapshot: ClusterSnapshot): boolean {
  const istiods = snapshot
    .kind(istiodKind)
    .items.filter(({ metadata }) => metadata.labels.app === 'istiod');
  return (
    istiods.length === 0 ||
    istiods.some(({ env }) => parseBoolean(env.PILOT_ENABLE_AMBIENT))
  );
}

/**
 * Ambient mode needs all of three: ztunnel, istio-cni with `AMBIENT_ENABLED`, and an
 * istiod with `PILOT_ENABLE_AMBIENT`, unless that runs elsewhere.
 */
export function ambientOf(snapshot: ClusterSnapshot): Ambient {
  const ztunnel = agentsOf(snapshot, ZTUNNEL);
  const cni = agentsOf(snapshot, ISTIO_CNI);
  const enablement = enablementOf(snapshot);
  const parts: readonly (readonly [string, boolean])[] = [
    [ztunnel.title, exist(ztunnel)],
    ['istio-cni (AMBIENT_ENABLED)', exist(cni) && enablement.enabled !== false],
    ['istiod (PILOT_ENABLE_AMBIENT)', istiodTakesPart(snapshot)],
  ];
  const lacks = parts.flatMap(([title, isThere]) => (isThere ? [] : title));
  const state = lacks.length === 0 ? 'installed' : 'not-installed';
  return {
    state: isKnown(snapshot, [ztunnel, cni]) ? state : 'unknown',
    lacks,
    enablement,
    ztunnel,
    cni,
  };
}
