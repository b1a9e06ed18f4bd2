import type { Clock } from '../clock';
import {
  callKubernetesPlugin,
  type KubernetesPluginServices,
} from './callKubernetesPlugin';
import { withDeadline } from './deadline';
import { readText } from './readBody';
import { UnreachableError } from './requestErrors';
import { clusterListSchema } from './schema';

const DEADLINE_MILLISECONDS = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** A cluster as the portal's Kubernetes plugin lists it. */
export interface ListedCluster {
  readonly name: string;
  readonly title?: string;
  /** `serviceAccount`, `oidc`, ...; '' where it says none. */
  readonly authProvider: string;
}

/** Where the names of the clusters come from. Rejects when they cannot be told. */
export interface ClusterList {
  read(signal: AbortSignal): Promise<readonly ListedCluster[]>;
}

/** `GET /api/kubernetes/clusters`. */
export class KubernetesPluginClusterList implements ClusterList {
  constructor(
    private readonly services: KubernetesPluginServices & {
      readonly clock: Clock;
    },
  ) {}

  read(signal: AbortSignal): Promise<readonly ListedCluster[]> {
    const { clock } = this.services;
    const milliseconds = DEADLINE_MILLISECONDS;
    return withDeadline({ clock, milliseconds, signal }, async inner => {
      const response = await callKubernetesPlugin(this.services, {
        path: '/clusters',
        signal: inner,
      });
      if (!response.ok || !response.body) {
        throw new UnreachableError('portal', String(response.status));
      }
      const body = await readText(response.body, MAX_BYTES);
      return clusterListSchema.parse(JSON.parse(body)).items;
    });
  }
}
