import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

const clusterScoped = [
  ['bgpconfigurations', 'BGPConfiguration'],
  ['bgppeers', 'BGPPeer'],
  ['blockaffinities', 'BlockAffinity'],
  ['clusterinformations', 'ClusterInformation'],
  ['felixconfigurations', 'FelixConfiguration'],
  ['globalnetworkpolicies', 'GlobalNetworkPolicy'],
  ['globalnetworksets', 'GlobalNetworkSet'],
  ['hostendpoints', 'HostEndpoint'],
  ['ipamblocks', 'IPAMBlock'],
  ['ipamconfigs', 'IPAMConfig'],
  ['ipamhandles', 'IPAMHandle'],
  ['ippools', 'IPPool'],
  ['kubecontrollersconfigurations', 'KubeControllersConfiguration'],
] as const;

/** Calico's own kinds and those of its operator; none of the former has a status subresource. */
export const CALICO_KINDS: readonly ResourceKind[] = [
  ...customKinds('crd.projectcalico.org', {
    versions: ['v1'],
    kinds: [
      ...clusterScoped.map(([plural, kind]) => ({
        plural,
        kind,
        namespaced: false,
        subresources: [],
      })),
      { plural: 'networkpolicies', kind: 'NetworkPolicy', subresources: [] },
      { plural: 'networksets', kind: 'NetworkSet', subresources: [] },
    ],
  }),
  ...customKinds('operator.tigera.io', {
    versions: ['v1'],
    kinds: [
      { plural: 'installations', kind: 'Installation', namespaced: false },
      { plural: 'apiservers', kind: 'APIServer', namespaced: false },
      { plural: 'tigerastatuses', kind: 'TigeraStatus', namespaced: false },
    ],
  }),
];
