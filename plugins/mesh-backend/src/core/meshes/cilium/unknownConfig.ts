import { type KnownReason, text } from '@meshport/plugin-mesh-common';
import { unreadableReasons } from '@meshport/plugin-mesh-node';
import { CILIUM_CONFIG, ciliumConfigKind } from '../../networks/kinds';
import type { World } from './world';

/**
 * Why it is not known what Cilium is set up to do: its configuration could not be read,
 * or is not there. Empty where it is known.
 */
export function unknownConfig({ snapshot, agents }: World): KnownReason[] {
  if (agents.config) return [];
  const unreadable = unreadableReasons(snapshot, [ciliumConfigKind]);
  if (unreadable.length > 0) return unreadable;
  return [
    {
      code: 'input-unreadable',
      text: text('reason.input-unreadable.cilium-config', {
        name: CILIUM_CONFIG,
        namespace: agents.workload.namespace,
        cluster: snapshot.cluster.name,
      }),
      evidence: [agents.workload.ref],
    },
  ];
}
