import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

const group = 'gateway.networking.k8s.io';
const categories = ['gateway-api'];

/** Gateway API 1.6, standard channel. */
export const GATEWAY_API_KINDS: readonly ResourceKind[] = [
  ...customKinds(group, {
    versions: ['v1', 'v1beta1'],
    categories,
    kinds: [
      {
        plural: 'gatewayclasses',
        kind: 'GatewayClass',
        namespaced: false,
        shortNames: ['gc'],
      },
      { plural: 'gateways', kind: 'Gateway', shortNames: ['gtw'] },
      { plural: 'httproutes', kind: 'HTTPRoute' },
    ],
  }),
  ...customKinds(group, {
    versions: ['v1'],
    categories,
    kinds: [
      { plural: 'grpcroutes', kind: 'GRPCRoute' },
      { plural: 'tcproutes', kind: 'TCPRoute' },
      { plural: 'tlsroutes', kind: 'TLSRoute' },
      { plural: 'udproutes', kind: 'UDPRoute' },
      { plural: 'listenersets', kind: 'ListenerSet', shortNames: ['lset'] },
      {
        plural: 'backendtlspolicies',
        kind: 'BackendTLSPolicy',
        shortNames: ['btlspolicy'],
      },
    ],
  }),
  ...customKinds(group, {
    versions: ['v1beta1', 'v1'],
    categories,
    kinds: [
      {
        plural: 'referencegrants',
        kind: 'ReferenceGrant',
        shortNames: ['refgrant'],
        subresources: [],
      },
    ],
  }),
];
