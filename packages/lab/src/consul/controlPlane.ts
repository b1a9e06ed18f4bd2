import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { isConnectInjector } from './injectorSettings.ts';

export const GROUP = 'consul.hashicorp.com';
const FINALIZER = 'finalizers.consul.hashicorp.com';
export const MANAGER = 'consul-k8s-control-plane';

export interface SyncedResource extends KubeObject {
  status?: {
    conditions?: {
      lastTransitionTime: string;
      message?: string;
      reason?: string;
      status: 'True' | 'False';
      type: 'Synced';
    }[];
    lastSyncedTime?: string;
    latestPeeringVersion?: number;
    secret?: {
      name: string;
      key: string;
      backend: string;
      resourceVersion?: string;
    };
  };
}

/**
 * Whether custom resources get to Consul: the injector, in which their controllers run, is ready, and so is one of
 * the servers, unless those are outside of the cluster.
 */
export function isConsulReachable(store: Store): boolean {
  const pods = store.list<Pod>('pods').items;
  const servers = pods.filter(isServer);
  return (
    pods.some(pod => isConnectInjector(pod) && isReady(pod)) &&
    (servers.length === 0 || servers.some(isReady))
  );
}

/** Pods whose readiness decides whether Consul can be reached. */
export function isControlPlane(pod: Pod): boolean {
  return isConnectInjector(pod) || isServer(pod);
}

function isServer({ metadata: { labels = {} } }: Pod): boolean {
  return labels.component === 'server' && labels.app === 'consul';
}

/** Keeps or drops the finalizer by which a resource waits for its removal from Consul. */
export function setFinalizer(
  store: Store,
  resource: string,
  { metadata: { name, namespace, finalizers = [] } }: KubeObject,
  wanted: boolean,
): void {
  if (finalizers.includes(FINALIZER) === wanted) return;
  const others = finalizers.filter(finalizer => finalizer !== FINALIZER);
  store.modify(
    { resource, namespace, name },
    copy => {
      copy.metadata.finalizers = wanted ? [...others, FINALIZER] : others;
    },
    { manager: MANAGER },
  );
}
