import { z } from 'zod';
import type { WatchedKind } from '../WatchedKind';
import { lenientList, lenientObject } from './lenient';
import { metadataSchema } from './schema';

const serviceImportSchema = z.object({
  metadata: metadataSchema,
  status: lenientObject({
    /** The clusters that export the service, by the names that the implementation uses. */
    clusters: lenientList(z.object({ cluster: z.string() })),
  }),
});

export type ServiceImport = z.output<typeof serviceImportSchema>;

/**
 * On a ServiceImport: the name of the Service that was made for it (Kubernetes MCS API,
 * KEP 1645).
 */
export const ANNOTATION_DERIVED_SERVICE =
  'multicluster.kubernetes.io/derived-service';

/** A service of the clusterset as it arrives in a cluster (mcs-api 0.5). */
export const serviceImportKind: WatchedKind<ServiceImport> = {
  group: 'multicluster.x-k8s.io',
  versions: ['v1beta1', 'v1alpha1'],
  plural: 'serviceimports',
  kind: 'ServiceImport',
  schema: serviceImportSchema,
  optional: true,
};
