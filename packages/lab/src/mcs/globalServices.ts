import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../apiserver/History.ts';
import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import { ownedBy, refOf } from '../controllers/Controller.ts';
import type {
  FleetController,
  FleetMember,
  FleetRef,
} from '../controllers/FleetController.ts';
import type { EndpointSlice, Service } from '../controllers/objects.ts';
import { nameSuffix } from '../simulation/chance.ts';
import { isGlobalNamespace, OPERATOR } from './ciliumConfig.ts';
import {
  changesMesh,
  isOperating,
  isReadyEndpoint,
  localSlices,
  meshMember,
  peersOf,
  SLICES,
  SOURCE_CLUSTER,
  type MeshMember,
} from './clusterMesh.ts';

const MANAGED_BY = 'endpointslice-mesh-controller.cilium.io';

/** The current spelling of an annotation of a Service, and the older one that still counts. */
const SPELLINGS = {
  global: ['service.cilium.io/global', 'io.cilium/global-service'],
  shared: ['service.cilium.io/shared', 'io.cilium/shared-service'],
  sync: ['service.cilium.io/global-sync-endpoint-slices'],
};

function says(
  { metadata }: KubeObject,
  what: keyof typeof SPELLINGS,
): boolean | undefined {
  const text = SPELLINGS[what]
    .map(key => metadata.annotations?.[key])
    .find(value => value !== undefined);
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}

function isGlobal(service: KubeObject): boolean {
  return says(service, 'global') === true;
}

/** Headless Services are synchronised without being asked to. */
function wantsSlices(service: Service): boolean {
  const headless = service.spec.clusterIP === 'None';
  return isGlobal(service) && (says(service, 'sync') ?? headless);
}

/**
 * The part of Cilium's operator that writes the remote endpoints of global Services into the API, where the cluster
 * and the Service want it. All other remote endpoints are known to the datapath alone.
 */
export const globalServiceController: FleetController = {
  name: 'cilium-endpointslice-sync',
  *concerns(change, origin, fleet) {
    if (changesMesh(change) || change.resource === 'namespaces') {
      for (const member of fleet.members) yield* globalServicesOf(member);
      return;
    }
    const key = serviceKey(change, origin);
    if (!key) return;
    for (const { name: cluster } of fleet.members)
      yield { cluster, resource: 'services', ...key };
  },
  reconcile(ref, fleet) {
    const own = meshMember(fleet, ref.cluster);
    const service = own?.member.store.get<Service>(ref);
    if (!own || !service || !isOperating(own)) return;
    const peers = peersOf(own, fleet);
    if (!peers) return;
    const wanted = wantedSlices(service, own, peers);
    const existing = meshSlices(own.member, service);
    for (const slice of wanted) write(own.member, existing, slice);
    const names = wanted.map(({ metadata }) => metadata.name);
    for (const slice of existing)
      if (!names.includes(slice.metadata.name))
        own.member.store.delete(refOf(SLICES, slice));
  },
};

function* globalServicesOf({ name, store }: FleetMember): Iterable<FleetRef> {
  for (const service of store.list('services').items)
    if (isGlobal(service))
      yield { cluster: name, ...refOf('services', service) };
}

/** The global Service that a change is about. */
function serviceKey(
  { resource, object, previous }: Change,
  { store }: FleetMember,
): { namespace?: string; name: string } | undefined {
  const { namespace, labels = {} } = object.metadata;
  if (resource === 'services') {
    const matters = isGlobal(object) || (previous && isGlobal(previous));
    return matters ? { namespace, name: object.metadata.name } : undefined;
  }
  const name = labels['kubernetes.io/service-name'];
  if (resource !== SLICES || !name) return undefined;
  const service = store.get({ resource: 'services', namespace, name });
  return service && isGlobal(service) ? { namespace, name } : undefined;
}

function meshSlices({ store }: FleetMember, { metadata }: Service) {
  return store
    .list<EndpointSlice>(SLICES, { namespace: metadata.namespace })
    .items.filter(
      ({ metadata: { labels = {} } }) =>
        labels['kubernetes.io/service-name'] === metadata.name &&
        labels['endpointslice.kubernetes.io/managed-by'] === MANAGED_BY,
    );
}

function wantedSlices(
  service: Service,
  { member, config }: MeshMember,
  peers: readonly MeshMember[],
) {
  const { namespace = 'default' } = service.metadata;
  const takesPart =
    config.endpointSync &&
    wantsSlices(service) &&
    isGlobalNamespace(member.store, config, namespace);
  if (!takesPart) return [];
  return peers
    .filter(peer => offers(peer, service))
    .flatMap(peer => slicesFrom(peer, service));
}

/** The other cluster must say too that the Service is global, and not keep its endpoints to itself. */
function offers(
  { member, config }: MeshMember,
  { metadata: { namespace = 'default', name } }: Service,
): boolean {
  const ref = { resource: 'services', namespace, name };
  const remote = member.store.get(ref);
  return (
    remote !== undefined &&
    isGlobal(remote) &&
    says(remote, 'shared') !== false &&
    isGlobalNamespace(member.store, config, namespace)
  );
}

function slicesFrom(
  { member, config }: MeshMember,
  service: Service,
): (DraftObject & { metadata: { name: string } })[] {
  const { name, namespace = 'default', labels } = service.metadata;
  const cluster = config.clusterName;
  return localSlices(member, namespace, name).flatMap((remote, i) => {
    const ready = (remote.endpoints ?? []).filter(isReadyEndpoint);
    if (ready.length === 0) return [];
    const generateName = `${name}-${cluster}-`;
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${generateName}${nameSuffix(5, `${namespace}/${name} ${i}`)}`,
        generateName,
        namespace,
        labels: {
          ...labels,
          'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
          'kubernetes.io/service-name': name,
          [SOURCE_CLUSTER]: cluster,
          ...(service.spec.clusterIP === 'None'
            ? { 'service.kubernetes.io/headless': '' }
            : {}),
        },
        ownerReferences: [ownedBy(service)],
      },
      addressType: 'IPv4',
      // Nothing but addresses comes from the other cluster; the operator makes up a pod and a node for each.
      endpoints: ready.map(({ addresses, hostname }) => ({
        addresses,
        conditions: { ready: true, serving: true, terminating: false },
        ...(hostname ? { hostname } : {}),
        nodeName: cluster,
        targetRef: { kind: 'Pod', name: `fake-pod-${addresses[0]}`, namespace },
      })),
      ports: remote.ports,
    };
  });
}

function write(
  { store }: FleetMember,
  existing: readonly EndpointSlice[],
  wanted: DraftObject & { metadata: { name: string } },
): void {
  const old = existing.find(
    ({ metadata }) => metadata.name === wanted.metadata.name,
  );
  if (!old) {
    store.create(SLICES, wanted, { manager: OPERATOR });
    return;
  }
  const { endpoints, ports } = wanted;
  const { labels } = wanted.metadata;
  const same =
    isDeepStrictEqual(old.endpoints, endpoints) &&
    isDeepStrictEqual(old.ports, ports) &&
    isDeepStrictEqual(old.metadata.labels, labels);
  if (same) return;
  store.modify(
    refOf(SLICES, old),
    copy => {
      copy.metadata.labels = labels;
      Object.assign(copy, { endpoints, ports });
    },
    { manager: OPERATOR },
  );
}
