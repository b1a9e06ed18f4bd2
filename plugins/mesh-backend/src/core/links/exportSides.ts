import type { ClusterStatus, Reason } from '@meshport/plugin-mesh-common';
import { text } from '@meshport/plugin-mesh-common';
import type {
  ConsumingSide,
  EndpointCount,
  ExportFacts,
  ExportPair,
  OfferingSide,
} from '@meshport/plugin-mesh-node';
import type { ClusterModel } from '../model/ClusterModel';
import type { ResolveAlias } from './aliases';

/** A cluster, as far as its connections matter. */
export interface LinkedCluster {
  readonly name: string;
  readonly set: string;
  readonly kubectlContext: string;
  readonly reachability: {
    readonly status: ClusterStatus;
    readonly observedAt?: string;
  };
  readonly model?: ClusterModel;
}

/** What is looked up again and again in a model. */
interface ModelIndex {
  readonly namespaces: ReadonlySet<string>;
  /** By namespace and name. */
  readonly endpoints: ReadonlyMap<string, ReadonlyMap<string, EndpointCount>>;
}

/** Models never change, and most clusters have the same one in many worlds. */
const remembered = new WeakMap<ClusterModel, ModelIndex>();

function indexOf(model: ClusterModel): ModelIndex {
  const known = remembered.get(model);
  if (known) return known;
  const endpoints = new Map<string, Map<string, EndpointCount>>();
  for (const service of model.services) {
    const ofNamespace = endpoints.get(service.namespace) ?? new Map();
    endpoints.set(service.namespace, ofNamespace);
    ofNamespace.set(service.name, service.endpoints);
  }
  const namespaces = new Set(model.namespaces.map(({ name }) => name));
  const index = { namespaces, endpoints };
  remembered.set(model, index);
  return index;
}

/** Ready and all endpoints of a Service, whatever exports it. */
export function knownEndpoints(
  model: ClusterModel,
  service: { readonly namespace: string; readonly name: string },
): EndpointCount | undefined {
  const { namespace, name } = service;
  return indexOf(model).endpoints.get(namespace)?.get(name);
}

export function factsOf(
  { model }: LinkedCluster,
  mesh: string,
): ExportFacts | undefined {
  return model?.exports?.[mesh];
}

/** Undefined where nothing is known of what the mesh brought into the cluster. */
function consumingSide(
  { name: cluster, kubectlContext, model }: LinkedCluster,
  mesh: string,
): ConsumingSide | undefined {
  const facts = model?.exports?.[mesh];
  if (!model || !facts) return undefined;
  const { namespaces, endpoints } = indexOf(model);
  return {
    ...{ cluster, kubectlContext, facts },
    meshes: model.meshes.map(one => one.mesh),
    hasNamespace: name => namespaces.has(name),
    endpointsOf: (namespace, name) => endpoints.get(namespace)?.get(name),
  };
}

/** Two clusters as the rules of a mesh see them, and what these asked about names. */
interface MeshPair {
  readonly pair: ExportPair;
  /** By the name that was asked for: whether the offering cluster was meant. */
  readonly meant: ReadonlyMap<string, boolean>;
}

/** Says whether `to` means `from` by a name of the mesh. */
export function meaningOf(
  mesh: string,
  [from, to]: readonly [LinkedCluster, LinkedCluster],
  resolve: ResolveAlias,
): (alias: string) => boolean {
  return alias => resolve({ system: mesh, alias, from: to.name }) === from.name;
}

/** Undefined where the consuming cluster has nothing of the mesh. */
export function pairIn(
  mesh: string,
  ends: readonly [LinkedCluster, LinkedCluster],
  resolve: ResolveAlias,
): MeshPair | undefined {
  const [from, to] = ends;
  const consuming = consumingSide(to, mesh);
  if (!consuming) return undefined;
  const facts = factsOf(from, mesh);
  const offering: OfferingSide = {
    ...{ cluster: from.name, kubectlContext: from.kubectlContext },
    ...(facts ? { facts } : {}),
  };
  const isMeant = meaningOf(mesh, ends, resolve);
  const meant = new Map<string, boolean>();
  const means = (alias: string) => {
    const known = meant.get(alias) ?? isMeant(alias);
    meant.set(alias, known);
    return known;
  };
  const sameSet = from.set === to.set;
  return { pair: { from: offering, to: consuming, sameSet, means }, meant };
}

const ANSWERS: readonly ClusterStatus[] = ['live', 'syncing'];

/** Since when (ISO) a cluster has not answered; undefined where it does. */
export function silentSince({
  reachability: { status, observedAt },
}: LinkedCluster): string | undefined {
  return ANSWERS.includes(status) ? undefined : observedAt;
}

/** Said of a cluster whose last state is shown. */
export function outdated(cluster: LinkedCluster): Reason[] {
  const { name } = cluster;
  const observedAt = silentSince(cluster);
  if (observedAt === undefined) return [];
  const reason = text('reason.cluster-outdated', {
    cluster: name,
    since: observedAt,
  });
  return [
    {
      code: 'cluster-outdated',
      text: reason,
      evidence: [],
      since: observedAt,
    },
  ];
}
