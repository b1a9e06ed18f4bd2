import type { ServiceView } from '../ClusterView.ts';
import { direct, synchronised, type Discovery } from './Endpoint.ts';

const GLOBAL = 'service.cilium.io/global';

/** The nodes' own load balancing: EndpointSlices, and with Cilium the pods of global Services in other clusters too. */
export const throughNodes: Discovery = ({ view, views, namespace, name }) => {
  const own = view.service(namespace, name);
  if (!own) return undefined;
  const far = isGlobal(own)
    ? [...views.values()]
        .filter(peer => peer !== view)
        .map(peer => peer.service(namespace, name))
        .filter(service => service !== undefined)
        .filter(isGlobal)
        .flatMap(direct)
    : [];
  const known = [...direct(own), ...synchronised(own, views), ...far];
  return known.filter(
    ({ server }, i) => known.findIndex(other => other.server === server) === i,
  );
};

function isGlobal({ service }: ServiceView): boolean {
  return service.metadata.annotations?.[GLOBAL] === 'true';
}
