import { z } from 'zod';

/** A page of a list; Go writes an empty list as null. */
export const listPageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  items: z
    .array(z.unknown())
    .nullish()
    .transform(items => items ?? []),
});

export const watchEventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

/** One line of a watch. */
export type WatchEvent = z.infer<typeof watchEventSchema>;

/** `code` of the Status object that an ERROR event carries. */
export const statusCodeSchema = z.object({ code: z.number().int() });

/** Aggregated discovery v2 (Kubernetes 1.30, as beta 1.27): everything in one answer. */
export const aggregatedDiscoverySchema = z.object({
  items: z.array(
    z.object({
      // The core group has no name.
      metadata: z
        .object({ name: z.string().default('') })
        .default({ name: '' }),
      versions: z
        .array(
          z.object({
            version: z.string(),
            /** `Stale`: an extension API server could not be asked. */
            freshness: z.string().optional(),
            resources: z
              .array(z.object({ resource: z.string() }))
              .nullish()
              .transform(resources => resources ?? []),
          }),
        )
        .nullish()
        .transform(versions => versions ?? []),
    }),
  ),
});

/** `/api` of servers without aggregated discovery. */
export const coreVersionsSchema = z.object({ versions: z.array(z.string()) });

/** `/apis` of servers without aggregated discovery. */
export const groupListSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
    }),
  ),
});

/** `/apis/<group>/<version>`. */
export const resourceListSchema = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

/** `/api/kubernetes/clusters` of the portal's Kubernetes plugin. */
export const clusterListSchema = z.object({
  items: z.array(
    z.object({
      name: z.string().min(1),
      title: z.string().optional(),
      authProvider: z.string().default(''),
    }),
  ),
});
