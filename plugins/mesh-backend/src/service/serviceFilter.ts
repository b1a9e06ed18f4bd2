import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { ServiceFilter } from '../core/views/serviceList';
import type { World } from '../core/views/World';
import type { MeshRead } from './MeshReads';

function ownerRef(owner: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch (error) {
    throw new InputError(
      `query.owner: must be an entity reference such as group:default/my-team`,
      error,
    );
  }
}

/** Throws for a set that is not there: those are few, and a wrong one is a mistake. */
export function assertSets(sets: readonly string[] | undefined, world: World) {
  const known = world.sets.map(({ name }) => name);
  const unknown = sets?.find(set => !known.includes(set));
  if (unknown !== undefined) {
    throw new InputError(`query.set: must be one of ${known.join(', ')}`);
  }
}

/** The filter of a list of services; bad values are named with what is allowed. */
export function serviceFilter(
  query: MeshRead<'listServices'>['query'],
  world: World,
): ServiceFilter {
  assertSets(query.set, world);
  return {
    owner: query.owner?.map(ownerRef),
    set: query.set,
    cluster: query.cluster,
    namespace: query.namespace,
    state: query.state,
    q: query.q,
  };
}
