import { stringify } from 'yaml';
import type { JsonObject } from '../apiserver/KubeObject.ts';

/** What clients need to know of one running cluster. */
export interface ClusterEndpoint {
  name: string;
  title: string;
  url: string;
  readerToken: string;
  adminToken: string;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A kubeconfig with a context per cluster, named like the cluster, that may do everything. */
export function kubeconfig(
  clusters: readonly ClusterEndpoint[],
  ca: string,
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusters[0]?.name ?? '',
    clusters: clusters.map(({ name, url }) => ({
      name,
      cluster: { server: url, 'certificate-authority-data': base64(ca) },
    })),
    users: clusters.map(({ name, adminToken }) => ({
      name: `${name}-admin`,
      user: { token: adminToken },
    })),
    contexts: clusters.map(({ name }) => ({
      name,
      context: { cluster: name, user: `${name}-admin` },
    })),
  });
}

/** The part of Backstage's configuration that points the portal at the lab. */
export function appConfig(parts: {
  clusters: readonly ClusterEndpoint[];
  ca: string;
  /** Absolute paths. */
  catalogFiles: readonly string[];
  /** How people sign in, if there are any. */
  auth?: JsonObject;
  /** Settings of the portal that only the lab knows: stores of metrics, other names of clusters. */
  mesh?: JsonObject;
  /** Where repositories are and pull requests go. */
  integrations?: JsonObject;
}): string {
  const { clusters, ca, catalogFiles, auth, mesh, integrations } = parts;
  return stringify({
    ...(auth ? { auth } : {}),
    ...(mesh ? { mesh } : {}),
    ...(integrations ? { integrations } : {}),
    // The portal says on its home page that the clusters are not real.
    app: { meshport: { simulatedClusters: true } },
    catalog: {
      locations: catalogFiles.map(target => ({ type: 'file', target })),
    },
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: clusters.map(({ name, title, url, readerToken }) => ({
            name,
            title,
            url,
            authProvider: 'serviceAccount',
            serviceAccountToken: readerToken,
            caData: base64(ca),
          })),
        },
      ],
    },
  });
}
