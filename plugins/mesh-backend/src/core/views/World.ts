import type {
  ClusterSet,
  ServiceInstance,
  WorkloadView,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type { EntityMatch } from '../catalog/EntityMatch';
import { claimedTogether, type Claimed } from './claims';
import type { ClusterView } from './ClusterView';
import type { ExportIndex } from './exportEntries';

/** What is known of a service in one cluster whatever its traffic is. */
export type KnownInstance = Omit<ServiceInstance, 'health' | 'golden'>;

/** A service in one cluster, with what a permission decision needs to know of it. */
export interface InstanceEntry {
  /** The same for the same Service of a cluster; no key of a service is like it. */
  readonly key: string;
  /** Its owners are those of the whole service. */
  readonly resource: MeshServiceResource;
  /**
   * The entities that have the service in this cluster, or what this stands for: what may
   * be told to who sees no other instance.
   */
  readonly claimed: Claimed;
  readonly instance: KnownInstance;
}

/** A service of one cluster set; instances worst first. */
export interface ServiceEntry {
  /** Its {@link serviceKey}; looked up too often to be made each time. */
  readonly key: string;
  readonly set: string;
  readonly namespace: string;
  readonly name: string;
  readonly instances: readonly InstanceEntry[];
  readonly entityRefs: readonly string[];
  readonly owners: readonly string[];
}

/** A workload that entities match though no Service selects it. */
export interface LooseWorkload {
  readonly resource: MeshServiceResource;
  readonly entityRefs: readonly string[];
  readonly view: WorkloadView & { readonly set: string };
}

/** What one catalog entity has in the clusters. */
export interface EntityEntry {
  readonly entityRef: string;
  readonly matchedBy: EntityMatch['matchedBy'];
  readonly lookedFor: EntityMatch['lookedFor'];
  /** Owners of the entity itself. */
  readonly owners: readonly string[];
  readonly services: readonly ServiceEntry[];
  readonly workloads: readonly LooseWorkload[];
}

/** Everything that answers are made from, indexed; never changed once built. */
export interface World {
  /** In the configured order. */
  readonly sets: readonly ClusterSet[];
  /** In the order of their sets. */
  readonly clusters: readonly ClusterView[];
  /** By {@link serviceKey}; in the order of sets. */
  readonly services: ReadonlyMap<string, ServiceEntry>;
  /** Workloads that entities match without a Service; by cluster and workload key. */
  readonly workloads: ReadonlyMap<string, LooseWorkload>;
  /** By entity ref; put together when asked for, which is for few of many. */
  readonly entities: Pick<ReadonlyMap<string, EntityEntry>, 'get'>;
  /** Put together beside those who ask; who asks before the end does what is left. */
  readonly exports: {
    now(): ExportIndex;
    /** Yields where others may have their turn. */
    prepare(): Generator<void>;
  };
}

/** Identity of a service: the set, the namespace and the name. */
export function serviceKey(service: {
  readonly set: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${service.set}/${service.namespace}/${service.name}`;
}

/** The service with some of its instances, and the entities that have it there. */
export function withOnly(
  service: ServiceEntry,
  instances: readonly InstanceEntry[],
): ServiceEntry {
  if (instances.length === service.instances.length) return service;
  const claimed = claimedTogether(instances.map(one => one.claimed));
  return { ...service, ...claimed, instances };
}
