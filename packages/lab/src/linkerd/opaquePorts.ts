import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Pod, Service } from '../controllers/objects.ts';
import { OPAQUE_PORTS } from './annotations.ts';
import type { ProxyValues } from './proxyValues.ts';

type Annotations = Readonly<Record<string, string>>;

/**
 * The object with the annotation that says which of its ports carry a protocol that must not be looked into: its
 * own, else the namespace's, else those of Linkerd's default list that it has. The injector adds it to every pod
 * and Service that its webhook sees, meshed or not.
 */
export function withOpaquePorts<T extends Pod | Service>(
  object: T,
  namespace: Annotations,
  values: ProxyValues,
): T {
  const own = object.metadata.annotations ?? {};
  if (own[OPAQUE_PORTS] !== undefined) return object;
  const defaults = values.proxy.opaquePorts.split(',');
  const text =
    namespace[OPAQUE_PORTS] ??
    (isService(object) ? servicePorts(object) : podPorts(object))
      .filter(({ decisive }) => defaults.includes(String(decisive)))
      .map(({ port }) => port)
      .join(',');
  if (text !== '')
    object.metadata.annotations = { ...own, [OPAQUE_PORTS]: text };
  return object;
}

interface Port {
  port: number;
  /** The number that is looked up in the default list. */
  decisive: number;
}

function isService(object: KubeObject): object is Service {
  return object.kind === 'Service';
}

function podPorts({ spec }: Pod): Port[] {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .flatMap(container => container.ports ?? [])
    .map(({ containerPort }) => ({
      port: containerPort,
      decisive: containerPort,
    }));
}

/** A Service's port is opaque if its target is: 3306 that leads to 80 is not, 5000 that leads to 5432 is. */
function servicePorts({ spec }: Service): Port[] {
  return (spec.ports ?? []).flatMap(({ port, targetPort = port }) =>
    typeof targetPort === 'number' ? [{ port, decisive: targetPort }] : [],
  );
}
