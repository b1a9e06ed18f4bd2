import type {
  ArrivedService,
  DeclaredExport,
  ExportFacts,
} from '@meshport/plugin-mesh-node';
import { factsOf, knownEndpoints, type LinkedCluster } from './exportSides';
import type { JoinedBy } from './pairResults';

type Arrivals = readonly ArrivedService[];

type Named = Pick<DeclaredExport, 'mechanism' | 'namespace' | 'name'>;

function keyOf({ mechanism, namespace, name }: Named): string {
  return `${mechanism}/${namespace}/${name}`;
}

const rememberedGroups = new WeakMap<Arrivals, readonly Arrivals[]>();

/** What arrived in a cluster, by the name of where it came from. */
function byOrigin(arrived: Arrivals): readonly Arrivals[] {
  const known = rememberedGroups.get(arrived);
  if (known) return known;
  const groups = new Map<string, ArrivedService[]>();
  for (const one of arrived) {
    const key = `${one.system}/${one.alias}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const all = [...groups.values()];
  rememberedGroups.set(arrived, all);
  return all;
}

const rememberedKeys = new WeakMap<ExportFacts, ReadonlySet<string>>();

function declaredKeys(facts: ExportFacts): ReadonlySet<string> {
  const keys = rememberedKeys.get(facts) ?? new Set(facts.declared.map(keyOf));
  rememberedKeys.set(facts, keys);
  return keys;
}

const rememberedRest = new WeakMap<
  Arrivals,
  { readonly facts: ExportFacts; readonly rest: Arrivals }
>();

/** Those of a group that the cluster they came from does not declare. */
function notDeclared(group: Arrivals, facts: ExportFacts | undefined) {
  if (!facts) return group;
  const known = rememberedRest.get(group);
  if (known?.facts === facts) return known.rest;
  const keys = declaredKeys(facts);
  const rest = group.filter(one => !keys.has(keyOf(one)));
  rememberedRest.set(group, { facts, rest });
  return rest;
}

/** An export of a cluster, declared there or known by what arrived elsewhere. */
export interface Offer {
  readonly from: LinkedCluster;
  readonly declared: DeclaredExport;
}

/**
 * What came from a cluster of which nothing has been read, or that was chosen there by
 * other means than the usual ones. What is gone there is no export any more.
 */
export function undeclaredOffers(
  clusters: readonly LinkedCluster[],
  { mesh, resolve }: JoinedBy,
): Offer[] {
  const byName = new Map(clusters.map(one => [one.name, one]));
  const offers = new Map<string, Offer>();
  for (const to of clusters) {
    for (const group of byOrigin(factsOf(to, mesh)?.arrived ?? [])) {
      const [{ system, alias }] = group;
      const from = byName.get(resolve({ system, alias, from: to.name }) ?? '');
      const rest = from ? notDeclared(group, factsOf(from, mesh)) : [];
      for (const one of rest) {
        const offer = from && offerOf(one, from);
        const key = `${from?.name ?? ''}/${keyOf(one)}`;
        if (offer && !offers.has(key)) offers.set(key, offer);
      }
    }
  }
  return [...offers.values()];
}

function offerOf(one: ArrivedService, from: LinkedCluster): Offer | undefined {
  const endpoints = from.model && knownEndpoints(from.model, one);
  if (from.model && !endpoints) return undefined;
  const { mechanism, namespace, name } = one;
  const named = { mechanism, namespace, name };
  return {
    from,
    declared: { ...named, ports: [], headless: false, endpoints },
  };
}
