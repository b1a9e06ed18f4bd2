import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { waypointOfService } from '../../istio/waypoints/attachment.ts';
import type { ClusterView, ServiceView } from '../ClusterView.ts';
import type { Place } from '../Place.ts';
import {
  direct,
  readyOf,
  synchronised,
  type Discovery,
  type Endpoint,
  type Lookup,
  type Passage,
} from './Endpoint.ts';

const MULTI_CLUSTER = 'istio/multiCluster';
const NETWORK = 'topology.istio.io/network';
const DESTINATION_RULES = 'destinationrules.networking.istio.io';

/** Services of the same name in all clusters that a sidecar's istiod reads; what is far only where the near fail. */
export const throughSidecars: Discovery = lookup => {
  const { view, views, namespace, name } = lookup;
  const own = view.service(namespace, name);
  const far = peersOf(view, views).flatMap(peer => {
    const service = peer.service(namespace, name);
    return service ? [{ peer, service }] : [];
  });
  if (!own && far.length === 0) return undefined;
  const near = own ? [...direct(own), ...synchronised(own, views)] : [];
  if (near.length > 0 && prefersNear(view, { namespace, name })) return near;
  const remote = far.flatMap(({ peer, service }) =>
    acrossNetworks(view, peer, service, 'istio-sidecar'),
  );
  return [...near, ...remote].map(endpoint => withWaypoint(lookup, endpoint));
};

/** As ztunnels and waypoints know it: the own cluster, and what is declared global in all. */
export const throughZtunnel: Discovery = lookup => {
  const { view, views, namespace, name } = lookup;
  const own = view.service(namespace, name);
  if (!own) return undefined;
  const far = peersOf(view, views).flatMap(peer => {
    const service = peer.service(namespace, name);
    const global = service && isGlobal(own) && isGlobal(service);
    return global ? acrossNetworks(view, peer, service, 'ztunnel') : [];
  });
  return [...direct(own), ...synchronised(own, views), ...far].map(endpoint =>
    withWaypoint(lookup, endpoint),
  );
};

function isGlobal({ service }: ServiceView): boolean {
  return service.metadata.labels?.['istio.io/global'] === 'true';
}

/** The clusters that istiod has a remote secret for. */
function peersOf(
  view: ClusterView,
  views: ReadonlyMap<string, ClusterView>,
): ClusterView[] {
  return view
    .list('secrets', 'istio-system')
    .filter(({ metadata }) => metadata.labels?.[MULTI_CLUSTER] === 'true')
    .flatMap(({ data }) => Object.keys((data ?? {}) as object))
    .flatMap(cluster => views.get(cluster) ?? []);
}

/** Between networks only mutual TLS finds its way, so pods that do not have it are left out. */
function acrossNetworks(
  view: ClusterView,
  peer: ClusterView,
  service: ServiceView,
  plane: 'istio-sidecar' | 'ztunnel',
): Endpoint[] {
  if (networkOf(view) === networkOf(peer)) return direct(service);
  const gateways = readyOf(
    peer,
    ({ end }) =>
      end.labels.istio === 'eastwestgateway' ||
      end.labels['gateway.istio.io/managed'] === 'istio.io-eastwest-controller',
  );
  if (gateways.length === 0) return [];
  const passages: Passage[] = [{ kind: 'east-west', places: gateways }];
  return service.places
    .filter(({ planes }) => planes.has(plane))
    .map(server => ({ server, passages }));
}

function networkOf({ store }: ClusterView): string | undefined {
  return store.get({ resource: 'namespaces', name: 'istio-system' })?.metadata
    .labels?.[NETWORK];
}

interface DestinationRule extends KubeObject {
  spec?: {
    host?: string;
    trafficPolicy?: {
      loadBalancer?: { localityLbSetting?: { enabled?: boolean } };
      outlierDetection?: object;
    };
  };
}

/** Localities count only where outlier detection can tell that the near ones fail. */
function prefersNear(
  view: ClusterView,
  { namespace, name }: { namespace: string; name: string },
): boolean {
  const host = `${name}.${namespace}.svc.cluster.local`;
  return view
    .list<DestinationRule>(DESTINATION_RULES, namespace)
    .some(({ spec }) => {
      const { loadBalancer, outlierDetection } = spec?.trafficPolicy ?? {};
      const settings = loadBalancer?.localityLbSetting;
      return (
        [host, name].includes(spec?.host ?? '') &&
        outlierDetection !== undefined &&
        settings !== undefined &&
        settings.enabled !== false
      );
    });
}

/** The waypoint of the Service, as the client's cluster has it, else the one that the pod itself asks for. */
function withWaypoint(
  { view, namespace, name }: Lookup,
  endpoint: Endpoint,
): Endpoint {
  const { server } = endpoint;
  const own = view.service(namespace, name);
  const attached = own && waypointOfService(view.store, own.service);
  const asked = server.end.labels['istio.io/use-waypoint'];
  const local = server.end.cluster === view.name;
  const key =
    attached && 'waypoint' in attached
      ? attached.waypoint
      : local && asked && asked !== 'none' && `${namespace}/${asked}`;
  if (!key) return endpoint;
  const [home, gateway] = key.split('/');
  const places = view.workload(home, gateway).filter(isReady);
  const waypoint: Passage = { kind: 'waypoint', places };
  return { server, passages: [waypoint, ...endpoint.passages] };
}

function isReady({ ready }: Place): boolean {
  return ready;
}
