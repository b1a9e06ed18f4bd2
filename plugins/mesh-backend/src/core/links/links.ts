import type { ExportView, Link } from '@meshport/plugin-mesh-common';
import { factsOf, type LinkedCluster, outdated } from './exportSides';
import type { JoinedBy, PairResult } from './pairResults';

/** Two clusters, and what a mesh makes of them. */
export interface JoinedPair {
  readonly from: LinkedCluster;
  readonly to: LinkedCluster;
  readonly result: PairResult;
}

/** How many of these exports have arrived, by where from and where. */
function arrivals(exports: readonly ExportView[]) {
  const counts = new Map<string, number>();
  for (const { from, to } of exports) {
    for (const { cluster, arrived } of to) {
      const key = `${from}/${cluster}`;
      if (arrived === true) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return (from: string, to: string) => counts.get(`${from}/${to}`) ?? 0;
}

/** Links of a cluster to clusters that nobody knows by that name. */
function unresolvedLinks(
  from: LinkedCluster,
  { mesh, resolve }: JoinedBy,
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
 * How clusters are connected by one mesh: `from` of a link reaches services of its `to`,
 * which is the offering end of a pair. `undeclared` are exports that pairs do not count.
 */
export function linksOf(
  pairs: readonly JoinedPair[],
  known: {
    readonly clusters: readonly LinkedCluster[];
    readonly by: JoinedBy;
    readonly undeclared: readonly ExportView[];
  },
): Link[] {
  const { clusters, by, undeclared } = known;
  const { mesh } = by;
  const besides = arrivals(undeclared);
  const found = new Map(clusters.map(({ name }) => [name, [] as Link[]]));
  for (const { from: called, to: caller, result } of pairs) {
    if (!result.link) continue;
    const [from, to] = [caller.name, called.name];
    const { reasons, ...rest } = result.link;
    found.get(from)?.push({
      ...{ mesh, from, to, ...rest },
      services: result.arrived + besides(to, from),
      reasons: [...reasons, ...outdated(caller), ...outdated(called)],
    });
  }
  return clusters.flatMap(one => [
    ...(found.get(one.name) ?? []),
    ...unresolvedLinks(one, by),
  ]);
}
