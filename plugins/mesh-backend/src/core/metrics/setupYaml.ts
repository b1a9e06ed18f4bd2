/**
 * What to add where no metrics store is configured: one store for all clusters, with the
 * label that tells them apart.
 */
export const METRICS_SETUP_YAML = `mesh:
  metrics:
    stores:
      main:
        url: http://prometheus.monitoring:9090
        # The label that names the cluster; leave it out for a store of one cluster.
        clusterLabel: cluster
`;
