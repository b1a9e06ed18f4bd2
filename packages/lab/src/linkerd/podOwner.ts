import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { controllerOf } from '../controllers/Controller.ts';
import type { Pod } from '../controllers/objects.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  Deployment: 'deployments.apps',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
  DaemonSet: 'daemonsets.apps',
  Job: 'jobs.batch',
  CronJob: 'cronjobs.batch',
};

export interface PodOwner {
  /** Lower case, as in labels: `deployment`. */
  kind: string;
  name: string;
  object?: KubeObject;
}

/** The workload that a pod belongs to, one level above ReplicaSets and Jobs where there is one. */
export function ownerOf(store: Store, pod: Pod): PodOwner {
  const { namespace } = pod.metadata;
  const find = (kind: string, name: string) => {
    const resource = RESOURCES[kind];
    return resource ? store.get({ resource, namespace, name }) : undefined;
  };
  const parent = controllerOf(pod);
  if (!parent) return { kind: 'pod', name: pod.metadata.name };
  const object = find(parent.kind, parent.name);
  const above = object && controllerOf(object);
  const owner = above ?? parent;
  return {
    kind: owner.kind.toLowerCase(),
    name: owner.name,
    object: above ? find(above.kind, above.name) : object,
  };
}
