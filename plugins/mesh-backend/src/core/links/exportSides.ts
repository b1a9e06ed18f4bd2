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
  readonly endpoints: ReadonlyMap<string, EndpointCount>;
}

/** Models never change, and most clusters have the same one in many worlds. */
const remembered = new WeakMap<ClusterModel, ModelIndex>();

function indexOf(model: ClusterModel): ModelIndex {
  const known = remembered.get(model) ?? {
    namespaces: new Set(model.namespaces.map(({ name }) => name)),
    endpoints: new Map(
      model.services.map(({ namespace, name, endpoints }) => [
        `${namespace}/${name}`,
        endpoints,
      ]),
    ),
  };
  remembered.set(model, known);
  return known;
}

/** Ready and all endpoints of a Service, whatever exports it. */
export function knownEndpoints(
  model: ClusterModel,
  service: { readonly namespace: string; readonly name: string },
): EndpointCount | undefined {
  const { namespace, name } = service;
  return indexOf(model).endpoints.get(`${namespace}/${name}`);
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
  const { namespaces } = indexOf(model);
  return {
    ...{ cluster, kubectlContext, facts },
    meshes: model.meshes.map(one => one.mesh),
    hasNamespace: name => namespaces.has(name),
    endpointsOf: (namespace, name) =>
      knownEndpoints(model, { namespace, name }),
  };
}

/** Says of two clusters what the rules of a mesh need to know of them. */
export type PairOf = (
  mesh: string,
  from: LinkedCluster,
  to: LinkedCluster,
) => ExportPair | undefined;

/** Each pair is made once: hundreds of exports of one cluster ask about the same ones. */
export function pairsOf(resolve: ResolveAlias): PairOf {
  const known = new Map<
    string,
    Map<LinkedCluster, Map<LinkedCluster, ExportPair | undefined>>
  >();
  return (mesh, from, to) => {
    const ofMesh = known.get(mesh) ?? new Map();
    known.set(mesh, ofMesh);
    const ofCluster = ofMesh.get(from) ?? new Map();
    ofMesh.set(from, ofCluster);
    if (!ofCluster.has(to)) {
      ofCluster.set(to, makePair(mesh, [from, to], resolve));
    }
    return ofCluster.get(to);
  };
}

/** Undefined where the consuming cluster has nothing of the mesh. */
function makePair(
  mesh: string,
  [from, to]: readonly [LinkedCluster, LinkedCluster],
  resolve: ResolveAlias,
): ExportPair | undefined {
  const consuming = consumingSide(to, mesh);
  const { name: cluster, kubectlContext } = from;
  const facts = factsOf(from, mesh);
  const offering: OfferingSide = {
    ...{ cluster, kubectlContext },
    ...(facts ? { facts } : {}),
  };
  const meant = new Map<string, boolean>();
  const means = (alias: string) => {
    const known =
      meant.get(alias) ??
      resolve({ system: mesh, alias, from: to.name }) === cluster;
    meant.set(alias, known);
    return known;
  };
  const sameSet = from.set === to.set;
  return consuming && { from: offering, to: consuming, sameSet, means };
}

const ANSWERS: readonly ClusterStatus[] = ['live', 'syncing'];

/** Said of a cluster whose last state is shown. */
export function outdated({ name, reachability }: LinkedCluster): Reason[] {
  const { status, observedAt } = reachability;
  if (ANSWERS.includes(status) || observedAt === undefined) return [];
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
