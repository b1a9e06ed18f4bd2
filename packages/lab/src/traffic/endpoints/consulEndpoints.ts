import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { ClusterView } from '../ClusterView.ts';
import { direct, readyOf, type Discovery, type Passage } from './Endpoint.ts';

const RESOLVERS = 'serviceresolvers.consul.hashicorp.com';
const EXPORTED = 'exportedservices.consul.hashicorp.com';

interface ServiceResolver extends KubeObject {
  spec: { redirect?: { peer?: string; service?: string } };
}

interface ExportedServices extends KubeObject {
  spec: { services?: { name: string }[] };
}

/** The Service of the own cluster, or the one of a peer that a ServiceResolver redirects to. */
export const throughConsul: Discovery = ({ view, views, namespace, name }) => {
  const own = view.service(namespace, name);
  if (own) return direct(own);
  const redirect = view
    .list<ServiceResolver>(RESOLVERS)
    .find(({ metadata }) => metadata.name === name)?.spec.redirect;
  if (!redirect?.peer) return undefined;
  const wanted = redirect.service ?? name;
  const peer = [...views.values()].find(
    other => other !== view && exportsService(other, wanted),
  );
  const service = [...(peer?.allServices() ?? [])].find(
    candidate => candidate.service.metadata.name === wanted,
  );
  if (!peer || !service) return [];
  const passages = [view, peer].map(meshGateway);
  return passages.every(({ places }) => places.length > 0)
    ? service.places.map(server => ({ server, passages }))
    : [];
};

function exportsService(view: ClusterView, name: string): boolean {
  return view
    .list<ExportedServices>(EXPORTED)
    .some(({ spec }) => spec.services?.some(service => service.name === name));
}

function meshGateway(view: ClusterView): Passage {
  const places = readyOf(
    view,
    ({ end }) => end.labels.component === 'mesh-gateway',
  );
  return { kind: 'mesh-gateway', places };
}
