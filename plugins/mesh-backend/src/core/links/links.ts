import type { ExportView, Link } from '@meshport/plugin-mesh-common';
import type { Connections } from './exports';
import { factsOf, type LinkedCluster, outdated, pairsOf } from './exportSides';

/** How much of a cluster has arrived in another, by mesh. */
function arrivals(exports: readonly ExportView[]) {
  const counts = new Map<string, number>();
  for (const { mesh, from, to } of exports) {
    for (const { cluster, arrived } of to) {
      const key = [mesh, cluster, from].join('/');
      if (arrived === true) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return (mesh: string, from: string, to: string) =>
    counts.get([mesh, from, to].join('/')) ?? 0;
}

/** Links of a cluster to clusters that nobody knows by that name. */
function unresolvedLinks(
  mesh: string,
  from: LinkedCluster,
  { resolve }: Connections,
): Link[] {
  const facts = factsOf(from, mesh);
  return (facts?.links ?? []).flatMap(({ mechanism, system, alias, ref }) =>
    resolve({ system, alias, from: from.name }) === undefined
      ? [
          {
            ...{ mesh, mechanism, from: from.name, to: alias },
            unresolved: true,
            state: 'unknown' as const,
            services: (facts?.arrived ?? []).filter(one => one.alias === alias)
              .length,
            sharedTrust: 'unknown' as const,
            declaredBy: ref,
            reasons: [],
          },
        ]
      : [],
  );
}

/**
 * How clusters are connected: `from` reaches services of `to`. What the exports say is
 * counted; `exports` are all of them.
 */
export function linksOf(
  connections: Connections,
  exports: readonly ExportView[],
): Link[] {
  const { clusters, resolve, rules } = connections;
  const pairOf = pairsOf(resolve);
  const count = arrivals(exports);
  return [...rules].flatMap(([mesh, { linkOf }]) =>
    clusters.flatMap(from => [
      ...clusters.flatMap((to): Link[] => {
        const pair = from === to ? undefined : pairOf(mesh, to, from);
        const found = pair && linkOf(pair);
        if (!found) return [];
        const { reasons, ...rest } = found;
        return [
          {
            ...{ mesh, from: from.name, to: to.name, ...rest },
            services: count(mesh, from.name, to.name),
            reasons: [...reasons, ...outdated(from), ...outdated(to)],
          },
        ];
      }),
      ...unresolvedLinks(mesh, from, connections),
    ]),
  );
}
