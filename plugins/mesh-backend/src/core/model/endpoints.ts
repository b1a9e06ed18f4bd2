import {
  type ClusterSnapshot,
  type EndpointCount,
  type EndpointSlice,
  endpointSliceKind,
  isReadable,
} from '@meshport/plugin-mesh-node';

const SERVICE_NAME = 'kubernetes.io/service-name';

/** Of one Service, from those of all; undefined while slices cannot be read. */
export function endpointsIn(
  snapshot: ClusterSnapshot,
  known: ReadonlyMap<string, EndpointCount>,
): (namespace: string, name: string) => EndpointCount | undefined {
  const isKnown = isReadable(snapshot.kind(endpointSliceKind));
  return (namespace, name) =>
    isKnown
      ? known.get(`${namespace}/${name}`) ?? { ready: 0, total: 0 }
      : undefined;
}

/**
 * Ready and all endpoints by `<namespace>/<service>`, of the slices that count; dual stack
 * counts once.
 */
export function endpointsByService(
  snapshot: ClusterSnapshot,
  counts: (slice: EndpointSlice) => boolean = () => true,
): ReadonlyMap<string, EndpointCount> {
  const readiness = new Map<string, Map<string, boolean>>();
  for (const slice of snapshot.kind(endpointSliceKind).items) {
    const service = slice.metadata.labels[SERVICE_NAME];
    if (service === undefined || !counts(slice)) continue;
    const key = `${slice.metadata.namespace ?? ''}/${service}`;
    const known = readiness.get(key) ?? new Map<string, boolean>();
    readiness.set(key, known);
    for (const { addresses, conditions, targetRef } of slice.endpoints) {
      if (conditions.terminating) continue;
      const id = targetRef.name ?? addresses[0] ?? '';
      known.set(id, known.get(id) || conditions.ready !== false);
    }
  }
  return new Map(
    [...readiness].map(([key, endpoints]) => [
      key,
      {
        ready: [...endpoints.values()].filter(ready => ready).length,
        total: endpoints.size,
      },
    ]),
  );
}
