import { InputError } from '@backstage/errors';
import { ownerRef } from '../core/catalog/ownerRef';
import type { World } from '../core/views/World';

/** Owners as entity refs; throws for what cannot be one. */
function ownerRefs(owners: readonly string[] | undefined) {
  return owners?.map(owner => {
    const ref = ownerRef(owner);
    if (ref !== undefined) return ref;
    throw new InputError(
      'query.owner: must be an entity reference such as group:default/my-team',
    );
  });
}

/** Throws for a set that is not there: those are few, and a wrong one is a mistake. */
function assertSets(sets: readonly string[] | undefined, world: World) {
  const known = world.sets.map(({ name }) => name);
  const unknown = sets?.find(set => !known.includes(set));
  if (unknown !== undefined) {
    throw new InputError(`query.set: must be one of ${known.join(', ')}`);
  }
}

/**
 * What a list is narrowed to, of a query that also says how it is sorted and paged; bad
 * values are named with what is allowed.
 */
export function filterOf<
  Query extends {
    readonly set?: readonly string[];
    readonly owner?: readonly string[];
  },
>(query: Query, world: World): Query {
  assertSets(query.set, world);
  return { ...query, owner: ownerRefs(query.owner) };
}
