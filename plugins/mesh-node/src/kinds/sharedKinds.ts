import type { WatchedKind } from '../WatchedKind';
import {
  type CronJob,
  cronJobSchema,
  type DaemonSet,
  daemonSetSchema,
  type Deployment,
  deploymentSchema,
  type EndpointSlice,
  endpointSliceSchema,
  type Job,
  jobSchema,
  type Namespace,
  namespaceSchema,
  type Node,
  nodeSchema,
  type Pod,
  podSchema,
  type ReplicaSet,
  replicaSetSchema,
  type Service,
  serviceSchema,
  type StatefulSet,
  statefulSetSchema,
} from './schema';

export const podKind: WatchedKind<Pod> = {
  group: '',
  versions: ['v1'],
  plural: 'pods',
  kind: 'Pod',
  schema: podSchema,
};

export const serviceKind: WatchedKind<Service> = {
  group: '',
  versions: ['v1'],
  plural: 'services',
  kind: 'Service',
  schema: serviceSchema,
};

export const namespaceKind: WatchedKind<Namespace> = {
  group: '',
  versions: ['v1'],
  plural: 'namespaces',
  kind: 'Namespace',
  schema: namespaceSchema,
};

export const nodeKind: WatchedKind<Node> = {
  group: '',
  versions: ['v1'],
  plural: 'nodes',
  kind: 'Node',
  schema: nodeSchema,
};

export const deploymentKind: WatchedKind<Deployment> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'deployments',
  kind: 'Deployment',
  schema: deploymentSchema,
};

export const statefulSetKind: WatchedKind<StatefulSet> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'statefulsets',
  kind: 'StatefulSet',
  schema: statefulSetSchema,
};

export const daemonSetKind: WatchedKind<DaemonSet> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'daemonsets',
  kind: 'DaemonSet',
  schema: daemonSetSchema,
};

export const replicaSetKind: WatchedKind<ReplicaSet> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'replicasets',
  kind: 'ReplicaSet',
  schema: replicaSetSchema,
  metadataOnly: true,
};

export const jobKind: WatchedKind<Job> = {
  group: 'batch',
  versions: ['v1'],
  plural: 'jobs',
  kind: 'Job',
  schema: jobSchema,
};

export const cronJobKind: WatchedKind<CronJob> = {
  group: 'batch',
  versions: ['v1'],
  plural: 'cronjobs',
  kind: 'CronJob',
  schema: cronJobSchema,
};

export const endpointSliceKind: WatchedKind<EndpointSlice> = {
  group: 'discovery.k8s.io',
  versions: ['v1'],
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  schema: endpointSliceSchema,
};

/** The kinds that are watched in every cluster, whatever meshes there are. */
export const sharedKinds: readonly WatchedKind[] = [
  namespaceKind,
  nodeKind,
  podKind,
  serviceKind,
  endpointSliceKind,
  deploymentKind,
  statefulSetKind,
  daemonSetKind,
  replicaSetKind,
  jobKind,
  cronJobKind,
];
