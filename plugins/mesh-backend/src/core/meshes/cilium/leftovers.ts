import type { KnownReason } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  daemonSetKind,
  podKind,
  unreadableReasons,
} from '@meshport/plugin-mesh-node';
import { GKE_DATAPLANE } from '../../networks/ciliumAgents';
import { ciliumNodeKind } from '../../networks/kinds';
import { leftoversOf } from '../sidecar/leftovers';
import { clusterwideNetworkPolicyKind, networkPolicyKind } from './kinds';

/**
 * CRDs where no agent of Cilium runs. Not while agents could not be seen, and not under
 * GKE's dataplane, which brings them.
 */
export function leftovers(snapshot: ClusterSnapshot): KnownReason[] {
  const isKnown =
    unreadableReasons(snapshot, [daemonSetKind, podKind]).length === 0;
  const isGke = snapshot.workloads.some(
    ({ ref, name }) => ref.kind === 'DaemonSet' && name === GKE_DATAPLANE,
  );
  if (!isKnown || isGke) return [];
  return leftoversOf(snapshot, {
    mesh: 'Cilium',
    kinds: [networkPolicyKind, clusterwideNetworkPolicyKind, ciliumNodeKind],
    webhooks: [],
  });
}
