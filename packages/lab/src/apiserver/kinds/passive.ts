import { kindsInGroup, type ResourceKind } from '../kinds.ts';

const STATUS = ['status'] as const;

/** Kinds of Kubernetes itself that nothing in the lab acts on: they are stored, listed and watched. */
export const PASSIVE_KINDS: readonly ResourceKind[] = [
  ...kindsInGroup(
    '',
    ['v1'],
    [
      {
        plural: 'replicationcontrollers',
        kind: 'ReplicationController',
        shortNames: ['rc'],
        categories: ['all'],
        subresources: ['status', 'scale'],
        generation: true,
      },
      {
        plural: 'resourcequotas',
        kind: 'ResourceQuota',
        shortNames: ['quota'],
        subresources: STATUS,
      },
      { plural: 'limitranges', kind: 'LimitRange', shortNames: ['limits'] },
      { plural: 'podtemplates', kind: 'PodTemplate', generation: true },
      {
        plural: 'persistentvolumes',
        kind: 'PersistentVolume',
        namespaced: false,
        shortNames: ['pv'],
        subresources: STATUS,
      },
    ],
  ),
  ...kindsInGroup(
    'coordination.k8s.io',
    ['v1'],
    [{ plural: 'leases', kind: 'Lease' }],
  ),
  ...kindsInGroup(
    'rbac.authorization.k8s.io',
    ['v1'],
    [
      { plural: 'roles', kind: 'Role' },
      { plural: 'rolebindings', kind: 'RoleBinding' },
      { plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
      {
        plural: 'clusterrolebindings',
        kind: 'ClusterRoleBinding',
        namespaced: false,
      },
    ],
  ),
  ...kindsInGroup(
    'networking.k8s.io',
    ['v1'],
    [
      {
        plural: 'ingressclasses',
        kind: 'IngressClass',
        namespaced: false,
        generation: true,
      },
    ],
  ),
  ...kindsInGroup(
    'storage.k8s.io',
    ['v1'],
    [
      {
        plural: 'storageclasses',
        kind: 'StorageClass',
        namespaced: false,
        shortNames: ['sc'],
      },
      { plural: 'csidrivers', kind: 'CSIDriver', namespaced: false },
      { plural: 'csinodes', kind: 'CSINode', namespaced: false },
    ],
  ),
  ...kindsInGroup(
    'scheduling.k8s.io',
    ['v1'],
    [
      {
        plural: 'priorityclasses',
        kind: 'PriorityClass',
        namespaced: false,
        shortNames: ['pc'],
        generation: true,
      },
    ],
  ),
  ...kindsInGroup(
    'apiregistration.k8s.io',
    ['v1'],
    [
      {
        plural: 'apiservices',
        kind: 'APIService',
        namespaced: false,
        categories: ['api-extensions'],
        subresources: STATUS,
      },
    ],
  ),
];
