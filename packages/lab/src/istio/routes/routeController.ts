import type { Store } from '../../apiserver/Store.ts';
import type { Controller } from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import { writeStatus } from '../../controllers/statuses.ts';
import {
  fails,
  holds,
  withVerdicts,
  type Verdict,
} from '../gateways/conditions.ts';
import { classInfoOf } from '../gateways/classes.ts';
import {
  GATEWAY_CLASSES,
  GATEWAYS,
  type Gateway,
  type GatewayClass,
} from '../gateways/gateway.ts';
import { isAboutIstiod, istiodsSeeing } from '../istiods.ts';
import { asksForWaypoint } from '../waypoints/attachment.ts';
import { SERVICE_ENTRIES } from '../waypoints/bindingController.ts';
import { ROUTE_KINDS, routesAttachedTo } from './attachedRoutes.ts';
import {
  GATEWAY_PARENT,
  parentKind,
  type BackendRef,
  type ParentRef,
  type Route,
  type RouteParentStatus,
} from './route.ts';

const CONTROLLER = 'istio.io/gateway-controller';
const TARGETS = ['services', 'namespaces', SERVICE_ENTRIES, GATEWAYS];

/** istiod reports on routes whose parents are Services or its Gateways, beside what other controllers report. */
export const routeStatusController: Controller = {
  name: 'istiod-route-statuses',
  *concerns(change, { store }) {
    const { resource, object } = change;
    if (ROUTE_KINDS.includes(resource)) {
      if (change.type !== 'DELETED') yield refOf(resource, object);
    } else if (TARGETS.includes(resource) || isAboutIstiod(change)) {
      for (const kind of ROUTE_KINDS.filter(id => store.kinds.get(id))) {
        for (const route of store.list(kind).items) yield refOf(kind, route);
      }
    }
  },
  reconcile(ref, { store, timeline }) {
    const route = store.get<Route>(ref);
    const istiods = istiodsSeeing(store, ref.namespace);
    if (!route || istiods.length === 0) return;
    const ambient = istiods.some(istiod => istiod.ambient);
    const options = {
      observedGeneration: route.metadata.generation,
      now: timeline.now(),
    };
    const known = route.status?.parents ?? [];
    const ours = (route.spec.parentRefs ?? [])
      .filter(parentRef => isOurs(store, route, parentRef))
      .map((parentRef): RouteParentStatus => {
        const before = known.find(
          ({ controllerName, parentRef: other }) =>
            controllerName === CONTROLLER && sameParent(parentRef, other),
        );
        const verdicts = verdictsOn(store, route, parentRef, ambient);
        return {
          conditions: withVerdicts(before?.conditions, verdicts, options),
          controllerName: CONTROLLER,
          parentRef,
        };
      });
    const others = known.filter(p => p.controllerName !== CONTROLLER);
    if (ours.length === 0 && known.length === others.length) return;
    const status = { parents: [...others, ...ours] };
    writeStatus(store, ref.resource, route, status, CONTROLLER);
  },
};

function sameParent(a: ParentRef, b: ParentRef): boolean {
  return (
    parentKind(a) === parentKind(b) &&
    a.name === b.name &&
    a.namespace === b.namespace &&
    a.port === b.port &&
    a.sectionName === b.sectionName
  );
}

function isOurs(store: Store, route: Route, ref: ParentRef): boolean {
  const kind = parentKind(ref);
  if (kind === 'Service' || kind === 'ServiceEntry.networking.istio.io')
    return true;
  if (kind !== GATEWAY_PARENT) return false;
  const gateway = gatewayOf(store, route, ref);
  if (!gateway) return false;
  const name = gateway.spec.gatewayClassName;
  return (
    classInfoOf(
      store.get<GatewayClass>({ resource: GATEWAY_CLASSES, name }),
    ) !== undefined
  );
}

function gatewayOf(
  store: Store,
  route: Route,
  { name, namespace = route.metadata.namespace }: ParentRef,
): Gateway | undefined {
  return store.get<Gateway>({ resource: GATEWAYS, namespace, name });
}

/** In the order of their types, as istiod writes them first. */
function verdictsOn(
  store: Store,
  route: Route,
  ref: ParentRef,
  ambient: boolean,
): Verdict[] {
  const parent =
    parentKind(ref) === GATEWAY_PARENT
      ? gatewayVerdicts(store, route, ref)
      : serviceVerdicts(store, route, ref);
  const waypoints = holds(
    'ResolvedWaypoints',
    'ResolvedWaypoints',
    parent.waypoints,
  );
  return [
    parent.accepted,
    resolvedRefs(store, route),
    ...(ambient ? [waypoints] : []),
  ];
}

interface ParentVerdicts {
  accepted: Verdict;
  /** The condition is True whatever it says. */
  waypoints: string;
}

const VALID = holds('Accepted', 'Accepted', 'Route was valid');

function serviceVerdicts(
  store: Store,
  route: Route,
  ref: ParentRef,
): ParentVerdicts {
  const { kind = 'Service', name } = ref;
  const { namespace = route.metadata.namespace } = ref;
  const resource = kind === 'Service' ? 'services' : SERVICE_ENTRIES;
  const service = store.get({ resource, namespace, name });
  if (!service) {
    const what = kind === 'Service' ? 'service' : 'service entry';
    const message = `parent ${what}: "${name}" not found`;
    return {
      accepted: fails('Accepted', 'NoMatchingParent', message),
      waypoints: 'parent not found',
    };
  }
  return {
    accepted: VALID,
    waypoints: asksForWaypoint(store, service)
      ? 'All waypoints resolved'
      : 'istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected',
  };
}

function gatewayVerdicts(
  store: Store,
  route: Route,
  ref: ParentRef,
): ParentVerdicts {
  const gateway = gatewayOf(store, route, ref);
  const listeners = gateway?.spec.listeners ?? [];
  const waypoints = 'All waypoints resolved';
  const fitting = listeners.filter(
    ({ name, port }) =>
      (ref.sectionName ?? name) === name && (ref.port ?? port) === port,
  );
  if (fitting.length === 0) {
    const message = ref.sectionName
      ? `sectionName "${ref.sectionName}" not found`
      : `port ${ref.port} not found`;
    return {
      accepted: fails('Accepted', 'NoMatchingParent', message),
      waypoints,
    };
  }
  const attached = fitting.filter(
    listener =>
      gateway &&
      routesAttachedTo(store, gateway, listener).some(
        other => other.metadata.uid === route.metadata.uid,
      ),
  ).length;
  if (attached > 0)
    return {
      accepted:
        attached === 1
          ? VALID
          : holds(
              'Accepted',
              'Accepted',
              `Route was valid, bound to ${attached} parents`,
            ),
      waypoints,
    };
  const { namespace } = route.metadata;
  const message = `hostnames matched parent hostname "", but namespace "${namespace}" is not allowed by the parent`;
  return {
    accepted: fails('Accepted', 'NotAllowedByListeners', message),
    waypoints,
  };
}

function resolvedRefs(store: Store, route: Route): Verdict {
  const missing = (route.spec.rules ?? [])
    .flatMap(rule => rule.backendRefs ?? [])
    .find(backend => !exists(store, route, backend));
  if (!missing)
    return holds('ResolvedRefs', 'ResolvedRefs', 'All references resolved');
  const { name, namespace = route.metadata.namespace } = missing;
  const message = `backend(${name}.${namespace}.svc.cluster.local) not found`;
  return fails('ResolvedRefs', 'BackendNotFound', message);
}

/** Backends of other kinds than Services are not looked up. */
function exists(store: Store, route: Route, backend: BackendRef): boolean {
  const { kind = 'Service', name } = backend;
  const { namespace = route.metadata.namespace } = backend;
  return (
    kind !== 'Service' ||
    store.get({ resource: 'services', namespace, name }) !== undefined
  );
}
