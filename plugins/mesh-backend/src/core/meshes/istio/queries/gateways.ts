import type { GatewayMark } from '@meshport/plugin-mesh-node';
import { EAST_WEST, MANAGED } from '../infrastructure';
import { LABEL_GATEWAY_MANAGED } from '../names';

/** Waypoints, and gateways between clusters, by who made them: istiod or the chart. */
export const gateways: readonly GatewayMark[] = [
  ...Object.entries(MANAGED).map(
    ([value, component]): GatewayMark => ({
      label: LABEL_GATEWAY_MANAGED,
      value,
      passesOn: component === 'waypoint' ? 'waypoint' : 'between-clusters',
    }),
  ),
  { label: 'istio', value: EAST_WEST, passesOn: 'between-clusters' },
];
