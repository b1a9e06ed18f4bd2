import type {
  Cluster,
  ClusterSet,
  ClusterSummary,
  Source,
} from '@meshport/plugin-mesh-common';
import type { ClusterView } from './ClusterView';
import {
  clusterStatus,
  MAX_SOURCES,
  sourcesOf,
  WHOLE_CLUSTER,
} from './sources';
import type { World } from './World';

const NOTHING_COUNTED = {
  namespaces: 0,
  ignoredNamespaces: 0,
  services: 0,
  workloads: 0,
  pods: 0,
  meshedPods: 0,
  meshedPodsOf: {},
};

function clusterSummary(cluster: ClusterView) {
  return {
    name: cluster.name,
    displayName: cluster.displayName,
    set: cluster.set,
    ...(cluster.region === undefined ? {} : { region: cluster.region }),
    kubectlContext: cluster.kubectlContext,
    status: clusterStatus(cluster),
  };
}

function namesOf({ names, aliases }: ClusterView): Cluster['aliases'] {
  const known = (names ?? []).map(one => [one.system, one.alias] as const);
  return { ...aliases, ...Object.fromEntries(known) };
}

/** One cluster with its meshes, its counts and all of its parts that are not live. */
export function clusterAnswer(cluster: ClusterView): Cluster {
  const { kubernetesVersion } = cluster.reachability;
  return {
    ...clusterSummary(cluster),
    aliases: namesOf(cluster),
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    network: [...(cluster.model?.network ?? [])],
    meshes: [...(cluster.model?.meshes ?? [])],
    footprint: [...(cluster.model?.footprint ?? [])],
    reasons: [...(cluster.model?.reasons ?? []), ...(cluster.reasons ?? [])],
    counts: cluster.model?.counts ?? NOTHING_COUNTED,
    sources: sourcesOf([cluster]),
  };
}

/** What is left of a cluster that the caller may read nothing of. */
function withoutDetails(cluster: ClusterView) {
  const { name, displayName, set } = cluster;
  const status = clusterStatus(cluster);
  return {
    summary: { name, displayName, set, status },
    source: { cluster: name, part: WHOLE_CLUSTER, status },
  };
}

/** How many objects of a cluster cannot be read tells of those that are hidden, too. */
function withoutNumbers(source: Source): Source {
  if (source.reason?.params.count === undefined) return source;
  const { reason, ...rest } = source;
  return rest;
}

/**
 * What every answer says of where it comes from. `readable` are the clusters that the
 * answer shows something of. Of another one, whoever may not read everything is told
 * that it could not be looked into, if so, and nothing else: neither where it is nor
 * which account the portal has there.
 */
export function placesOf(
  world: World,
  options: {
    readonly readsAll: boolean;
    readonly readable: readonly string[];
  },
): {
  sets: ClusterSet[];
  clusters: ClusterSummary[];
  sources: Source[];
} {
  const readable = new Set(options.readable);
  const isShown = ({ name }: ClusterView) =>
    options.readsAll || readable.has(name);
  const shown = world.clusters.filter(isShown);
  const sources = sourcesOf(shown);
  const unlooked = world.clusters
    .filter(cluster => !isShown(cluster) && clusterStatus(cluster) !== 'live')
    .map(withoutDetails);
  const summaries = new Map(
    [...shown.map(clusterSummary), ...unlooked.map(one => one.summary)].map(
      summary => [summary.name, summary],
    ),
  );
  return {
    sets: [...world.sets],
    clusters: world.clusters.flatMap(({ name }) => summaries.get(name) ?? []),
    sources: [
      ...unlooked.map(one => one.source),
      ...(options.readsAll ? sources : sources.map(withoutNumbers)),
    ].slice(0, MAX_SOURCES),
  };
}
