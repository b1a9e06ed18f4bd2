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

/** Undefined where the consuming cluster has nothing of the mesh. */
export function pairOf(
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
  return (
    consuming && {
      from: offering,
      to: consuming,
      sameSet: from.set === to.set,
      means: alias =>
        resolve({ system: mesh, alias, from: to.name }) === cluster,
    }
  );
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
