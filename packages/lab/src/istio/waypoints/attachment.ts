import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import { admitsNamespace } from '../gateways/allowedRoutes.ts';
import {
  GATEWAY_CLASSES,
  GATEWAYS,
  MANAGED,
  type Gateway,
} from '../gateways/gateway.ts';

/** The waypoint that an object's traffic goes through, or why the one that it asks for does not take it. */
export type Attachment =
  | { waypoint: string }
  | { reason: string; message: string };

const USE_WAYPOINT = 'istio.io/use-waypoint';
const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
const WAYPOINT_FOR = 'istio.io/waypoint-for';

/** Services of gateways themselves have no waypoint. */
const NEVER = ['istio.io-mesh-controller', 'istio.io-eastwest-controller'];

/**
 * The waypoint of a Service or ServiceEntry, by its own label or its namespace's; undefined where neither asks for
 * one (`fetchWaypointForService` in pilot/pkg/serviceregistry/ambient/waypoints.go).
 */
export function waypointOfService(
  store: Store,
  service: KubeObject,
): Attachment | undefined {
  if (NEVER.includes(service.metadata.labels?.[MANAGED] ?? ''))
    return undefined;
  const wanted = waypointWantedBy(store, service);
  if (!wanted) return undefined;
  const key = `${wanted.namespace}/${wanted.name}`;
  const gateway = store.kinds.get(GATEWAYS)
    ? store.get<Gateway>({ resource: GATEWAYS, ...wanted })
    : undefined;
  // Once it has an address a waypoint counts as ready, also when its pods have gone.
  if (!gateway?.status?.addresses?.length)
    return {
      reason: 'WaypointIsNotReady',
      message: `waypoint "${key}" is not ready`,
    };
  const listener = gateway.spec.listeners.find(
    ({ protocol, port }) => protocol === 'HBONE' && port === 15008,
  );
  const { namespace } = service.metadata;
  if (!admitsNamespace(store, gateway, listener, namespace))
    return {
      reason: 'AttachmentDenied',
      message: `we are not permitted to attach to waypoint "${key}" (missing allowedRoutes?)`,
    };
  if (!['service', 'all'].includes(trafficType(store, gateway)))
    return {
      reason: 'UnsupportedTrafficType',
      message: `attempting to bind to traffic type "service" which the waypoint "${key}" does not support`,
    };
  return { waypoint: key };
}

interface WantedWaypoint {
  namespace: string;
  name: string;
}

function waypointWantedBy(
  store: Store,
  object: KubeObject,
): WantedWaypoint | undefined {
  const { namespace: home = '' } = object.metadata;
  const namespace = store.get({ resource: 'namespaces', name: home });
  const candidates = [object, namespace];
  const holder = candidates.find(
    candidate => candidate?.metadata.labels?.[USE_WAYPOINT] !== undefined,
  );
  const labels = holder?.metadata.labels ?? {};
  const name = labels[USE_WAYPOINT];
  if (!name || name === 'none') return undefined;
  return {
    name,
    namespace: labels[USE_WAYPOINT_NAMESPACE] ?? home,
  };
}

/** Whether the object's or its namespace's label names a waypoint at all, whatever has become of it. */
export function asksForWaypoint(store: Store, object: KubeObject): boolean {
  return waypointWantedBy(store, object) !== undefined;
}

/** What a waypoint takes: `service`, `workload`, `all` or `none`. */
function trafficType(store: Store, gateway: Gateway): string {
  const name = gateway.spec.gatewayClassName;
  const gatewayClass = store.get({ resource: GATEWAY_CLASSES, name });
  return (
    gateway.metadata.labels?.[WAYPOINT_FOR] ??
    gatewayClass?.metadata.labels?.[WAYPOINT_FOR] ??
    'service'
  );
}
