import { z } from 'zod';
import { clusterSetSchema, clusterStatusSchema } from './cluster';
import { sourceStatusSchema } from './source';
import { textSchema } from './text';

/**
 * What an installer needs to know of one cluster. `credentials` is the kind of the
 * portal's credentials as the Kubernetes plugin names it (`serviceAccount`, `oidc`), ''
 * where it names none; `clockSkewMilliseconds` is the cluster's clock minus the portal's,
 * known to about a second; `matched` counts services that some catalog entity has.
 */
export const setupClusterSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  set: z.string(),
  kubectlContext: z.string(),
  status: clusterStatusSchema,
  reason: textSchema.optional(),
  /** ISO; when the cluster was last known to be right, where it is not live. */
  observedAt: z.string().optional(),
  kubernetesVersion: z.string().optional(),
  credentials: z.string(),
  /** What to add where the credentials cannot be used to watch. */
  advice: z.object({ text: textSchema, configuration: z.string() }).optional(),
  /** Every kind that is watched; `absent` where the cluster does not serve it. */
  kinds: z.array(
    z.object({
      part: z.string(),
      status: sourceStatusSchema,
      objects: z.number(),
      reason: textSchema.optional(),
      observedAt: z.string().optional(),
      /** RBAC manifest to apply where the kind may not be read. */
      manifest: z.string().optional(),
    }),
  ),
  /** RBAC manifest for all kinds that may not be read, at once. */
  manifest: z.string().optional(),
  aliases: z.array(
    z.object({
      /** Who names the cluster so: `istio`, `linkerd`, `cilium`, `consul`, `metrics`. */
      system: z.string(),
      alias: z.string(),
      source: z.enum(['configured', 'detected']),
      /** Another cluster has the same name in that system, or it was detected otherwise. */
      conflict: textSchema.optional(),
    }),
  ),
  matched: z.object({ services: z.number(), total: z.number() }),
  /** Where its numbers come from. Absent where no metrics store is configured. */
  metrics: z
    .object({
      /** Name of the store; absent where it is not known which one has them. */
      store: z.string().optional(),
      /** How the store names the cluster; absent where it has no such label. */
      label: z.object({ name: z.string(), value: z.string() }).optional(),
      /** The store has series of the cluster; absent until it was asked. */
      isFound: z.boolean().optional(),
      /** What to mend where there are no numbers. */
      reason: textSchema.optional(),
    })
    .optional(),
  clockSkewMilliseconds: z.number().optional(),
  /** Watches that are open at present. */
  watches: z.number(),
  /** Objects that are kept in memory, trimmed. */
  objects: z.number(),
});

/** {@inheritDoc setupClusterSchema} */
export type SetupCluster = z.infer<typeof setupClusterSchema>;

/**
 * What an installer needs to know of one metrics store. `live`: the last refresh gave
 * numbers; `stale`: it did not, and the last ones are still shown; `unavailable`: there
 * are none, or they are more than five minutes old.
 */
export const setupStoreSchema = z.object({
  name: z.string(),
  /** Without credentials. */
  url: z.string(),
  status: z.enum(['starting', 'live', 'stale', 'unavailable']),
  /** Why the last refresh gave nothing. */
  reason: textSchema.optional(),
  /** ISO, by the portal's clock; of the last numbers, where the store is not live. */
  observedAt: z.string().optional(),
  /** Of the last refresh; absent before the first. */
  refresh: z
    .object({
      /** ISO, by the portal's clock: when it began. */
      at: z.string(),
      milliseconds: z.number(),
      queries: z.number(),
      bytes: z.number(),
    })
    .optional(),
  /** The store's clock minus the portal's. */
  clockSkewMilliseconds: z.number().optional(),
  /** Clusters that it has series of. */
  clusters: z.array(z.string()),
  /** What is missing or doubtful of its numbers, and what its configuration lacks. */
  notes: z.array(textSchema),
});

/** {@inheritDoc setupStoreSchema} */
export type SetupStore = z.infer<typeof setupStoreSchema>;

/**
 * The state of the installation; `process` is the backend that answered. `warnings` are
 * about the configuration: clusters in no set, names that no cluster has.
 */
export const setupSchema = z.object({
  sets: z.array(clusterSetSchema),
  clusters: z.array(setupClusterSchema),
  /** Why the list of clusters could not be read lately. */
  clusterList: textSchema.optional(),
  warnings: z.array(textSchema),
  /** Metrics stores in the configured order. Absent where none is configured. */
  stores: z.array(setupStoreSchema).optional(),
  /** What to add to the configuration where no metrics store is configured. */
  storeAdvice: z
    .object({ text: textSchema, configuration: z.string() })
    .optional(),
  process: z.object({
    residentBytes: z.number(),
    heapUsedBytes: z.number(),
    startedAt: z.string(),
  }),
  /** `isRead` is false until the catalog has been read once. */
  catalog: z.object({
    isRead: z.boolean(),
    entities: z.number(),
    matched: z.number(),
  }),
});

/** {@inheritDoc setupSchema} */
export type Setup = z.infer<typeof setupSchema>;
