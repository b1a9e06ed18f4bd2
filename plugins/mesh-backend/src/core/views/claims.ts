import type { EntityMatch } from '../catalog/EntityMatch';
import type { ClusterModel } from '../model/ClusterModel';
import type { ClusterView } from './ClusterView';

/** A cluster of which something has been read. */
export type ReadCluster = {
  readonly view: ClusterView;
  readonly model: ClusterModel;
};

/** Key of something in one cluster. */
export function place(cluster: string, ...names: string[]): string {
  return [cluster, ...names].join('/');
}

/** Which entities have a thing, and who owns it through them. */
export interface Claimed {
  readonly entityRefs: readonly string[];
  readonly owners: readonly string[];
}

const BY_NOBODY: Claimed = { entityRefs: [], owners: [] };

/** What has a thing, by its {@link place}; the same object wherever a match has one. */
export type Claims = ReadonlyMap<string, readonly Claimed[]>;

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Claims of matches on what `placesOf` says that they have. */
export function claimsBy(
  matches: readonly EntityMatch[],
  placesOf: (match: EntityMatch) => readonly string[],
): Claims {
  const claims = new Map<string, Claimed[]>();
  for (const match of matches) {
    const places = placesOf(match);
    if (places.length === 0) continue;
    const { entityRef, owners } = match;
    const claimed = { entityRefs: [entityRef], owners: sorted(owners) };
    for (const key of places) {
      const known = claims.get(key);
      if (known) known.push(claimed);
      else claims.set(key, [claimed]);
    }
  }
  return claims;
}

/** What several claims are together. */
export function claimedTogether(claims: readonly Claimed[]): Claimed {
  const [first = BY_NOBODY] = claims;
  if (claims.every(claim => claim === first)) return first;
  return {
    entityRefs: sorted(claims.flatMap(({ entityRefs }) => entityRefs)),
    owners: sorted(claims.flatMap(({ owners }) => owners)),
  };
}
