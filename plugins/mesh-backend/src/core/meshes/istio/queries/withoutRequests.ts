import { type Text, text } from '@meshport/plugin-mesh-common';
import type { WithoutRequests } from '@meshport/plugin-mesh-node';

/** ztunnel knows connections alone; requests are counted by a waypoint. */
export function withoutRequests({
  namespace,
  membership,
}: WithoutRequests): Text | undefined {
  return membership?.layer === 'l4' && membership.mode === 'ambient'
    ? text('golden.no-waypoint', { namespace })
    : undefined;
}
