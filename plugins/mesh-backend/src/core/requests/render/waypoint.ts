import type { ObjectRef } from '@meshport/plugin-mesh-common';
import { creationOf } from './changes';
import type { RenderedChange } from './Rendered';

/** How the waypoint of a namespace is called, as `istioctl waypoint apply` calls it. */
export const WAYPOINT_NAME = 'waypoint';

export function waypointRef(
  cluster: string,
  namespace: string,
  name = WAYPOINT_NAME,
): ObjectRef {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  return { cluster, apiVersion, kind: 'Gateway', namespace, name };
}

/** The Gateway from which istiod makes a waypoint (Istio 1.24 and later). */
export function waypointOf(
  cluster: string,
  namespace: string,
  traffic: string,
): RenderedChange {
  return creationOf(waypointRef(cluster, namespace), {
    labels: { 'istio.io/waypoint-for': traffic },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  });
}
