import type {
  Cluster,
  ClusterSet,
  ClusterSummary,
  Source,
} from '@meshport/plugin-mesh-common';
import type { ClusterView } from './ClusterView';
import { clusterStatus, sourcesOf } from './sources';
import type { World } from './World';

const NOTHING_COUNTED = {
  namespaces: 0,
  services: 0,
  workloads: 0,
  pods: 0,
  meshedPods: 0,
};

function clusterSummary(cluster: ClusterView): ClusterSummary {
  return {
    name: cluster.name,
    displayName: cluster.displayName,
    set: cluster.set,
    ...(cluster.region === undefined ? {} : { region: cluster.region }),
    kubectlContext: cluster.kubectlContext,
    status: clusterStatus(cluster),
  };
}

/** One cluster with its meshes, its counts and all of its parts that are not live. */
export function clusterAnswer(cluster: ClusterView): Cluster {
  const { kubernetesVersion } = cluster.reachability;
  return {
    ...clusterSummary(cluster),
    aliases: { ...cluster.aliases },
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    meshes: [...(cluster.model?.meshes ?? [])],
    counts: cluster.model?.counts ?? NOTHING_COUNTED,
    sources: sourcesOf([cluster]),
  };
}

/** What every answer says of where it comes from. */
export function placesOf(world: World): {
  sets: ClusterSet[];
  clusters: ClusterSummary[];
  sources: Source[];
} {
  return {
    sets: [...world.sets],
    clusters: world.clusters.map(clusterSummary),
    sources: sourcesOf(world.clusters),
  };
}
