import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

/** What Istio 1.31's chart `base` brings (manifests/charts/base/files/crd-all.gen.yaml). */
export const ISTIO_KINDS: readonly ResourceKind[] = [
  ...customKinds('security.istio.io', {
    versions: ['v1', 'v1beta1'],
    categories: ['istio-io', 'security-istio-io'],
    kinds: [
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
  }),
  ...customKinds('networking.istio.io', {
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    categories: ['istio-io', 'networking-istio-io'],
    kinds: [
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
  }),
  ...customKinds('networking.istio.io', {
    versions: ['v1alpha3'],
    categories: ['istio-io', 'networking-istio-io'],
    kinds: [{ plural: 'envoyfilters', kind: 'EnvoyFilter' }],
  }),
  ...customKinds('networking.istio.io', {
    versions: ['v1beta1'],
    categories: ['istio-io', 'networking-istio-io'],
    kinds: [{ plural: 'proxyconfigs', kind: 'ProxyConfig' }],
  }),
  ...customKinds('telemetry.istio.io', {
    versions: ['v1', 'v1alpha1'],
    categories: ['istio-io', 'telemetry-istio-io'],
    kinds: [
      { plural: 'telemetries', kind: 'Telemetry', shortNames: ['telemetry'] },
    ],
  }),
  ...customKinds('extensions.istio.io', {
    versions: ['v1alpha1'],
    categories: ['istio-io', 'extensions-istio-io'],
    kinds: [
      { plural: 'wasmplugins', kind: 'WasmPlugin' },
      { plural: 'trafficextensions', kind: 'TrafficExtension' },
    ],
  }),
];
