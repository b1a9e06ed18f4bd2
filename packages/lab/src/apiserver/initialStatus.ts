import type { JsonObject, KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { resourceId, type ResourceKind } from './kinds.ts';

/** The status of an object that was just created: clients cannot set it, except a Node's. */
export function initialStatus(
  kind: ResourceKind,
  object: KubeObject,
): JsonObject | undefined {
  switch (resourceId(kind)) {
    case 'pods':
      return { phase: 'Pending', qosClass: qosClass(object) };
    case 'namespaces':
      return { phase: 'Active' };
    case 'services':
      return { loadBalancer: {} };
    case 'nodes':
      return isJsonObject(object.status) ? object.status : {};
    case 'replicasets.apps':
    case 'statefulsets.apps':
      return { replicas: 0 };
    case 'daemonsets.apps':
      return {
        currentNumberScheduled: 0,
        desiredNumberScheduled: 0,
        numberMisscheduled: 0,
        numberReady: 0,
      };
    default:
      return kind.custom ? undefined : {};
  }
}

/** Guaranteed if every container limits both resources and asks for the same; BestEffort if none asks for any. */
export function qosClass(pod: KubeObject): string {
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  const containers = [spec.containers, spec.initContainers]
    .flatMap(list => (Array.isArray(list) ? list : []))
    .filter(isJsonObject)
    .map(c => (isJsonObject(c.resources) ? c.resources : {}))
    .map(r => ({ requests: record(r.requests), limits: record(r.limits) }));
  const none = containers.every(
    c => Object.keys(c.requests).length + Object.keys(c.limits).length === 0,
  );
  if (none) return 'BestEffort';
  const guaranteed = containers.every(c =>
    ['cpu', 'memory'].every(
      r =>
        c.limits[r] !== undefined &&
        (c.requests[r] ?? c.limits[r]) === c.limits[r],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function record(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
