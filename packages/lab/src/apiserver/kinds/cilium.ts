import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

const group = 'cilium.io';
const policy = ['cilium', 'ciliumpolicy'];

/** What the operator of Cilium 1.20 brings, without BGP and L2 announcements. */
export const CILIUM_KINDS: readonly ResourceKind[] = [
  ...customKinds(group, {
    versions: ['v2'],
    categories: policy,
    kinds: [
      {
        plural: 'ciliumnetworkpolicies',
        kind: 'CiliumNetworkPolicy',
        shortNames: ['cnp', 'ciliumnp'],
      },
      {
        plural: 'ciliumclusterwidenetworkpolicies',
        kind: 'CiliumClusterwideNetworkPolicy',
        namespaced: false,
        shortNames: ['ccnp'],
      },
      {
        plural: 'ciliumegressgatewaypolicies',
        kind: 'CiliumEgressGatewayPolicy',
        namespaced: false,
        shortNames: ['cegp'],
        subresources: [],
      },
      {
        plural: 'ciliumlocalredirectpolicies',
        kind: 'CiliumLocalRedirectPolicy',
        shortNames: ['clrp'],
        subresources: [],
      },
    ],
  }),
  ...customKinds(group, {
    versions: ['v2'],
    categories: ['cilium'],
    kinds: [
      {
        plural: 'ciliumendpoints',
        kind: 'CiliumEndpoint',
        shortNames: ['cep', 'ciliumep'],
        subresources: [],
      },
      {
        plural: 'ciliumidentities',
        kind: 'CiliumIdentity',
        namespaced: false,
        shortNames: ['ciliumid'],
      },
      {
        plural: 'ciliumnodes',
        kind: 'CiliumNode',
        namespaced: false,
        shortNames: ['cn', 'ciliumn'],
      },
      {
        plural: 'ciliumenvoyconfigs',
        kind: 'CiliumEnvoyConfig',
        shortNames: ['cec'],
        subresources: [],
      },
      {
        plural: 'ciliumclusterwideenvoyconfigs',
        kind: 'CiliumClusterwideEnvoyConfig',
        namespaced: false,
        shortNames: ['ccec'],
        subresources: [],
      },
    ],
  }),
  ...customKinds(group, {
    versions: ['v2', 'v2alpha1'],
    categories: ['cilium'],
    kinds: [
      {
        plural: 'ciliumcidrgroups',
        kind: 'CiliumCIDRGroup',
        namespaced: false,
        shortNames: ['ccg'],
        subresources: [],
      },
      {
        plural: 'ciliumnodeconfigs',
        kind: 'CiliumNodeConfig',
        subresources: [],
      },
      {
        plural: 'ciliumloadbalancerippools',
        kind: 'CiliumLoadBalancerIPPool',
        namespaced: false,
        shortNames: ['ippools', 'ippool', 'lbippool', 'lbippools'],
      },
    ],
  }),
  ...customKinds(group, {
    versions: ['v2alpha1'],
    categories: ['cilium'],
    kinds: [
      {
        plural: 'ciliumendpointslices',
        kind: 'CiliumEndpointSlice',
        namespaced: false,
        shortNames: ['ces'],
        subresources: [],
      },
      {
        plural: 'ciliumgatewayclassconfigs',
        kind: 'CiliumGatewayClassConfig',
        shortNames: ['cgcc'],
      },
      {
        plural: 'ciliumpodippools',
        kind: 'CiliumPodIPPool',
        namespaced: false,
        shortNames: ['cpip'],
        subresources: [],
      },
    ],
  }),
];
