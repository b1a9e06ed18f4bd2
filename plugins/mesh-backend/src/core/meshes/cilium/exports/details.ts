import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  ANNOTATION_DERIVED_SERVICE,
  type ClusterSnapshot,
  type EndpointSlice,
  endpointSliceKind,
  namespaceKind,
  type Service,
  serviceImportKind,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { isReady, switchOf, type World } from '../world';
import { NAMESPACE_GLOBAL, says } from './annotations';

/** Labels of slices that Cilium's operator made of endpoints of another cluster. */
const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MESH_CONTROLLER = 'endpointslice-mesh-controller.cilium.io';

/** What serves the state of a cluster to the others. */
interface ClusterMeshServer {
  readonly ref: ObjectRef;
  readonly ready: number;
  readonly wanted: number;
}

/** What a Service says of other clusters; undefined: nothing. */
interface SaidByService {
  readonly global?: boolean;
  readonly shared?: boolean;
  readonly sync?: boolean;
}

/** What the rules of global services need to know of a cluster. */
export interface CiliumExportDetails {
  /** Undefined where the cluster is no member of a mesh of clusters. */
  readonly member?: { readonly name: string; readonly namespace: string };
  readonly server?: ClusterMeshServer;
  /** Endpoints of other clusters are written into the API, where a Service wants it. */
  readonly endpointSync: boolean;
  /** Namespaces that say nothing take part. */
  readonly globalByDefault: boolean;
  /** What namespaces say themselves. */
  readonly namespaces: Readonly<Record<string, boolean>>;
  /** By `namespace/name`, of those that say something. */
  readonly services: Readonly<Record<string, SaidByService>>;
  /** Names of clusters of which something was seen here. */
  readonly seen: readonly string[];
}

/** Made of endpoints of another cluster. */
export function isFromElsewhere({ metadata }: EndpointSlice): boolean {
  return metadata.labels[MANAGED_BY] === MESH_CONTROLLER;
}

/** Services that were made for imports of the MCS API: `namespace/name`. */
function derivedServices(snapshot: ClusterSnapshot): ReadonlySet<string> {
  return new Set(
    snapshot.kind(serviceImportKind).items.flatMap(({ metadata }) => {
      const derived = metadata.annotations[ANNOTATION_DERIVED_SERVICE];
      return derived ? [`${metadata.namespace ?? ''}/${derived}`] : [];
    }),
  );
}

function serverOf({ parts }: World): ClusterMeshServer | undefined {
  const workload = parts.clusterMesh;
  return (
    workload && {
      ref: workload.ref,
      ready: workload.pods.filter(isReady).length,
      wanted: workload.replicas ?? workload.pods.length,
    }
  );
}

function memberOf({ agents }: World): CiliumExportDetails['member'] {
  const { 'cluster-id': id = '0', 'cluster-name': name = 'default' } =
    agents.config ?? {};
  return id === '0' || name === 'default'
    ? undefined
    : { name, namespace: agents.workload.namespace };
}

function namespacesThatSay(snapshot: ClusterSnapshot): Record<string, boolean> {
  return Object.fromEntries(
    snapshot.kind(namespaceKind).items.flatMap(({ metadata }) => {
      const value = metadata.annotations[NAMESPACE_GLOBAL];
      return value === undefined ? [] : [[metadata.name, value === 'true']];
    }),
  );
}

function saidBy({ metadata }: Service): SaidByService | undefined {
  const [global, shared, sync] = [
    says(metadata, 'global'),
    says(metadata, 'shared'),
    says(metadata, 'sync'),
  ];
  if (global === undefined && shared === undefined) return undefined;
  return {
    ...(global === undefined ? {} : { global }),
    ...(shared === undefined ? {} : { shared }),
    ...(sync === undefined ? {} : { sync }),
  };
}

function servicesThatSay(
  snapshot: ClusterSnapshot,
): Record<string, SaidByService> {
  return Object.fromEntries(
    ordinaryServices(snapshot).flatMap(service => {
      const said = saidBy(service);
      const { namespace = '', name } = service.metadata;
      return said ? [[`${namespace}/${name}`, said]] : [];
    }),
  );
}

/** Services without those of the MCS API, which are exports of another kind. */
export function ordinaryServices(snapshot: ClusterSnapshot): Service[] {
  const derived = derivedServices(snapshot);
  return snapshot
    .kind(serviceKind)
    .items.filter(
      ({ metadata }) =>
        !derived.has(`${metadata.namespace ?? ''}/${metadata.name}`),
    );
}

/** The clusters whose endpoints or exports have come to be known here. */
function seenClusters(snapshot: ClusterSnapshot): string[] {
  const slices = snapshot
    .kind(endpointSliceKind)
    .items.filter(isFromElsewhere)
    .flatMap(({ metadata }) => metadata.labels[SOURCE_CLUSTER] ?? []);
  const imports = snapshot
    .kind(serviceImportKind)
    .items.flatMap(({ status }) => status.clusters)
    .map(({ cluster }) => cluster);
  return [...new Set([...slices, ...imports])].sort();
}

/** Who the peers of a cluster are stands in Secrets, which nobody reads for this. */
export function detailsOf(world: World): CiliumExportDetails {
  const { snapshot, agents } = world;
  const member = memberOf(world);
  const server = serverOf(world);
  const byDefault = agents.config?.['clustermesh-default-global-namespace'];
  return {
    ...(member ? { member } : {}),
    ...(server ? { server } : {}),
    endpointSync: switchOf(world, 'clustermesh-enable-endpoint-sync') === 'on',
    globalByDefault: byDefault !== 'false',
    namespaces: namespacesThatSay(snapshot),
    services: servicesThatSay(snapshot),
    seen: seenClusters(snapshot).filter(name => name !== member?.name),
  };
}
