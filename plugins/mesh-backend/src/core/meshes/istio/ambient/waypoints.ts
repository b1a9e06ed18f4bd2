import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Gateway,
  gatewayClassKind,
  gatewayKind,
  matchesSelector,
} from '@meshport/plugin-mesh-node';
import { namespaceLabels } from '../../sidecar/webhooks';
import {
  LABEL_USE_WAYPOINT,
  LABEL_USE_WAYPOINT_NAMESPACE,
  LABEL_WAYPOINT_FOR,
} from '../names';

type Labels = Readonly<Record<string, string>>;

/** Controllers of GatewayClasses that make waypoints. */
const WAYPOINT_CONTROLLERS = [
  'istio.io/mesh-controller',
  'istio.io/agentgateway-waypoint-controller',
];
/** The classes that they come with, where GatewayClasses cannot be read. */
const WAYPOINT_CLASSES = ['istio-waypoint', 'istio-agentgateway-waypoint'];

/** Kinds of traffic that a waypoint can be for. */
export type Traffic = 'service' | 'workload';

/** A proxy that handles services or workloads of ambient mode on layer 7. */
export interface Waypoint {
  readonly gateway: Gateway;
  /** `service`, `workload`, `all`, `none`. */
  readonly isFor: string;
  readonly isReady: boolean;
}

/** What labels ask for, and whose labels they are. */
export interface AskedWaypoint {
  readonly namespace: string;
  readonly name: string;
  readonly by: 'object' | 'namespace';
}

/** What becomes of a wish for a waypoint; `none` where there is no such wish. */
export type Attachment =
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly asked: AskedWaypoint }
  | {
      readonly kind:
        | 'attached'
        | 'not-ready'
        | 'not-admitted'
        | 'other-traffic';
      readonly asked: AskedWaypoint;
      readonly waypoint: Waypoint;
    };

/** Gateways by `namespace/name`; undefined for those that are no waypoints. */
export type Waypoints = ReadonlyMap<string, Waypoint | undefined>;

function isReady({ status }: Gateway): boolean {
  const isProgrammed = status.conditions.some(
    ({ type, status: is }) => type === 'Programmed' && is === 'True',
  );
  return isProgrammed && status.addresses.length > 0;
}

/** A proxy of another maker can be a waypoint too: it listens as one. */
function isForeignWaypoint(gateway: Gateway, controller: string): boolean {
  return !controller.startsWith('istio.io/') && meshListener(gateway) >= 0;
}

export function waypointsOf(snapshot: ClusterSnapshot): Waypoints {
  const classes = new Map(
    snapshot
      .kind(gatewayClassKind)
      .items.map(item => [item.metadata.name, item]),
  );
  return new Map(
    snapshot.kind(gatewayKind).items.map(gateway => {
      const { metadata, spec } = gateway;
      const name = spec.gatewayClassName ?? '';
      const itsClass = classes.get(name);
      const controller = itsClass?.spec.controllerName ?? '';
      const isWaypoint = itsClass
        ? WAYPOINT_CONTROLLERS.includes(controller) ||
          isForeignWaypoint(gateway, controller)
        : WAYPOINT_CLASSES.includes(name);
      const isFor =
        metadata.labels[LABEL_WAYPOINT_FOR] ??
        itsClass?.metadata.labels[LABEL_WAYPOINT_FOR] ??
        'service';
      return [
        `${metadata.namespace ?? ''}/${metadata.name}`,
        isWaypoint ? { gateway, isFor, isReady: isReady(gateway) } : undefined,
      ];
    }),
  );
}

/** The waypoint that an object's labels name; `none` where they refuse any. */
function namedBy(
  labels: Labels,
  namespace: string,
): { namespace: string; name: string } | 'none' | undefined {
  const name = labels[LABEL_USE_WAYPOINT];
  if (name === undefined || name === 'none') return name;
  return {
    name,
    namespace: labels[LABEL_USE_WAYPOINT_NAMESPACE] ?? namespace,
  };
}

/** Index of the listener that says who may attach (istio `makeAllowedRoutes`). */
export function meshListener({ spec }: Gateway): number {
  return spec.listeners.findIndex(
    ({ protocol, port }) => protocol === 'HBONE' && port === 15008,
  );
}

/** Does the waypoint take services and workloads of a namespace with these labels? */
export function admits(
  gateway: Gateway,
  namespace: string,
  labels: Labels,
): boolean {
  const listener = gateway.spec.listeners[meshListener(gateway)];
  const { from, selector } = listener?.allowedRoutes.namespaces ?? {};
  if (from === 'All') return true;
  return from === 'Selector' && selector
    ? matchesSelector(selector, labels)
    : gateway.metadata.namespace === namespace;
}

export interface WishForWaypoint {
  readonly snapshot: ClusterSnapshot;
  readonly waypoints: Waypoints;
  readonly namespace: string;
  /** Of the Service or pod. */
  readonly labels: Labels;
  readonly traffic: Traffic;
}

function askedFor({
  snapshot,
  namespace,
  labels,
}: WishForWaypoint): AskedWaypoint | undefined {
  const own = namedBy(labels, namespace);
  if (own === 'none') return undefined;
  if (own) return { ...own, by: 'object' };
  const home = snapshot.namespace(namespace)?.metadata.labels ?? {};
  const inherited = namedBy(home, namespace);
  return inherited === 'none' || inherited === undefined
    ? undefined
    : { ...inherited, by: 'namespace' };
}

/**
 * The waypoint of a service or workload, or why it has none although one is asked for
 * (istio `fetchWaypointForService`, `fetchWaypointForWorkload`). The object's own
 * label beats that of its namespace, even where its waypoint is not ready.
 */
export function attachmentOf(wish: WishForWaypoint): Attachment {
  const { snapshot, waypoints, namespace, traffic } = wish;
  const asked = askedFor(wish);
  if (!asked) return { kind: 'none' };
  const waypoint = waypoints.get(`${asked.namespace}/${asked.name}`);
  const takes = waypoint?.isFor === traffic || waypoint?.isFor === 'all';
  // A namespace's waypoint is not meant for workloads unless it says so.
  if (!takes && traffic === 'workload' && asked.by === 'namespace') {
    return { kind: 'none' };
  }
  if (!waypoint) return { kind: 'missing', asked };
  if (!waypoint.isReady) return { kind: 'not-ready', asked, waypoint };
  const labels = namespaceLabels(namespace, snapshot.namespace(namespace));
  if (!admits(waypoint.gateway, namespace, labels)) {
    return { kind: 'not-admitted', asked, waypoint };
  }
  return { kind: takes ? 'attached' : 'other-traffic', asked, waypoint };
}

export function waypointRef(
  cluster: string,
  { namespace, name }: Pick<AskedWaypoint, 'namespace' | 'name'>,
): ObjectRef {
  return {
    cluster,
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    namespace,
    name,
  };
}
