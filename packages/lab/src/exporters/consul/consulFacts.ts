import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Service } from '../../controllers/objects.ts';
import { serviceSelects } from '../../controllers/selectors.ts';
import type { CallEnd } from '../../traffic/Call.ts';
import type { FleetView } from '../FleetView.ts';

const CONSUL = 'consul.hashicorp.com';

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

interface ProtocolEntry extends KubeObject {
  spec: { protocol?: string; config?: { protocol?: string } };
}

/** The datacenter that the servers of a cluster are of; its own name where they do not say. */
export function datacenterOf(view: FleetView, cluster: string): string {
  const texts = view
    .list<ConfigMap>(cluster, 'configmaps')
    .flatMap(({ data = {} }) => Object.values(data));
  const [, name] =
    texts
      .map(text => /"datacenter":\s*"([^"]+)"/.exec(text))
      .find(match => match !== null) ?? [];
  return name ?? cluster;
}

/** What Consul calls the workload of a pod: an annotation, else the Service that selects it. */
export function serviceOf(
  { cluster, namespace, workload, pod, labels }: CallEnd,
  view: FleetView,
): string {
  const annotations = view.pod({ cluster, namespace, pod })?.annotations ?? {};
  const named = annotations[`${CONSUL}/connect-service`];
  if (named) return named.split(',')[0];
  const service = view
    .list<Service>(cluster, 'services', { namespace })
    .find(
      ({ spec, metadata }) =>
        metadata.labels?.[`${CONSUL}/service-ignore`] !== 'true' &&
        serviceSelects(spec.selector, labels),
    );
  return service?.metadata.name ?? workload;
}

/** Of a service: its own setting, else that of all proxies, else TCP. */
export function protocolOf(
  service: string,
  { cluster, view }: { cluster: string; view: FleetView },
): string {
  const own = view
    .list<ProtocolEntry>(cluster, `servicedefaults.${CONSUL}`)
    .find(({ metadata }) => metadata.name === service);
  const all = view
    .list<ProtocolEntry>(cluster, `proxydefaults.${CONSUL}`)
    .find(({ metadata }) => metadata.name === 'global');
  return own?.spec.protocol ?? all?.spec.config?.protocol ?? 'tcp';
}

/** The name under which a cluster knows another as its peer. */
export function peerOf(
  view: FleetView,
  { from, to }: { from: string; to: string },
): string | undefined {
  const names = ['peeringacceptors', 'peeringdialers'].flatMap(kind =>
    view.list(from, `${kind}.${CONSUL}`).map(({ metadata }) => metadata.name),
  );
  const datacenter = datacenterOf(view, to);
  return names.find(name => name === datacenter) ?? names[0];
}
