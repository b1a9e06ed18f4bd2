import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

/** What the chart of consul-k8s brings, without its copies of the Gateway API. */
export const CONSUL_KINDS: readonly ResourceKind[] = customKinds(
  'consul.hashicorp.com',
  {
    versions: ['v1alpha1'],
    kinds: [
      {
        plural: 'servicedefaults',
        kind: 'ServiceDefaults',
        shortNames: ['service-defaults'],
      },
      {
        plural: 'serviceintentions',
        kind: 'ServiceIntentions',
        shortNames: ['service-intentions'],
      },
      {
        plural: 'serviceresolvers',
        kind: 'ServiceResolver',
        shortNames: ['service-resolver'],
      },
      {
        plural: 'servicerouters',
        kind: 'ServiceRouter',
        shortNames: ['service-router'],
      },
      {
        plural: 'servicesplitters',
        kind: 'ServiceSplitter',
        shortNames: ['service-splitter'],
      },
      {
        plural: 'proxydefaults',
        kind: 'ProxyDefaults',
        shortNames: ['proxy-defaults'],
      },
      { plural: 'meshes', kind: 'Mesh' },
      {
        plural: 'exportedservices',
        kind: 'ExportedServices',
        shortNames: ['exported-services'],
      },
      {
        plural: 'peeringacceptors',
        kind: 'PeeringAcceptor',
        shortNames: ['peering-acceptor'],
      },
      {
        plural: 'peeringdialers',
        kind: 'PeeringDialer',
        shortNames: ['peering-dialer'],
      },
      {
        plural: 'samenessgroups',
        kind: 'SamenessGroup',
        shortNames: ['sameness-group'],
      },
      {
        plural: 'ingressgateways',
        kind: 'IngressGateway',
        shortNames: ['ingress-gateway'],
      },
      {
        plural: 'terminatinggateways',
        kind: 'TerminatingGateway',
        shortNames: ['terminating-gateway'],
      },
      { plural: 'jwtproviders', kind: 'JWTProvider' },
      {
        plural: 'controlplanerequestlimits',
        kind: 'ControlPlaneRequestLimit',
      },
      { plural: 'registrations', kind: 'Registration', namespaced: false },
      {
        plural: 'gatewayclassconfigs',
        kind: 'GatewayClassConfig',
        namespaced: false,
      },
      { plural: 'gatewaypolicies', kind: 'GatewayPolicy' },
      { plural: 'meshservices', kind: 'MeshService' },
      { plural: 'routeretryfilters', kind: 'RouteRetryFilter' },
      { plural: 'routetimeoutfilters', kind: 'RouteTimeoutFilter' },
      { plural: 'routeauthfilters', kind: 'RouteAuthFilter' },
    ],
  },
);
