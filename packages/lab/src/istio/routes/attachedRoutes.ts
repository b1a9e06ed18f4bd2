import type { Store } from '../../apiserver/Store.ts';
import { admitsNamespace } from '../gateways/allowedRoutes.ts';
import type { Gateway, Listener } from '../gateways/gateway.ts';
import { GATEWAY_PARENT, parentKind, type Route } from './route.ts';

export const ROUTE_KINDS = [
  'httproutes.gateway.networking.k8s.io',
  'grpcroutes.gateway.networking.k8s.io',
  'tlsroutes.gateway.networking.k8s.io',
  'tcproutes.gateway.networking.k8s.io',
];

/** The routes that name the listener's Gateway, and the listener or none in particular, from namespaces that it admits. */
export function routesAttachedTo(
  store: Store,
  gateway: Gateway,
  listener: Listener,
): Route[] {
  const { namespace, name } = gateway.metadata;
  return ROUTE_KINDS.filter(kind => store.kinds.get(kind))
    .flatMap(kind => store.list<Route>(kind).items)
    .filter(
      route =>
        route.spec.parentRefs?.some(
          ref =>
            parentKind(ref) === GATEWAY_PARENT &&
            ref.name === name &&
            (ref.namespace ?? route.metadata.namespace) === namespace &&
            (ref.sectionName ?? listener.name) === listener.name &&
            (ref.port ?? listener.port) === listener.port,
        ) &&
        admitsNamespace(store, gateway, listener, route.metadata.namespace),
    );
}
