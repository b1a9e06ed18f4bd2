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

/** One object per match, as most things have one and are asked about once per cluster. */
const claimedAlone = new WeakMap<EntityMatch, Claimed>();

function claimedByOne(match: EntityMatch): Claimed {
  const claimed = claimedAlone.get(match) ?? {
    entityRefs: [match.entityRef],
    owners: sorted(match.owners),
  };
  claimedAlone.set(match, claimed);
  return claimed;
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

/** What several matches claim together. */
export function claimedBy(matches: readonly EntityMatch[]): Claimed {
  return claimedTogether(matches.map(claimedByOne));
}
