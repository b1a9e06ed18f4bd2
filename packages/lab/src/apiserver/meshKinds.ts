import { kindsInGroup, type ResourceKind } from './kinds.ts';

const CUSTOM: Pick<ResourceKind, 'custom' | 'generation' | 'subresources'> = {
  custom: true,
  generation: true,
  subresources: ['status'],
};

const ISTIO_CATEGORIES = ['istio-io', 'networking-istio-io'];

export const ISTIO_KINDS: readonly ResourceKind[] = [
  ...kindsInGroup(
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
  ...kindsInGroup(
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
  ...kindsInGroup(
    'networking.istio.io',
    ['v1alpha3'],
    [{ plural: 'envoyfilters', kind: 'EnvoyFilter' }],
  ).map(kind => ({ ...kind, ...CUSTOM, categories: ISTIO_CATEGORIES })),
  ...kindsInGroup(
    'networking.istio.io',
    ['v1beta1'],
    [{ plural: 'proxyconfigs', kind: 'ProxyConfig' }],
  ).map(kind => ({ ...kind, ...CUSTOM, categories: ISTIO_CATEGORIES })),
  ...kindsInGroup(
    'telemetry.istio.io',
    ['v1', 'v1alpha1'],
    [{ plural: 'telemetries', kind: 'Telemetry', shortNames: ['telemetry'] }],
  ).map(kind => ({
    ...kind,
    ...CUSTOM,
    categories: ['istio-io', 'telemetry-istio-io'],
  })),
];

export const GATEWAY_API_KINDS: readonly ResourceKind[] = [
  ...kindsInGroup(
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
  ...kindsInGroup(
    'gateway.networking.k8s.io',
    ['v1'],
    [{ plural: 'grpcroutes', kind: 'GRPCRoute' }],
  ),
  ...kindsInGroup(
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
