import type { Hop } from '../Call.ts';
import type { ClusterView, ServiceView } from '../ClusterView.ts';
import type { Place } from '../Place.ts';

/** Proxies of one kind on the way; a call takes one of their ready pods. */
export interface Passage {
  kind: Hop['kind'];
  places: readonly Place[];
}

/** A pod that a call may end at. */
export interface Endpoint {
  server: Place;
  passages: readonly Passage[];
}

/** A client and the name that it calls. */
export interface Lookup {
  /** Undefined outside of all clusters. */
  client?: Place;
  /** Of the client, or where a call from outside comes in. */
  view: ClusterView;
  views: ReadonlyMap<string, ClusterView>;
  namespace: string;
  name: string;
}

/** The Services that the client's mesh or cluster knows by the name; undefined where there is no such name. */
export type Discovery = (lookup: Lookup) => Endpoint[] | undefined;

export function direct(service: ServiceView): Endpoint[] {
  return service.places.map(server => ({ server, passages: [] }));
}

/** The pods in other clusters whose addresses are in the EndpointSlices of the Service. */
export function synchronised(
  { remote }: ServiceView,
  views: ReadonlyMap<string, ClusterView>,
): Endpoint[] {
  return remote.flatMap(({ cluster, address }) => {
    const view = [...views.values()].find(
      candidate => ciliumNameOf(candidate) === cluster,
    );
    const server = view?.placeAt(address);
    return server?.ready ? [{ server, passages: [] }] : [];
  });
}

/** The name of a cluster in Cilium's own configuration, else its own. */
function ciliumNameOf({ name, store }: ClusterView): string {
  const config = store.get({
    resource: 'configmaps',
    namespace: 'kube-system',
    name: 'cilium-config',
  });
  const data = config?.data as Record<string, string> | undefined;
  return data?.['cluster-name'] ?? name;
}

export function readyOf(
  view: ClusterView,
  selects: (place: Place) => boolean,
): Place[] {
  return [...view.allPlaces()].filter(place => place.ready && selects(place));
}
