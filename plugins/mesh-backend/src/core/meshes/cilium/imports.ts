import {
  ANNOTATION_DERIVED_SERVICE,
  type ClusterSnapshot,
  type ServiceFragment,
  serviceImportKind,
} from '@meshport/plugin-mesh-node';

/**
 * Services that were made for imports of the Kubernetes MCS API: their names are
 * hashes, and they stand for the service of the same name in the exporting clusters.
 */
export function importedServices(snapshot: ClusterSnapshot): ServiceFragment[] {
  return snapshot.kind(serviceImportKind).items.flatMap(item => {
    const { namespace = '', name, annotations } = item.metadata;
    const derived = annotations[ANNOTATION_DERIVED_SERVICE];
    if (!derived) return [];
    // Without any it is still the service of that name, of clusters that nobody names.
    const exporting = item.status.clusters.map(({ cluster }) => cluster);
    const clusters = exporting.length > 0 ? exporting : [''];
    return [
      {
        namespace,
        name: derived,
        standsFor: {
          kind: 'imported',
          of: clusters.map(cluster => ({
            system: 'cilium',
            alias: cluster,
            namespace,
            name,
          })),
        },
      },
    ];
  });
}
