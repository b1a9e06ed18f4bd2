import type { WatchedKind } from '@meshport/plugin-mesh-node';
import {
  type CiliumConfigMap,
  ciliumConfigSchema,
  type CiliumNode,
  ciliumNodeSchema,
  type ClusterInformation,
  clusterInformationSchema,
  type FelixConfiguration,
  felixConfigurationSchema,
  type FlannelConfigMap,
  flannelConfigSchema,
  type WeaveDaemonSet,
  weaveDaemonSetSchema,
} from './schema';

export const CILIUM_CONFIG = 'cilium-config';
export const FLANNEL_CONFIG = 'kube-flannel-cfg';

export const ciliumConfigKind: WatchedKind<CiliumConfigMap> = {
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: ciliumConfigSchema,
  only: { fieldSelector: `metadata.name=${CILIUM_CONFIG}` },
};

export const ciliumNodeKind: WatchedKind<CiliumNode> = {
  group: 'cilium.io',
  versions: ['v2'],
  plural: 'ciliumnodes',
  kind: 'CiliumNode',
  schema: ciliumNodeSchema,
  metadataOnly: true,
};

/** Since Calico 3.32 its objects can also be native ones of the second group. */
const CALICO_GROUPS = [
  { group: 'crd.projectcalico.org', versions: ['v1'] },
  { group: 'projectcalico.org', versions: ['v3'] },
] as const;

export const clusterInformationKinds: readonly WatchedKind<ClusterInformation>[] =
  CALICO_GROUPS.map(api => ({
    ...api,
    plural: 'clusterinformations',
    kind: 'ClusterInformation',
    schema: clusterInformationSchema,
  }));

export const felixConfigurationKinds: readonly WatchedKind<FelixConfiguration>[] =
  CALICO_GROUPS.map(api => ({
    ...api,
    plural: 'felixconfigurations',
    kind: 'FelixConfiguration',
    schema: felixConfigurationSchema,
  }));

export const flannelConfigKind: WatchedKind<FlannelConfigMap> = {
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: flannelConfigSchema,
  only: { fieldSelector: `metadata.name=${FLANNEL_CONFIG}` },
};

export const weaveDaemonSetKind: WatchedKind<WeaveDaemonSet> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'daemonsets',
  kind: 'DaemonSet',
  schema: weaveDaemonSetSchema,
  only: { labelSelector: 'name=weave-net' },
};

/** Kinds to watch for networks, besides the shared ones. */
export const networkKinds: readonly WatchedKind[] = [
  ciliumConfigKind,
  ciliumNodeKind,
  ...clusterInformationKinds,
  ...felixConfigurationKinds,
  flannelConfigKind,
  weaveDaemonSetKind,
];
