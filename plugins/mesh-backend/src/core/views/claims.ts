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

/** The matches that have a thing, by its {@link place}. */
export type Claims = ReadonlyMap<string, readonly EntityMatch[]>;

/** Matches by what `placesOf` says that they have. */
export function claimsBy(
  matches: readonly EntityMatch[],
  placesOf: (match: EntityMatch) => readonly string[],
): Claims {
  const claims = new Map<string, EntityMatch[]>();
  for (const match of matches) {
    for (const key of placesOf(match)) {
      const known = claims.get(key);
      if (known) known.push(match);
      else claims.set(key, [match]);
    }
  }
  return claims;
}

/** Which entities have a thing, and who owns it through them. */
export interface Claimed {
  readonly entityRefs: readonly string[];
  readonly owners: readonly string[];
}

const BY_NOBODY: Claimed = { entityRefs: [], owners: [] };

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** What several matches claim together. */
export function claimedBy(matches: readonly EntityMatch[]): Claimed {
  if (matches.length === 0) return BY_NOBODY;
  return {
    entityRefs: sorted(matches.map(({ entityRef }) => entityRef)),
    owners: sorted(matches.flatMap(({ owners }) => owners)),
  };
}
