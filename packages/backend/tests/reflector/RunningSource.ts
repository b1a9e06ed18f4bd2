import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { partOf, type WatchedKind } from '@meshport/plugin-mesh-node';
import { KubernetesPluginClusterList } from '../../../../plugins/mesh-backend/src/io/kube/ClusterList';
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

/** One running source over the portal, and the paths that it asked for. */
export class RunningSource {
  readonly paths: string[] = [];
  readonly source: KubernetesClusterSource;
  private readonly end = new AbortController();
  private readonly done: Promise<void>;

  constructor(
    plugin: Pick<KubernetesPlugin, 'auth' | 'discovery'>,
    timing: Partial<WatchTiming>,
  ) {
    const proxy = new KubernetesProxyTransport(plugin);
    const transport: KubernetesTransport = {
      request: (cluster, path, request) => {
        this.paths.push(path);
        return proxy.request(cluster, path, request);
      },
    };
    const clock = systemClock;
    this.source = new KubernetesClusterSource({
      transport,
      clusterList: new KubernetesPluginClusterList({ ...plugin, clock }),
      kinds: watchedKinds,
      keys: [],
      logger: mockServices.logger.mock(),
      timing,
    });
    this.done = this.source.run(this.end.signal);
  }

  cluster(name: string): ClusterState | undefined {
    return this.source.clusters().find(cluster => cluster.name === name);
  }

  state(name: string, kind: WatchedKind) {
    return this.cluster(name)?.kinds().get(partOf(kind));
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
