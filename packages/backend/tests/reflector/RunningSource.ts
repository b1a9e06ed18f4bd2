import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { WatchedKind } from '@meshport/plugin-mesh-node';
import {
  KubernetesPluginClusterList,
  type ClusterList,
} from '../../../../plugins/mesh-backend/src/io/kube/ClusterList';
import type { ClusterState } from '../../../../plugins/mesh-backend/src/io/kube/ClusterSource';
import { KubernetesClusterSource } from '../../../../plugins/mesh-backend/src/io/kube/KubernetesClusterSource';
import { KubernetesProxyTransport } from '../../../../plugins/mesh-backend/src/io/kube/KubernetesProxyTransport';
import type { KubernetesTransport } from '../../../../plugins/mesh-backend/src/io/kube/KubernetesTransport';
import type { WatchTiming } from '../../../../plugins/mesh-backend/src/io/kube/timing';
import { systemClock } from '../../../../plugins/mesh-backend/src/io/clock';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import type { Access } from './ApiServerUnderTest';
import type { KubernetesPlugin } from './KubernetesPlugin';
import { watchedKinds, type SeenObject } from './watchedKinds';

/** Everything faster, so that the suite need not wait; the relations are those of the defaults. */
export const FAST: Partial<WatchTiming> = {
  heartbeatInterval: 400,
  heartbeatDeadline: 1_500,
  clusterListInterval: 300,
  absentInterval: 500,
  pageDeadline: 10_000,
  watchSilence: 2_500,
  watchSettle: 400,
  backoffFirst: 100,
  backoffMost: 1_000,
  heartbeatBackoffMost: 400,
};

const CONDITION_TIMEOUT = 40_000;

const silent: LoggerService = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silent,
};

/** What the backend gives its plugins, for a client from outside. */
export function servicesOf({ url, token }: KubernetesPlugin) {
  return {
    auth: {
      getOwnServiceCredentials: async () => credentials,
      getPluginRequestToken: async () => ({ token }),
    },
    discovery: {
      getBaseUrl: async () => url,
      getExternalBaseUrl: async () => url,
    },
  };
}

const credentials = {
  $$type: '@backstage/BackstageCredentials' as const,
  principal: { type: 'service' as const, subject: 'meshport' },
};

/** One running source over the portal, and the paths that it asked for. */
export class RunningSource {
  readonly paths: string[] = [];
  readonly source: KubernetesClusterSource;
  private readonly end = new AbortController();
  private readonly done: Promise<void>;
  private failedLists = 0;

  /** `beforeRequest` is waited for before each path is asked for. */
  constructor(
    plugin: KubernetesPlugin,
    timing: Partial<WatchTiming>,
    beforeRequest: (path: string) => Promise<void> = async () => undefined,
  ) {
    const services = servicesOf(plugin);
    const proxy = new KubernetesProxyTransport(services);
    const transport: KubernetesTransport = {
      request: async (cluster, path, request) => {
        this.paths.push(path);
        await beforeRequest(path);
        return proxy.request(cluster, path, request);
      },
    };
    const clock = systemClock;
    const list = new KubernetesPluginClusterList({ ...services, clock });
    const clusterList: ClusterList = {
      read: signal =>
        list.read(signal).catch(error => {
          this.failedLists += 1;
          throw error;
        }),
    };
    this.source = new KubernetesClusterSource({
      transport,
      clusterList,
      kinds: watchedKinds,
      keys: [],
      logger: silent,
      timing,
    });
    this.done = this.source.run(this.end.signal);
  }

  cluster(name: string): ClusterState | undefined {
    return this.source.clusters().find(cluster => cluster.name === name);
  }

  state(name: string, kind: WatchedKind) {
    return this.cluster(name)?.kinds().get(kind);
  }

  /** How often the list of clusters could not be had. */
  listFailures(): number {
    return this.failedLists;
  }

  /** `namespace/name@resourceVersion` of every object, sorted. */
  seen(name: string, kind: WatchedKind): string[] {
    const items = (this.state(name, kind)?.items ?? []) as SeenObject[];
    return items.map(identity).sort();
  }

  async stop(): Promise<void> {
    this.end.abort();
    await this.done;
  }
}

export function identity({ metadata }: SeenObject): string {
  const { namespace = '', name, resourceVersion } = metadata;
  return `${namespace}/${name}@${resourceVersion}`;
}

/** Waits for something to become true; rejects with what it waited for. */
export function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  return waitUntil(async () => condition(), {
    what,
    timeoutMilliseconds: CONDITION_TIMEOUT,
    intervalMilliseconds: 20,
  });
}

export function clusterDetails(
  name: string,
  { url, caPem, token }: Access,
  extra: { title?: string; authProvider?: string } = {},
): ClusterDetails {
  const { title, authProvider = 'serviceAccount' } = extra;
  return {
    name,
    title,
    url,
    caData: Buffer.from(caPem).toString('base64'),
    authMetadata: {
      'kubernetes.io/auth-provider': authProvider,
      serviceAccountToken: token,
    },
  };
}
