import type { ServicePort } from '../controllers/objects.ts';
import type { Access, Refusal } from './access/Access.ts';
import { refusalOf } from './access/refusal.ts';
import type { ClusterView, ServiceView } from './ClusterView.ts';
import { throughConsul } from './endpoints/consulEndpoints.ts';
import type { Discovery, Endpoint } from './endpoints/Endpoint.ts';
import { throughSidecars, throughZtunnel } from './endpoints/istioEndpoints.ts';
import { throughLinkerd } from './endpoints/linkerdEndpoints.ts';
import { throughNodes } from './endpoints/plainEndpoints.ts';
import type { Flow, Route, Target } from './Flow.ts';
import { isOwnTls } from './ownTls.ts';
import type { Place } from './Place.ts';

type ServiceTarget = Extract<Target, { kind: 'service' }>;

/** A pod that a call may end at, and what happens on the way there. */
export interface Way extends Endpoint {
  mtls: boolean;
  refusal(route: Route): Refusal | undefined;
}

/** Undefined: the client knows no such name. Empty: nothing is ready behind it. */
export type Ways = readonly Way[] | undefined;

/** Where the calls of a client go, as its mesh and the objects in the clusters have it at the moment. */
export class Router {
  private readonly views: ReadonlyMap<string, ClusterView>;
  /** How often each of the clusters was looked at. */
  private looks = '';
  private known = new Map<Flow, Map<Place | string, Ways>>();

  constructor(views: ReadonlyMap<string, ClusterView>) {
    this.views = views;
  }

  /** Looks at the clusters again, where they have changed. Answers whether any had. */
  refresh(): boolean {
    const looks = [...this.views.values()].map(view => view.refresh()).join();
    if (looks === this.looks) return false;
    this.looks = looks;
    this.known = new Map();
    return true;
  }

  view(cluster: string): ClusterView | undefined {
    return this.views.get(cluster);
  }

  /** Of a client, or of what comes into a cluster from outside. */
  ways(flow: Flow, client: Place | undefined, cluster: string): Ways {
    let byClient = this.known.get(flow);
    if (!byClient) {
      byClient = new Map();
      this.known.set(flow, byClient);
    }
    const key = client ?? cluster;
    if (!byClient.has(key)) byClient.set(key, this.find(flow, client, cluster));
    return byClient.get(key);
  }

  /** What proxies on the way can tell of a call: where the ends encrypt it themselves, that there is a connection. */
  seenAs({ protocol, target }: Flow, cluster: string): Flow['protocol'] {
    const view = this.views.get(cluster);
    if (!view || target.kind === 'external') return protocol;
    const declared = declaredPort(
      view.service(target.namespace, target.name),
      target,
    );
    return declared && isOwnTls(declared) ? 'tcp' : protocol;
  }

  private find(flow: Flow, client: Place | undefined, cluster: string): Ways {
    const view = this.views.get(cluster);
    const { target } = flow;
    if (!view || target.kind === 'external') return undefined;
    const { namespace, name } = target;
    const { views } = this;
    const lookup = { client, view, views, namespace, name };
    return discoveryOf(client)(lookup)?.map(endpoint =>
      this.wayTo(endpoint, { flow, target, client, view }),
    );
  }

  private wayTo(
    endpoint: Endpoint,
    call: {
      flow: Flow;
      target: ServiceTarget;
      client?: Place;
      view: ClusterView;
    },
  ): Way {
    const { flow, target, client, view } = call;
    const { server, passages } = endpoint;
    const mtls = isMutual(client, server);
    const [waypoint] = passages.flatMap(({ kind, places }) =>
      kind === 'waypoint' ? places.slice(0, 1) : [],
    );
    const decided = new Map<Route, Refusal | undefined>();
    const home = this.views.get(server.end.cluster) ?? view;
    const access: Omit<Access, 'method' | 'path'> = {
      client,
      clientService: client ? serviceOf(view, client) : '',
      server,
      view: home,
      service: target,
      ...portOf(view, home, target),
      protocol: this.seenAs(flow, view.name),
      mtls,
      waypoint,
    };
    return {
      ...endpoint,
      mtls,
      refusal: route => {
        if (!decided.has(route))
          decided.set(
            route,
            refusalOf({ ...access, method: route.method, path: route.path }),
          );
        return decided.get(route);
      },
    };
  }
}

function discoveryOf(client: Place | undefined): Discovery {
  const planes = client?.planes;
  if (planes?.has('istio-sidecar')) return throughSidecars;
  if (planes?.has('linkerd')) return throughLinkerd;
  if (planes?.has('ztunnel')) return throughZtunnel;
  if (planes?.has('consul')) return throughConsul;
  return throughNodes;
}

/** Both ends are in the same mesh. */
function isMutual(client: Place | undefined, server: Place): boolean {
  if (!client) return false;
  const both = (...planes: Parameters<Place['planes']['has']>[0][]) =>
    [client, server].every(({ planes: has }) => planes.some(p => has.has(p)));
  return both('istio-sidecar', 'ztunnel') || both('linkerd') || both('consul');
}

/** The Service that a pod is behind, else its workload: what Consul calls it. */
function serviceOf(view: ClusterView, client: Place): string {
  for (const { service, places } of view.allServices())
    if (places.includes(client)) return service.metadata.name;
  return client.end.workload;
}

function portOf(
  near: ClusterView,
  far: ClusterView,
  { namespace, name, port }: ServiceTarget,
): Pick<Access, 'port' | 'ports'> {
  const service = far.service(namespace, name) ?? near.service(namespace, name);
  const declared = declaredPort(service, { port });
  const names = [declared?.name, declared?.targetPort, port];
  return { port, ports: names.filter(known => known !== undefined) };
}

function declaredPort(
  view: ServiceView | undefined,
  { port }: Pick<ServiceTarget, 'port'>,
): ServicePort | undefined {
  return view?.service.spec.ports?.find(candidate => candidate.port === port);
}
