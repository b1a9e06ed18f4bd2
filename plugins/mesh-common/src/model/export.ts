import { z } from 'zod';
import { reasonSchema } from './membership';
import { objectRefSchema } from './reference';

export const exportStateSchema = z.enum([
  'available',
  'limited',
  'missing',
  'unknown',
  'unused',
]);

/**
 * Can a service be used where it is offered to? `limited`: it arrived, and something is
 * wrong with it (or with it for some callers); `missing`: it did not arrive; `unused`: no
 * cluster takes services from there.
 */
export type ExportState = z.infer<typeof exportStateSchema>;

const endpointsSchema = z.object({ ready: z.number(), total: z.number() });

const portSchema = z.object({
  name: z.string().optional(),
  port: z.number(),
  protocol: z.string(),
});

/**
 * What became of an export in one cluster that could use it. `as` is the Service to call
 * there, `host` its name there; both only where it arrived. `endpoints` are those that the
 * EndpointSlices of that cluster have for the host. `reachedBy` says who knows the
 * endpoints: `endpoints`, the API of that cluster; `discovery`, the proxies, which ask the
 * offering cluster; `datapath`, the network alone.
 */
export const exportTargetSchema = z.object({
  cluster: z.string(),
  state: exportStateSchema,
  arrived: z.union([z.boolean(), z.literal('unknown')]),
  as: objectRefSchema.optional(),
  host: z.string().optional(),
  ports: z.array(portSchema),
  endpoints: endpointsSchema,
  reachedBy: z.enum(['endpoints', 'discovery', 'datapath']).optional(),
  reasons: z.array(reasonSchema),
});

/** {@inheritDoc exportTargetSchema} */
export type ExportTarget = z.infer<typeof exportTargetSchema>;

/**
 * A service of one cluster, offered to others by one mechanism (`cilium-global`,
 * `linkerd-mirror`, `linkerd-federated`, or one of another mesh). `endpoints` are the
 * service's own in `from`. They and `declaredBy` are left out where nothing is known of
 * that cluster, and where the caller may not see the service there. `hiddenTargets`
 * counts clusters of which the caller may not be told.
 */
export const exportViewSchema = z.object({
  set: z.string(),
  namespace: z.string(),
  name: z.string(),
  mesh: z.string(),
  mechanism: z.string(),
  from: z.string(),
  state: exportStateSchema,
  declaredBy: objectRefSchema.optional(),
  endpoints: endpointsSchema.optional(),
  reasons: z.array(reasonSchema),
  to: z.array(exportTargetSchema),
  hiddenTargets: z.number().optional(),
});

/** {@inheritDoc exportViewSchema} */
export type ExportView = z.infer<typeof exportViewSchema>;

export const linkStateSchema = z.enum([
  'connected',
  'degraded',
  'down',
  'unknown',
]);

/** How a connection between two clusters is. */
export type LinkState = z.infer<typeof linkStateSchema>;

/**
 * A directed connection of two clusters, made by one mesh: callers in `from` reach
 * services of `to`, of which `services` have arrived. `unresolved`: `to` is a name of the
 * mesh that no cluster of the portal is known to have.
 */
export const linkSchema = z.object({
  mesh: z.string(),
  mechanism: z.string(),
  from: z.string(),
  to: z.string(),
  unresolved: z.boolean().optional(),
  state: linkStateSchema,
  services: z.number(),
  sharedTrust: z.union([z.boolean(), z.literal('unknown')]),
  latencyMs: z.number().optional(),
  declaredBy: objectRefSchema.optional(),
  reasons: z.array(reasonSchema),
});

/** {@inheritDoc linkSchema} */
export type Link = z.infer<typeof linkSchema>;
