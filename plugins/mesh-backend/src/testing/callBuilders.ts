import type { Peer } from '@meshport/plugin-mesh-node';
import type { EntityMatch } from '../core/catalog/EntityMatch';
import { buildCallGraph, type CallGraph } from '../core/dependencies/CallGraph';
import { callNodesOf } from '../core/dependencies/callNodes';
import type { MetricsState } from '../core/metrics/MetricsState';
import type { MeshObservation } from '../core/metrics/StoreTick';
import type { WorkloadModel } from '../core/model/ClusterModel';
import { buildWorld } from '../core/views/buildWorld';
import type { World } from '../core/views/World';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
  aWorkload,
} from './modelBuilders';
import { finished } from './finished';

/** Services by cluster, each over a Deployment of its name: `{ west: ['shop/cart'] }`. */
export type Shops = Readonly<Record<string, readonly string[]>>;

/** A workload of the name, in two clusters with pods of different names. */
export function aDeployment(
  cluster: string,
  at: string,
  fields: Partial<WorkloadModel> = {},
): WorkloadModel {
  const [namespace, name] = at.split('/');
  const workload = aWorkload({ namespace, name, ...fields });
  return {
    ...workload,
    ref: { ...workload.ref, cluster },
    podNames: [`${name}-${cluster}-0`],
  };
}

/** A component of the catalog that has a service wherever it is. */
function aComponent(at: string, clusters: readonly string[]): EntityMatch {
  const [namespace, name] = at.split('/');
  return aMatch({
    entityRef: `component:default/${name}`,
    owners: [`group:default/${namespace}`],
    clusters,
    services: clusters.map(cluster => ({ cluster, namespace, name })),
  });
}

/** Clusters of set `live` with services, each of which is a component of the catalog. */
export function aShopWorld(
  shops: Shops,
  more: Readonly<Record<string, Partial<Parameters<typeof aModel>[0]>>> = {},
): World {
  const clusters = Object.entries(shops).map(([name, services]) => {
    const workloads = services.map(at => aDeployment(name, at));
    const {
      workloads: others = [],
      services: extra = [],
      ...rest
    } = more[name] ?? {};
    return aCluster({
      name,
      model: aModel({
        ...rest,
        cluster: name,
        workloads: [...workloads, ...others],
        services: [
          ...workloads.map(({ namespace, name: service, key }) =>
            aServiceModel({ namespace, name: service, workloads: [key] }),
          ),
          ...extra,
        ],
      }),
    });
  });
  const places = new Map<string, string[]>();
  for (const [cluster, services] of Object.entries(shops)) {
    for (const at of services) {
      places.set(at, [...(places.get(at) ?? []), cluster]);
    }
  }
  return buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters,
    systems: [],
    matches: [...places].map(([at, names]) => aComponent(at, names)),
  });
}

function peer(written: string): Peer {
  const [cluster, namespace, workload] = written.split('/');
  return { cluster, namespace, workload };
}

/**
 * Calls from one workload to a Service of the same name as its workload, both written
 * `cluster/namespace/name`; 10 requests per second as the client's proxy of Istio saw them.
 */
export function aCall(
  from: string,
  to: string,
  fields: Partial<MeshObservation> = {},
): MeshObservation {
  const callee = peer(to);
  return {
    mesh: 'istio',
    kind: 'edge',
    reporter: 'source',
    protocol: 'http',
    from: from ? peer(from) : {},
    to: { ...callee, service: callee.workload },
    calls: { requests: 10, failures: {} },
    ...fields,
  };
}

export function aCallGraph(world: World, state: MetricsState): CallGraph {
  return finished(buildCallGraph(state, callNodesOf(world, state.queries)));
}
