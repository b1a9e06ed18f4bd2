import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';

export const OPERATOR = 'cilium-operator';
export const AGENT = 'cilium-agent';

/** What Cilium's ConfigMap `cilium-config` says, as far as something here follows it. */
export interface CiliumConfig {
  /** Where the agents and the operator run. */
  namespace: string;
  clusterName: string;
  /** 0: no member of a mesh of clusters. */
  clusterId: number;
  /** Remote endpoints are written into the API. */
  endpointSync: boolean;
  mcsApi: boolean;
  /** Namespaces that say nothing about it take part. */
  globalNamespaces: boolean;
  wireguard: boolean;
}

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

/** Undefined in a cluster without Cilium. */
export function ciliumConfig(store: Store): CiliumConfig | undefined {
  const config = store
    .list<ConfigMap>('configmaps')
    .items.find(({ metadata }) => metadata.name === 'cilium-config');
  if (!config) return undefined;
  const { data = {}, metadata } = config;
  const on = (key: string) => data[key] === 'true';
  return {
    namespace: metadata.namespace ?? 'kube-system',
    clusterName: data['cluster-name'] ?? 'default',
    clusterId: Number(data['cluster-id'] ?? 0),
    endpointSync: on('clustermesh-enable-endpoint-sync'),
    mcsApi: on('clustermesh-enable-mcs-api'),
    globalNamespaces: data['clustermesh-default-global-namespace'] !== 'false',
    wireguard: on('enable-wireguard'),
  };
}

/** Whether pods of Cilium with this label are ready: `io.cilium/app=operator`, `k8s-app=clustermesh-apiserver`. */
export function runs(
  store: Store,
  { namespace }: CiliumConfig,
  [key, value]: readonly [string, string],
): boolean {
  return store
    .list<Pod>('pods', { namespace })
    .items.some(pod => pod.metadata.labels?.[key] === value && isReady(pod));
}

const NAMESPACE = 'clustermesh.cilium.io/global';

/** Whether a namespace exists and takes part in the mesh of clusters. */
export function isGlobalNamespace(
  store: Store,
  config: CiliumConfig,
  name: string,
): boolean {
  const namespace = store.get({ resource: 'namespaces', name });
  if (!namespace || namespace.metadata.deletionTimestamp) return false;
  const own = namespace.metadata.annotations?.[NAMESPACE];
  return own === undefined ? config.globalNamespaces : own === 'true';
}
