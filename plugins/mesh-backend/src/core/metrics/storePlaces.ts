import type { SampleContext } from '@meshport/plugin-mesh-node';
import { aliasResolver, type ClusterAlias, type NamedCluster } from '../links';

/** A cluster with what every system calls it. */
export interface PlacedCluster extends NamedCluster {
  readonly names?: readonly ClusterAlias[];
}

/**
 * Who is meant by the names in a store's samples. `clusters` are all there are;
 * `isServed` says which have their numbers in the store. The value of the cluster label
 * is `aliases.metrics` of a cluster, else its name, else what another system calls it; a
 * store without such a label is of the only cluster that it serves. Never guesses.
 */
export function storePlaces(input: {
  readonly clusters: readonly PlacedCluster[];
  readonly isServed: (cluster: string) => boolean;
  readonly clusterLabel?: string;
}): Omit<SampleContext, 'skip'> {
  const { clusters, isServed, clusterLabel } = input;
  const aliases = new Map(
    clusters.map(({ name, names }) => [name, names ?? []] as const),
  );
  const served = clusters.filter(({ name }) => isServed(name));
  const only = served.length === 1 ? served[0].name : undefined;
  const resolveServed = aliasResolver(served, aliases);
  const resolveAny = aliasResolver(clusters, aliases);
  return {
    clusterLabel,
    clusterOf(labels) {
      if (clusterLabel === undefined) return only;
      const alias = labels[clusterLabel];
      return alias
        ? resolveServed({ system: 'metrics', alias, from: '' })
        : undefined;
    },
    resolve: (system, alias) => resolveAny({ system, alias, from: '' }),
  };
}
