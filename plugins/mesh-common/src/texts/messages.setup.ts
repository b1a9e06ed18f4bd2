/**
 * What whoever installs the plugin should know: of the list of clusters, of the
 * configuration (`setup.*`), and of credentials with which nothing can be watched
 * (`advice.*`).
 */
export const setupMessages = {
  'setup.cluster-list-unreadable':
    "The list of clusters cannot be read from the portal's Kubernetes plugin{{detail}}. The clusters known so far stay; the portal keeps trying.",
  'setup.cluster-in-no-set':
    'Cluster {{cluster}} is in no cluster set, so it is shown apart. List it under mesh.clusterSets.',
  'setup.unknown-cluster':
    'The Kubernetes plugin lists no cluster {{name}}, which mesh.clusterSets or mesh.clusters names. Nothing is shown of it. Correct the name, or add the cluster to kubernetes.clusterLocatorMethods.',
  'setup.proxy-cache':
    'The configuration has no kubernetes.proxy.middlewareCache: the Kubernetes plugin then leaks memory with every cluster and minute. Add "kubernetes: { proxy: { middlewareCache: { ttl: { milliseconds: 86400000 }, maxSize: 1000 } } }"; maxSize must be at least the number of clusters.',
  'setup.catalog-not-read':
    'The catalog has not been read yet, so it is not known which services belong to whom. This is tried again every few seconds.',
  'advice.oidc':
    'The cluster knows users by OpenID Connect, and their tokens are in their browsers only. Give the portal an account of its own: apply docs/rbac.yaml, make a token for it, and add the cluster a second time with that account.',
  'advice.google':
    "The cluster is asked with each user's Google account. Let the portal use a Google service account instead: grant it the ClusterRole of docs/rbac.yaml, and add the cluster a second time with that.",
  'advice.aks':
    "The cluster is asked with each user's Microsoft account. Let the portal use its own Azure identity instead: grant it the ClusterRole of docs/rbac.yaml, and add the cluster a second time with that.",
} as const satisfies Readonly<Record<string, string>>;
