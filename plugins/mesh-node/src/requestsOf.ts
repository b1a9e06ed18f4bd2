import type { Container } from './kinds/schema';
import { parseQuantity } from './quantity';

/** What containers ask for together. */
export interface ResourceRequests {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
}

/**
 * The sum of the requests of running containers: those of a pod, and its native
 * sidecars. Init containers that end ask for nothing that lasts.
 */
export function requestsOf(containers: readonly Container[]): ResourceRequests {
  const sum = (read: (container: Container) => string | undefined) =>
    containers.reduce(
      (total, container) => total + (parseQuantity(read(container) ?? '') ?? 0),
      0,
    );
  return {
    cpuMillicores: Math.round(1000 * sum(one => one.resources.requests.cpu)),
    memoryBytes: Math.round(sum(one => one.resources.requests.memory)),
  };
}
