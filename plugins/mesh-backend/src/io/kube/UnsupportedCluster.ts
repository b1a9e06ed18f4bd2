import { text } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { ListedCluster } from './ClusterList';
import type {
  ClusterReachability,
  ClusterReport,
  ClusterState,
} from './ClusterSource';

/**
 * Auth providers whose credentials are those of the user at the browser: the portal has
 * none of its own to watch with.
 */
const CLIENT_SIDE = new Set(['oidc', 'google', 'aks']);

export function hasClientSideCredentials(authProvider: string): boolean {
  return CLIENT_SIDE.has(authProvider);
}

/** A cluster that is listed but cannot be watched. */
export class UnsupportedCluster implements ClusterState {
  readonly name: string;
  readonly credentials: string;
  title?: string;

  constructor(listed: ListedCluster) {
    this.name = listed.name;
    this.title = listed.title;
    this.credentials = listed.authProvider;
  }

  reachability(): ClusterReachability {
    const reason = text('source.unsupported-credentials', {
      provider: this.credentials,
    });
    return { status: 'unsupported', reason };
  }

  kinds(): ReadonlyMap<WatchedKind, KindState> {
    return new Map();
  }

  report(): ClusterReport {
    return { kinds: [], watches: 0 };
  }
}
