import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, KubeObject } from '../apiserver/KubeObject.ts';
import { nameSuffix } from '../simulation/chance.ts';
import type { Controller } from './Controller.ts';
import { dependantsOf, ownedBy, refOf } from './Controller.ts';
import type { EndpointSlice, Service } from './objects.ts';

const resource = 'endpointslices.discovery.k8s.io';
const manager = 'kube-controller-manager';

interface Address {
  ip: string;
  nodeName?: string;
  targetRef?: JsonObject;
}

interface Endpoints extends KubeObject {
  subsets?: {
    addresses?: Address[];
    notReadyAddresses?: Address[];
    ports?: JsonObject[];
  }[];
}

/** Makes EndpointSlices of the Endpoints that somebody keeps for a Service without a selector; one per subset. */
export const endpointSliceMirroringController: Controller = {
  name: 'endpointslicemirroring-controller',
  *concerns({ resource: kind, object }) {
    if (kind === 'endpoints' || kind === 'services')
      yield refOf('endpoints', object);
  },
  reconcile(ref, { store }) {
    const endpoints = store.get<Endpoints>(ref);
    if (!endpoints) return;
    const service = store.get<Service>({ ...ref, resource: 'services' });
    const mirrored = service !== undefined && !service.spec.selector;
    const subsets = mirrored ? endpoints.subsets ?? [] : [];
    const existing = dependantsOf<EndpointSlice>(store, resource, endpoints);
    subsets.forEach((subset, i) => {
      const wanted = sliceOf(endpoints, subset, i);
      const old = existing[i];
      if (!old) {
        store.create(resource, wanted, { manager });
        return;
      }
      const { labels, annotations } = wanted.metadata;
      const same =
        isDeepStrictEqual(old.endpoints, wanted.endpoints) &&
        isDeepStrictEqual(old.ports, wanted.ports) &&
        isDeepStrictEqual(old.metadata.labels, labels) &&
        isDeepStrictEqual(old.metadata.annotations, annotations);
      if (same) return;
      store.modify<EndpointSlice>(
        refOf(resource, old),
        copy => {
          Object.assign(copy.metadata, { labels, annotations });
          Object.assign(copy, {
            endpoints: wanted.endpoints,
            ports: wanted.ports,
          });
        },
        { manager },
      );
    });
    for (const slice of existing.slice(subsets.length))
      store.delete(refOf(resource, slice));
  },
};

type Subset = NonNullable<Endpoints['subsets']>[number];

function sliceOf(endpoints: Endpoints, subset: Subset, index: number) {
  const { name, namespace, labels, annotations } = endpoints.metadata;
  const suffix = nameSuffix(5, `${namespace}/${name} mirrored ${index}`);
  const endpoint = (ready: boolean) => (address: Address) => ({
    addresses: [address.ip],
    conditions: { ready },
    ...(address.nodeName ? { nodeName: address.nodeName } : {}),
    ...(address.targetRef ? { targetRef: address.targetRef } : {}),
  });
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${suffix}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by':
          'endpointslicemirroring-controller.k8s.io',
        'kubernetes.io/service-name': name,
      },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [ownedBy(endpoints)],
    },
    addressType: 'IPv4',
    endpoints: [
      ...(subset.addresses ?? []).map(endpoint(true)),
      ...(subset.notReadyAddresses ?? []).map(endpoint(false)),
    ],
    ports: subset.ports ?? [],
  };
}
