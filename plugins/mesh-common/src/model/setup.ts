import { z } from 'zod';
import { clusterStatusSchema } from './cluster';
import { sourceStatusSchema } from './source';
import { textSchema } from './text';

/**
 * What an installer needs to know of one cluster. `credentials` is the kind of the
 * portal's credentials as the Kubernetes plugin names it (`serviceAccount`, `oidc`);
 * `clockSkewMilliseconds` is the cluster's clock minus the portal's; `matched` counts
 * services that some catalog entity has.
 */
export const setupClusterSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  set: z.string(),
  status: clusterStatusSchema,
  reason: textSchema.optional(),
  observedAt: z.string().optional(),
  kubernetesVersion: z.string().optional(),
  credentials: z.string(),
  /** What to add where the credentials cannot be used to watch. */
  advice: textSchema.optional(),
  kinds: z.array(
    z.object({
      part: z.string(),
      status: sourceStatusSchema,
      objects: z.number(),
      reason: textSchema.optional(),
      /** RBAC manifest to apply where the kind may not be read. */
      manifest: z.string().optional(),
    }),
  ),
  aliases: z.array(
    z.object({
      system: z.string(),
      alias: z.string(),
      source: z.enum(['configured', 'detected']),
      /** Another cluster has the same name in that system, or it was detected otherwise. */
      conflict: textSchema.optional(),
    }),
  ),
  matched: z.object({ services: z.number(), total: z.number() }),
  clockSkewMilliseconds: z.number().optional(),
  watches: z.number(),
  objects: z.number(),
});

/** {@inheritDoc setupClusterSchema} */
export type SetupCluster = z.infer<typeof setupClusterSchema>;

/** The state of the installation; `process` is the backend that answered. */
export const setupSchema = z.object({
  clusters: z.array(setupClusterSchema),
  /** Why the list of clusters could not be read lately. */
  clusterList: textSchema.optional(),
  warnings: z.array(textSchema),
  process: z.object({
    residentBytes: z.number(),
    heapUsedBytes: z.number(),
    startedAt: z.string(),
  }),
  entities: z.number(),
});

/** {@inheritDoc setupSchema} */
export type Setup = z.infer<typeof setupSchema>;
