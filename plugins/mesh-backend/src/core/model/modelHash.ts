import { contentHash } from '../contentHash';
import type { ClusterModel } from './ClusterModel';

/** Hashes of parts of a model. */
type PartHashes = ReadonlyMap<object, string>;

/**
 * A hash that is equal for equal models. It remembers the parts of the last model:
 * those that are the same objects in the next one, which of a cluster are most, are
 * hashed once.
 */
export function createModelHash(): (model: ClusterModel) => string {
  let before: PartHashes = new Map();
  return ({ services, workloads, namespaces, ...rest }) => {
    const now = new Map<object, string>();
    const partHash = (part: object) => {
      const hash = before.get(part) ?? contentHash(part);
      now.set(part, hash);
      return hash;
    };
    const hash = contentHash([
      rest,
      services.map(partHash),
      [...workloads].map(([key, workload]) => [key, partHash(workload)]),
      namespaces.map(partHash),
    ]);
    before = now;
    return hash;
  };
}
