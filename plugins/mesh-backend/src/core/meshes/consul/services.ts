import {
  type ClusterSnapshot,
  type Pod,
  type Service,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { selects } from '../../model/selectors';
import { LABEL_IGNORE } from './names';

/** The Services of a cluster by namespace, without those that Consul leaves out. */
export type Services = ReadonlyMap<string, readonly Service[]>;

export function servicesOf(snapshot: ClusterSnapshot): Services {
  const services = new Map<string, Service[]>();
  for (const service of snapshot.kind(serviceKind).items) {
    const { namespace = '', labels } = service.metadata;
    const hasSelector = Object.keys(service.spec.selector).length > 0;
    if (!hasSelector || labels[LABEL_IGNORE] === 'true') continue;
    const others = services.get(namespace);
    if (others) others.push(service);
    else services.set(namespace, [service]);
  }
  return services;
}

/** Services through which Consul registers a pod. */
export function servicesOfPod(
  services: Services,
  { metadata }: Pod,
): Service[] {
  return (services.get(metadata.namespace ?? '') ?? []).filter(({ spec }) =>
    selects(spec.selector, metadata.labels),
  );
}
