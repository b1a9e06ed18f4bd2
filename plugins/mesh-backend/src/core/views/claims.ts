import type { EntityMatch } from '../catalog/EntityMatch';
import type { ClusterModel } from '../model/ClusterModel';
import type { ClusterView } from './ClusterView';

/** Which entities have a thing, and who owns it through them. */
export interface Claim {
  readonly entityRefs: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
}

/** A cluster of which something has been read. */
export type ReadCluster = {
  readonly view: ClusterView;
  readonly model: ClusterModel;
};

/** Key of something in one cluster. */
export function place(cluster: string, ...names: string[]): string {
  return [cluster, ...names].join('/');
}

export function sortedUnion(sets: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(sets.flatMap(set => [...set]))].sort();
}

/** Claims by what `placesOf` says that a match has. */
export function claimsBy(
  matches: readonly EntityMatch[],
  placesOf: (match: EntityMatch) => readonly string[],
): ReadonlyMap<string, Claim> {
  const claims = new Map<
    string,
    { entityRefs: Set<string>; owners: Set<string> }
  >();
  for (const match of matches) {
    for (const key of placesOf(match)) {
      const claim = claims.get(key) ?? {
        entityRefs: new Set(),
        owners: new Set(),
      };
      claims.set(key, claim);
      claim.entityRefs.add(match.entityRef);
      for (const owner of match.owners) claim.owners.add(owner);
    }
  }
  return claims;
}
