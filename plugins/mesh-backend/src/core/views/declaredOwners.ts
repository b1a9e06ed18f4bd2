import { ownerRef } from '../catalog/ownerRef';
import type { ClusterModel } from '../model/ClusterModel';

type Owners = ReadonlyMap<string, readonly string[]>;

/** Models are never changed, and asked about once per service. */
const remembered = new WeakMap<ClusterModel, Owners>();

function ownersByNamespace({ namespaces }: ClusterModel): Owners {
  return new Map(
    namespaces.flatMap(({ name, owner = '' }) => {
      const ref = ownerRef(owner);
      return ref === undefined ? [] : [[name, [ref]] as const];
    }),
  );
}

/** Owners (entity refs) that a namespace itself names; none if it names none. */
export function declaredOwners(
  model: ClusterModel,
  namespace: string,
): readonly string[] {
  const known = remembered.get(model) ?? ownersByNamespace(model);
  remembered.set(model, known);
  return known.get(namespace) ?? [];
}
