import { contentHash } from '../contentHash';
import type { ClusterModel } from './ClusterModel';

const remembered = new WeakMap<object, string>();

function partHash(part: object): string {
  const known = remembered.get(part) ?? contentHash(part);
  remembered.set(part, known);
  return known;
}

/**
 * Equal for equal models. Parts that are the same objects as in another model are hashed
 * once: of a cluster most stays as it is from one model to the next.
 */
export function modelHash({
  services,
  workloads,
  namespaces,
  ...rest
}: ClusterModel): string {
  return contentHash([
    rest,
    services.map(partHash),
    [...workloads].map(([key, workload]) => [key, partHash(workload)]),
    namespaces.map(partHash),
  ]);
}
