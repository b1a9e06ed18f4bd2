import { type Text, text } from '@meshport/plugin-mesh-common';
import type { ClusterModel } from '../model/ClusterModel';

/** A cluster, as far as its names matter. */
export interface NamedCluster {
  readonly name: string;
  readonly set: string;
  /** Names that the configuration gives it, by system. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly model?: ClusterModel;
}

/** What one system (`istio`, `linkerd`, `cilium`, `consul`, ...) calls a cluster. */
export interface ClusterAlias {
  readonly system: string;
  readonly alias: string;
  readonly source: 'configured' | 'detected';
  /** Why the name leads nowhere, or elsewhere than the system itself has it. */
  readonly conflict?: Text;
  /** How to mend the conflict. */
  readonly fix?: Text;
}

/** By cluster; systems in order. */
export type ClusterAliases = ReadonlyMap<string, readonly ClusterAlias[]>;

/** What people call a system: a mesh of any of the clusters by its title. */
type TitleOf = (system: string) => string;

function titlesOf(clusters: readonly NamedCluster[]): TitleOf {
  const titles = new Map(
    clusters
      .flatMap(({ model }) => model?.meshes ?? [])
      .map(({ mesh, title }) => [mesh, title]),
  );
  return system => titles.get(system) ?? system;
}

function detectedOf({ model }: NamedCluster): Record<string, string> {
  return Object.assign({}, ...(model?.meshes ?? []).map(mesh => mesh.aliases));
}

/** The configured name is used even where it is not the detected one, and both are said. */
function ownAlias(
  { name, aliases }: NamedCluster,
  {
    system,
    title,
    detected,
  }: { system: string; title: string; detected?: string },
): ClusterAlias {
  const configured = aliases[system];
  if (configured === undefined) {
    return { system, alias: detected ?? '', source: 'detected' };
  }
  const alias = { system, alias: configured, source: 'configured' } as const;
  if (detected === undefined || detected === configured) return alias;
  const params = {
    cluster: name,
    alias: configured,
    detected,
    system: title,
    systemKey: system,
  };
  return {
    ...alias,
    conflict: text('reason.alias-conflict.configured', params),
    fix: text('fix.alias-conflict.configured', params),
  };
}

function ownAliases(cluster: NamedCluster, titleOf: TitleOf): ClusterAlias[] {
  const detected = detectedOf(cluster);
  const systems = [
    ...Object.keys(cluster.aliases),
    ...Object.keys(detected),
  ].sort();
  return [...new Set(systems)].map(system =>
    ownAlias(cluster, {
      system,
      title: titleOf(system),
      detected: detected[system],
    }),
  );
}

/** Metrics stores may give several clusters one label: that is no conflict of meshes. */
function mustDiffer({ system }: ClusterAlias): boolean {
  return system !== 'metrics';
}

/** A name that several clusters of one set have in one system leads to none of them. */
function withSharedNames(
  clusters: readonly NamedCluster[],
  aliases: ClusterAliases,
  titleOf: TitleOf,
): ClusterAliases {
  const holders = new Map<string, string[]>();
  const keyOf = (set: string, { system, alias }: ClusterAlias) =>
    JSON.stringify([set, system, alias]);
  for (const { name, set } of clusters) {
    for (const one of (aliases.get(name) ?? []).filter(mustDiffer)) {
      const key = keyOf(set, one);
      holders.set(key, [...(holders.get(key) ?? []), name]);
    }
  }
  return new Map(
    clusters.map(({ name, set }) => [
      name,
      (aliases.get(name) ?? []).map(one => {
        const all = holders.get(keyOf(set, one)) ?? [];
        return all.length > 1 ? shared(one, all, titleOf) : one;
      }),
    ]),
  );
}

function shared(
  one: ClusterAlias,
  clusters: readonly string[],
  titleOf: TitleOf,
): ClusterAlias {
  const { system, alias } = one;
  const params = {
    clusters: clusters.join(', '),
    alias,
    system: titleOf(system),
    systemKey: system,
  };
  return {
    ...one,
    conflict: text('reason.alias-conflict.same', params),
    fix: text('fix.alias-conflict.same', params),
  };
}

/** Says which cluster is meant by a name that a system uses in `from`; never guesses. */
export type ResolveAlias = (asked: {
  readonly system: string;
  readonly alias: string;
  readonly from: string;
}) => string | undefined;

/** The only one in the set of the asking cluster; else the only one there is. */
function onlyOne(
  found: readonly NamedCluster[],
  from: NamedCluster | undefined,
): string | undefined {
  const near = found.filter(({ set }) => set === from?.set);
  const [first, ...others] = near.length > 0 ? near : found;
  return others.length === 0 ? first?.name : undefined;
}

/**
 * Who has the name in the system; else, of the clusters that have none there, who is
 * called so by the portal or by another system.
 */
function calledSo(
  clusters: readonly NamedCluster[],
  aliases: ClusterAliases,
  { system, alias }: { readonly system: string; readonly alias: string },
): readonly NamedCluster[] {
  const namesOf = ({ name }: NamedCluster) => aliases.get(name) ?? [];
  const named = clusters.filter(cluster =>
    namesOf(cluster).some(one => one.system === system && one.alias === alias),
  );
  if (named.length > 0) return named;
  return clusters.filter(
    cluster =>
      !namesOf(cluster).some(one => one.system === system) &&
      (cluster.name === alias ||
        namesOf(cluster).some(one => one.alias === alias)),
  );
}

/** Each name is looked for once in each set: thousands of mirrors use the same few. */
export function aliasResolver(
  clusters: readonly NamedCluster[],
  aliases: ClusterAliases,
): ResolveAlias {
  const byName = new Map(clusters.map(cluster => [cluster.name, cluster]));
  type Found = Map<string, { readonly cluster: string | undefined }>;
  const known = new Map<string, Map<string, Found>>();
  return ({ system, alias, from: name }) => {
    const from = byName.get(name);
    const set = from?.set ?? '';
    const ofSystem = known.get(system) ?? new Map<string, Found>();
    known.set(system, ofSystem);
    const inSets: Found = ofSystem.get(alias) ?? new Map();
    ofSystem.set(alias, inSets);
    const before = inSets.get(set);
    if (before) return before.cluster;
    const found = calledSo(clusters, aliases, { system, alias });
    const cluster = onlyOne(found, from);
    inSets.set(set, { cluster });
    return cluster;
  };
}

/** Names by which the services of a cluster call other clusters. */
function usedNames({ model, name }: NamedCluster) {
  return (model?.services ?? []).flatMap(({ standsFor }) =>
    (standsFor?.of ?? []).flatMap(({ system, alias }) =>
      alias ? [{ system, alias, from: name }] : [],
    ),
  );
}

/** What others call a cluster is its name in systems that do not say it themselves. */
function namesByOthers(
  clusters: readonly NamedCluster[],
  resolve: ResolveAlias,
): ReadonlyMap<string, readonly ClusterAlias[]> {
  const found = new Map<string, Map<string, ClusterAlias>>();
  for (const used of clusters.flatMap(usedNames)) {
    const target = resolve(used);
    if (target === undefined) continue;
    const { system, alias } = used;
    const names = found.get(target) ?? new Map<string, ClusterAlias>();
    found.set(target, names);
    if (!names.has(system)) {
      names.set(system, { system, alias, source: 'detected' });
    }
  }
  return new Map(
    [...found].map(([cluster, names]) => [cluster, [...names.values()]]),
  );
}

/**
 * What the systems call each cluster: as configured, else as it calls itself, else as
 * others call it where that can mean no other. Names that clash carry their conflict.
 */
export function clusterAliases(
  clusters: readonly NamedCluster[],
): ClusterAliases {
  const titleOf = titlesOf(clusters);
  const own = new Map(
    clusters.map(cluster => [cluster.name, ownAliases(cluster, titleOf)]),
  );
  const byOthers = namesByOthers(clusters, aliasResolver(clusters, own));
  const all = new Map(
    clusters.map(({ name }) => {
      const known = own.get(name) ?? [];
      const added = (byOthers.get(name) ?? []).filter(
        ({ system }) => !known.some(one => one.system === system),
      );
      const names = [...known, ...added];
      return [
        name,
        names.sort((a, b) => (a.system < b.system ? -1 : 1)),
      ] as const;
    }),
  );
  return withSharedNames(clusters, all, titleOf);
}
