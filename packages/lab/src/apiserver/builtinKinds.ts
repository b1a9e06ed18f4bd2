import type { ResourceKind } from './kinds.ts';

type Entry = Pick<ResourceKind, 'plural' | 'kind'> &
  Partial<Omit<ResourceKind, 'group' | 'versions'>>;

function inGroup(
  group: string,
  versions: readonly string[],
  entries: readonly Entry[],
): ResourceKind[] {
  return entries.map(entry => ({
    group,
    versions,
    singular: entry.kind.toLowerCase(),
    namespaced: true,
    ...entry,
  }));
}

const ALL = ['all'];

const CORE = inGroup(
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

const APPS = inGroup(
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

const BATCH = inGroup(
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
  ...inGroup(
    'discovery.k8s.io',
    ['v1'],
    [{ plural: 'endpointslices', kind: 'EndpointSlice', generation: true }],
  ),
  ...inGroup(
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
  ...inGroup(
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
  ...inGroup(
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
  ...inGroup(
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
  ...inGroup(
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

const CUSTOM: Pick<ResourceKind, 'custom' | 'generation' | 'subresources'> = {
  custom: true,
  generation: true,
  subresources: ['status'],
};

const ISTIO_CATEGORIES = ['istio-io', 'networking-istio-io'];

const ISTIO = [
  ...inGroup(
    'security.istio.io',
    ['v1', 'v1beta1'],
    [
      {
        plural: 'peerauthentications',
        kind: 'PeerAuthentication',
        shortNames: ['pa'],
      },
      {
        plural: 'authorizationpolicies',
        kind: 'AuthorizationPolicy',
        shortNames: ['ap'],
      },
      {
        plural: 'requestauthentications',
        kind: 'RequestAuthentication',
        shortNames: ['ra'],
      },
    ],
  ).map(kind => ({
    ...kind,
    ...CUSTOM,
    categories: ['istio-io', 'security-istio-io'],
  })),
  ...inGroup(
    'networking.istio.io',
    ['v1', 'v1beta1', 'v1alpha3'],
    [
      { plural: 'virtualservices', kind: 'VirtualService', shortNames: ['vs'] },
      {
        plural: 'destinationrules',
        kind: 'DestinationRule',
        shortNames: ['dr'],
      },
      { plural: 'gateways', kind: 'Gateway', shortNames: ['gw'] },
      { plural: 'serviceentries', kind: 'ServiceEntry', shortNames: ['se'] },
      { plural: 'sidecars', kind: 'Sidecar' },
      { plural: 'workloadentries', kind: 'WorkloadEntry', shortNames: ['we'] },
      { plural: 'workloadgroups', kind: 'WorkloadGroup', shortNames: ['wg'] },
    ],
  ).map(kind => ({ ...kind, ...CUSTOM, categories: ISTIO_CATEGORIES })),
  ...inGroup(
    'networking.istio.io',
    ['v1alpha3'],
    [{ plural: 'envoyfilters', kind: 'EnvoyFilter' }],
  ).map(kind => ({ ...kind, ...CUSTOM, categories: ISTIO_CATEGORIES })),
  ...inGroup(
    'networking.istio.io',
    ['v1beta1'],
    [{ plural: 'proxyconfigs', kind: 'ProxyConfig' }],
  ).map(kind => ({ ...kind, ...CUSTOM, categories: ISTIO_CATEGORIES })),
  ...inGroup(
    'telemetry.istio.io',
    ['v1', 'v1alpha1'],
    [{ plural: 'telemetries', kind: 'Telemetry', shortNames: ['telemetry'] }],
  ).map(kind => ({
    ...kind,
    ...CUSTOM,
    categories: ['istio-io', 'telemetry-istio-io'],
  })),
];

const GATEWAY_API = [
  ...inGroup(
    'gateway.networking.k8s.io',
    ['v1', 'v1beta1'],
    [
      {
        plural: 'gatewayclasses',
        kind: 'GatewayClass',
        namespaced: false,
        shortNames: ['gc'],
      },
      { plural: 'gateways', kind: 'Gateway', shortNames: ['gtw'] },
      { plural: 'httproutes', kind: 'HTTPRoute' },
    ],
  ),
  ...inGroup(
    'gateway.networking.k8s.io',
    ['v1'],
    [{ plural: 'grpcroutes', kind: 'GRPCRoute' }],
  ),
  ...inGroup(
    'gateway.networking.k8s.io',
    ['v1beta1'],
    [
      {
        plural: 'referencegrants',
        kind: 'ReferenceGrant',
        shortNames: ['refgrant'],
      },
    ],
  ),
].map(kind => ({ ...kind, ...CUSTOM, categories: ['gateway-api'] }));

/** What every simulated cluster serves without further definitions. */
export const KUBERNETES_KINDS: readonly ResourceKind[] = [
  ...CORE,
  ...APPS,
  ...BATCH,
  ...OTHER_BUILT_IN,
];

export const ISTIO_KINDS: readonly ResourceKind[] = ISTIO;

export const GATEWAY_API_KINDS: readonly ResourceKind[] = GATEWAY_API;
