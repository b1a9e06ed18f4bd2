import { hasReadyEndpoint } from '../../linkerd/multicluster/gatewayProbe.ts';
import { linksOf } from '../../linkerd/multicluster/link.ts';
import type { ClusterView } from '../ClusterView.ts';
import {
  direct,
  readyOf,
  synchronised,
  type Discovery,
  type Endpoint,
  type Lookup,
} from './Endpoint.ts';

const CLUSTER_NAME = 'mirror.linkerd.io/cluster-name';
const REMOTE_NAME = 'mirror.linkerd.io/remote-svc-fq-name';
const DISCOVERY = 'multicluster.linkerd.io/remote-discovery';
const LOCAL = 'multicluster.linkerd.io/local-discovery';
const REMOTE_SERVICE = 'multicluster.linkerd.io/remote-service';
const GATEWAY = 'mirror.linkerd.io/multicluster-gateway';

/** What a Service stands for: a mirror behind a gateway, a flat mirror, a federation, or itself. */
export const throughLinkerd: Discovery = lookup => {
  const { view, views, namespace, name } = lookup;
  const own = view.service(namespace, name);
  if (!own) return undefined;
  const { labels = {}, annotations = {} } = own.service.metadata;
  if (annotations[DISCOVERY]) return federated(lookup, annotations);
  const link = labels[CLUSTER_NAME];
  if (!link) return [...direct(own), ...synchronised(own, views)];
  const peer = targetOf(lookup, link);
  if (!peer) return [];
  if (labels[DISCOVERY])
    return pods(peer, namespace, labels[REMOTE_SERVICE] ?? name);
  // The mirror takes the gateway for dead when its probes fail.
  return hasReadyEndpoint(view.store, own.service)
    ? behindGateway(peer, annotations[REMOTE_NAME] ?? '')
    : [];
};

function federated(
  lookup: Lookup,
  annotations: Readonly<Record<string, string>>,
): Endpoint[] {
  const { view, namespace } = lookup;
  const local = annotations[LOCAL];
  const remote = annotations[DISCOVERY].split(',').flatMap(member => {
    const [name, link] = member.split('@');
    const peer = targetOf(lookup, link);
    return peer ? pods(peer, namespace, name) : [];
  });
  return [...(local ? pods(view, namespace, local) : []), ...remote];
}

function pods(view: ClusterView, namespace: string, name: string): Endpoint[] {
  const service = view.service(namespace, name);
  return service ? direct(service) : [];
}

/** The cluster that a Link of that name leads to. */
function targetOf(
  { view, views }: Lookup,
  link: string,
): ClusterView | undefined {
  const known = linksOf(view.store).some(
    ({ spec }) => spec.targetClusterName === link,
  );
  return known ? views.get(link) : undefined;
}

function behindGateway(peer: ClusterView, host: string): Endpoint[] {
  const [name, namespace] = host.split('.');
  const gateways = [...peer.allServices()]
    .filter(({ service }) => service.metadata.annotations?.[GATEWAY] === 'true')
    .flatMap(({ places }) => places);
  const places = readyOf(peer, place => gateways.includes(place));
  if (places.length === 0) return [];
  return pods(peer, namespace, name).map(({ server }) => ({
    server,
    passages: [{ kind: 'linkerd-gateway', places }],
  }));
}
