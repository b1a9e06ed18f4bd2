import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type { QueriesByMesh } from '../metrics/MetricsState';
import type { ClusterModel, WorkloadModel } from '../model/ClusterModel';
import { place } from '../views/claims';
import { declaredOwners } from '../views/declaredOwners';
import { meshesOf } from '../views/states';
import {
  serviceKey,
  type InstanceEntry,
  type ServiceEntry,
  type World,
} from '../views/World';
import { type CallNode, nodeId } from './CallNode';
import { clusterParts, type ClusterParts } from './clusterParts';
import { gatewayRole, isGateway } from './gatewayKinds';

interface Found {
  readonly service: ServiceEntry;
  readonly entry: InstanceEntry;
}

/** A cluster whose objects have been read. */
interface Place {
  readonly set: string;
  readonly model?: ClusterModel;
  readonly parts?: ClusterParts;
}

/** Everything of a world that can be an end of calls, made when it is asked for. */
export interface CallNodes {
  readonly clusters: ReadonlyMap<string, Place>;
  /** The service that a Service of a cluster is or stands for; undefined where there is none. */
  service(
    cluster: string,
    namespace: string,
    name: string,
  ): CallNode | undefined;
  /** A service of which the cluster is not known; its only instance where there is one. */
  anywhere(set: string, namespace: string, name: string): CallNode | undefined;
  /** A workload, or what selects it: `called` where that does, else the one that an entity has, else the first by name. */
  workload(cluster: string, workload: WorkloadModel, called?: string): CallNode;
  /** One that is not in the model: of a namespace that is not read, or gone. */
  unread(cluster: string, namespace: string, name: string): CallNode;
  instance(found: Found): CallNode;
  /** Instances whose Services are in a namespace. */
  inNamespace(cluster: string, namespace: string): readonly InstanceEntry[];
}

/** Services by the place of each of their Services. */
function instancesByPlace({ services }: World): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const service of services.values()) {
    for (const entry of service.instances) {
      // Keys of instances are `@` and the place of the Service itself.
      found.set(entry.key.slice(1), { service, entry });
    }
  }
  return found;
}

function instancesByNamespace(all: Iterable<Found>) {
  const found = new Map<string, InstanceEntry[]>();
  for (const { entry } of all) {
    const key = place(entry.instance.cluster, entry.instance.namespace);
    const known = found.get(key);
    if (known) known.push(entry);
    else found.set(key, [entry]);
  }
  return found;
}

function runsHere({ instance }: InstanceEntry): boolean {
  return instance.kind === 'local' && instance.workloads.length > 0;
}

/** What a cluster has, and what its meshes say of that. */
interface Known {
  readonly parts: ClusterParts | undefined;
  readonly queries: QueriesByMesh;
}

/** What its workloads are, if they are proxies of a mesh and nothing else. */
function gatewayPart(
  { entry }: Found,
  { parts, queries }: Known,
): Pick<CallNode, 'kind' | 'passesOn'> {
  const { namespace, workloads } = entry.instance;
  const models = workloads.flatMap(
    ({ ref }) => parts?.workloads.get(`${namespace}/${ref.name}`) ?? [],
  );
  if (models.length === 0 || !models.every(isGateway)) {
    return { kind: 'service' };
  }
  const [passesOn] = models.flatMap(model => gatewayRole(model, queries) ?? []);
  return { kind: 'gateway', ...(passesOn ? { passesOn } : {}) };
}

function instanceNode(found: Found, known: Known): CallNode {
  const { service, entry } = found;
  const { cluster, namespace, name } = entry.instance;
  return {
    id: nodeId('service', cluster, namespace, name),
    ...gatewayPart(found, known),
    set: service.set,
    cluster,
    namespace,
    name,
    service,
    entry,
    resources: [entry.resource],
  };
}

/** In which cluster it answers is not known. */
function wholeNode(service: ServiceEntry): CallNode {
  const { set, namespace, name, instances } = service;
  return {
    id: nodeId('service', '', set, namespace, name),
    kind: 'service',
    set,
    namespace,
    name,
    service,
    resources: instances.map(({ resource }) => resource),
  };
}

class WorldNodes implements CallNodes {
  readonly clusters: ReadonlyMap<string, Place>;
  private readonly byPlace: ReadonlyMap<string, Found>;
  private readonly nodes = new Map<string, CallNode>();
  private byNamespace:
    | ReadonlyMap<string, readonly InstanceEntry[]>
    | undefined;

  constructor(private readonly world: World, readonly queries: QueriesByMesh) {
    this.byPlace = instancesByPlace(world);
    this.clusters = new Map(
      world.clusters.map(({ name, set, model }) => [
        name,
        { set, model, parts: model && clusterParts(model, queries) },
      ]),
    );
  }

  service(cluster: string, namespace: string, name: string) {
    const found = this.byPlace.get(place(cluster, namespace, name));
    if (!found) return undefined;
    const { kind, of } = found.entry.instance;
    if (kind === 'local') {
      return runsHere(found.entry)
        ? this.instance(found)
        : this.elsewhere(found);
    }
    if (kind === 'mirror' && of) {
      const meant = this.byPlace.get(place(of.cluster, of.namespace, of.name));
      if (meant) return this.instance(meant);
    }
    return this.whole(found.service);
  }

  anywhere(set: string, namespace: string, name: string) {
    const service = this.world.services.get(
      serviceKey({ set, namespace, name }),
    );
    return service && this.whole(service);
  }

  workload(cluster: string, workload: WorkloadModel, called?: string) {
    const { namespace, name, key } = workload;
    const names = this.clusters.get(cluster)?.parts?.servicesOf.get(key) ?? [];
    const isClaimed = (one: string) =>
      (this.byPlace.get(place(cluster, namespace, one))?.entry.claimed
        .entityRefs.length ?? 0) > 0;
    const chosen =
      called && names.includes(called)
        ? called
        : names.find(isClaimed) ?? names[0];
    const service =
      chosen === undefined
        ? undefined
        : this.service(cluster, namespace, chosen);
    if (service) return service;
    const gateway = isGateway(workload);
    const passesOn = gatewayRole(workload, this.queries);
    return this.remembered(
      nodeId(gateway ? 'gateway' : 'workload', cluster, namespace, name),
      id => ({
        ...this.standing(cluster, namespace, name),
        id,
        kind: gateway ? 'gateway' : 'workload',
        ...this.claimOf(cluster, workload),
        ...(passesOn ? { passesOn } : {}),
      }),
    );
  }

  unread(cluster: string, namespace: string, name: string) {
    return this.remembered(
      nodeId('workload', cluster, namespace, name),
      id => ({
        ...this.standing(cluster, namespace, name),
        id,
        kind: 'workload',
      }),
    );
  }

  instance(found: Found): CallNode {
    const { cluster, namespace, name } = found.entry.instance;
    return this.remembered(nodeId('service', cluster, namespace, name), () =>
      instanceNode(found, {
        parts: this.clusters.get(cluster)?.parts,
        queries: this.queries,
      }),
    );
  }

  inNamespace(cluster: string, namespace: string) {
    this.byNamespace ??= instancesByNamespace(this.byPlace.values());
    return this.byNamespace.get(place(cluster, namespace)) ?? [];
  }

  /** What has no pods in the cluster is answered where there are some. */
  private elsewhere(found: Found): CallNode {
    return found.service.instances.some(runsHere)
      ? this.whole(found.service)
      : this.instance(found);
  }

  private whole(service: ServiceEntry): CallNode {
    const [entry, ...others] = service.instances.filter(runsHere);
    return entry && others.length === 0
      ? this.instance({ service, entry })
      : this.remembered(`whole|${service.key}`, () => wholeNode(service));
  }

  private standing(cluster: string, namespace: string, name: string) {
    const { set = '', model } = this.clusters.get(cluster) ?? {};
    const resource: MeshServiceResource = {
      set,
      cluster,
      namespace,
      name,
      owners: [],
      namespaceOwners: model ? declaredOwners(model, namespace) : [],
      meshes: [],
    };
    return { set, cluster, namespace, name, resources: [resource] };
  }

  /** Whose it is, where entities match it without a Service; permission asks for its meshes, too. */
  private claimOf(
    cluster: string,
    workload: WorkloadModel,
  ): Pick<CallNode, 'resources' | 'entityRefs'> {
    const loose = this.world.workloads.get(place(cluster, workload.key));
    if (loose) {
      return { resources: [loose.resource], entityRefs: loose.entityRefs };
    }
    const { namespace, name, membership } = workload;
    const { resources } = this.standing(cluster, namespace, name);
    const meshes = meshesOf(membership);
    return { resources: resources.map(one => ({ ...one, meshes })) };
  }

  private remembered(key: string, make: (id: string) => CallNode): CallNode {
    const node = this.nodes.get(key) ?? make(key);
    this.nodes.set(key, node);
    return node;
  }
}

const remembered = new WeakMap<World, WorldNodes>();

/** The nodes of a world; neither worlds nor meshes ever change. */
export function callNodesOf(world: World, queries: QueriesByMesh): CallNodes {
  const before = remembered.get(world);
  if (before?.queries === queries) return before;
  const nodes = new WorldNodes(world, queries);
  remembered.set(world, nodes);
  return nodes;
}
