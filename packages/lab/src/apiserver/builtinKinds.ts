import { kindsInGroup, type ResourceKind } from './kinds.ts';
import { PASSIVE_KINDS } from './kinds/passive.ts';

const ALL = ['all'];

const CORE = kindsInGroup(
  '',
  ['v1'],
  [
    {
      plural: 'pods',
      kind: 'Pod',
      shortNames: ['po'],
      categories: ALL,
      subresources: ['status'],
      generation: true,
      selectableFields: {
        'spec.nodeName': ['spec', 'nodeName'],
        'spec.restartPolicy': ['spec', 'restartPolicy'],
        'spec.schedulerName': ['spec', 'schedulerName'],
        'spec.serviceAccountName': ['spec', 'serviceAccountName'],
        'spec.hostNetwork': ['spec', 'hostNetwork'],
        'status.phase': ['status', 'phase'],
        'status.podIP': ['status', 'podIP'],
        'status.nominatedNodeName': ['status', 'nominatedNodeName'],
      },
    },
    {
      plural: 'services',
      kind: 'Service',
      shortNames: ['svc'],
      categories: ALL,
      subresources: ['status'],
      selectableFields: {
        'spec.clusterIP': ['spec', 'clusterIP'],
        'spec.type': ['spec', 'type'],
      },
    },
    {
      plural: 'namespaces',
      kind: 'Namespace',
      namespaced: false,
      shortNames: ['ns'],
      subresources: ['status'],
      selectableFields: { 'status.phase': ['status', 'phase'] },
    },
    {
      plural: 'nodes',
      kind: 'Node',
      namespaced: false,
      shortNames: ['no'],
      subresources: ['status'],
      selectableFields: { 'spec.unschedulable': ['spec', 'unschedulable'] },
    },
    { plural: 'configmaps', kind: 'ConfigMap', shortNames: ['cm'] },
    {
      plural: 'secrets',
      kind: 'Secret',
      selectableFields: { type: ['type'] },
    },
    { plural: 'serviceaccounts', kind: 'ServiceAccount', shortNames: ['sa'] },
    { plural: 'endpoints', kind: 'Endpoints', shortNames: ['ep'] },
    {
      plural: 'events',
      kind: 'Event',
      shortNames: ['ev'],
      selectableFields: {
        'involvedObject.kind': ['involvedObject', 'kind'],
        'involvedObject.namespace': ['involvedObject', 'namespace'],
        'involvedObject.name': ['involvedObject', 'name'],
        'involvedObject.uid': ['involvedObject', 'uid'],
        'involvedObject.apiVersion': ['involvedObject', 'apiVersion'],
        'involvedObject.resourceVersion': ['involvedObject', 'resourceVersion'],
        'involvedObject.fieldPath': ['involvedObject', 'fieldPath'],
        reason: ['reason'],
        source: ['source', 'component'],
        type: ['type'],
      },
    },
    {
      plural: 'persistentvolumeclaims',
      kind: 'PersistentVolumeClaim',
      shortNames: ['pvc'],
      subresources: ['status'],
    },
  ],
);

const APPS = kindsInGroup(
  'apps',
  ['v1'],
  [
    {
      plural: 'deployments',
      kind: 'Deployment',
      shortNames: ['deploy'],
      categories: ALL,
      subresources: ['status', 'scale'],
      generation: true,
    },
    {
      plural: 'replicasets',
      kind: 'ReplicaSet',
      shortNames: ['rs'],
      categories: ALL,
      subresources: ['status', 'scale'],
      generation: true,
      selectableFields: { 'status.replicas': ['status', 'replicas'] },
    },
    {
      plural: 'statefulsets',
      kind: 'StatefulSet',
      shortNames: ['sts'],
      categories: ALL,
      subresources: ['status', 'scale'],
      generation: true,
    },
    {
      plural: 'daemonsets',
      kind: 'DaemonSet',
      shortNames: ['ds'],
      categories: ALL,
      subresources: ['status'],
      generation: true,
    },
    { plural: 'controllerrevisions', kind: 'ControllerRevision' },
  ],
);

const BATCH = kindsInGroup(
  'batch',
  ['v1'],
  [
    {
      plural: 'jobs',
      kind: 'Job',
      categories: ALL,
      subresources: ['status'],
      generation: true,
      selectableFields: { 'status.successful': ['status', 'succeeded'] },
    },
    {
      plural: 'cronjobs',
      kind: 'CronJob',
      shortNames: ['cj'],
      categories: ALL,
      subresources: ['status'],
      generation: true,
    },
  ],
);

const OTHER_BUILT_IN = [
  ...kindsInGroup(
    'discovery.k8s.io',
    ['v1'],
    [{ plural: 'endpointslices', kind: 'EndpointSlice', generation: true }],
  ),
  ...kindsInGroup(
    'autoscaling',
    ['v2', 'v1'],
    [
      {
        plural: 'horizontalpodautoscalers',
        kind: 'HorizontalPodAutoscaler',
        shortNames: ['hpa'],
        categories: ALL,
        subresources: ['status'],
      },
    ],
  ),
  ...kindsInGroup(
    'policy',
    ['v1'],
    [
      {
        plural: 'poddisruptionbudgets',
        kind: 'PodDisruptionBudget',
        shortNames: ['pdb'],
        subresources: ['status'],
        generation: true,
      },
    ],
  ),
  ...kindsInGroup(
    'networking.k8s.io',
    ['v1'],
    [
      {
        plural: 'networkpolicies',
        kind: 'NetworkPolicy',
        shortNames: ['netpol'],
        generation: true,
      },
      {
        plural: 'ingresses',
        kind: 'Ingress',
        shortNames: ['ing'],
        subresources: ['status'],
        generation: true,
      },
    ],
  ),
  ...kindsInGroup(
    'admissionregistration.k8s.io',
    ['v1'],
    [
      {
        plural: 'mutatingwebhookconfigurations',
        kind: 'MutatingWebhookConfiguration',
        namespaced: false,
        categories: ['api-extensions'],
        generation: true,
      },
      {
        plural: 'validatingwebhookconfigurations',
        kind: 'ValidatingWebhookConfiguration',
        namespaced: false,
        categories: ['api-extensions'],
        generation: true,
      },
    ],
  ),
  ...kindsInGroup(
    'apiextensions.k8s.io',
    ['v1'],
    [
      {
        plural: 'customresourcedefinitions',
        kind: 'CustomResourceDefinition',
        namespaced: false,
        shortNames: ['crd', 'crds'],
        categories: ['api-extensions'],
        subresources: ['status'],
        generation: true,
      },
    ],
  ),
];

/** What every simulated cluster serves without further definitions. */
export const KUBERNETES_KINDS: readonly ResourceKind[] = [
  ...CORE,
  ...APPS,
  ...BATCH,
  ...OTHER_BUILT_IN,
  ...PASSIVE_KINDS,
];
