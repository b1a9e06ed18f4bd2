import { z } from 'zod';
import { objectRefSchema } from './reference';
import { textSchema } from './text';

/** The one change that mends a reason: a sentence, and what to paste. */
export const fixSchema = z.object({
  text: textSchema,
  /** What will happen when it is done ("3 pods restart one by one"). */
  effect: textSchema.optional(),
  manifest: z.string().optional(),
  command: z.string().optional(),
  restart: z.array(objectRefSchema).optional(),
});

/** {@inheritDoc fixSchema} */
export type Fix = z.infer<typeof fixSchema>;

/** Why a state is what it is. `code` is stable and documented. */
export const reasonSchema = z.object({
  code: z.string(),
  text: textSchema,
  fix: fixSchema.optional(),
  evidence: z.array(objectRefSchema),
  since: z.string().optional(),
});

/** {@inheritDoc reasonSchema} */
export type Reason = z.infer<typeof reasonSchema>;

export const membershipStateSchema = z.enum([
  'enrolled',
  'partial',
  'pending-restart',
  'not-enrolled',
  'opted-out',
  'misconfigured',
  'idle',
  'unknown',
]);

/** Is a workload, or a service instance, in a mesh. */
export type MembershipState = z.infer<typeof membershipStateSchema>;

/**
 * Membership of one workload or service instance in one mesh. `mesh` is '' in the
 * single entry of something that no mesh has, declares or refuses.
 */
export const membershipSchema = z.object({
  mesh: z.string(),
  mode: z.string(),
  layer: z.enum(['l4', 'l7']),
  state: membershipStateSchema,
  pods: z.object({ enrolled: z.number(), total: z.number() }),
  proxyVersions: z.array(z.string()),
  waypoint: objectRefSchema.optional(),
  reasons: z.array(reasonSchema),
  /** Commands with which a reader can check this entry without the portal. */
  verify: z.array(z.object({ text: textSchema, command: z.string() })),
});

/** {@inheritDoc membershipSchema} */
export type Membership = z.infer<typeof membershipSchema>;

/**
 * Inbound mTLS: the weakest over all running pods and ports. `identities` are
 * SPIFFE ids, `decidedBy` the objects that set the mode.
 */
export const postureSchema = z.object({
  inbound: z.enum(['strict', 'permissive', 'off', 'unknown']),
  identities: z.array(z.string()),
  decidedBy: z.array(objectRefSchema),
  /** What the network below does between nodes, whatever the mesh. */
  encryption: z.enum(['wireguard', 'ipsec', 'none', 'unknown']).optional(),
  /** Running pods that accept plain text because they have no proxy. */
  podsWithoutProxy: z.number(),
  reasons: z.array(reasonSchema),
});

/** {@inheritDoc postureSchema} */
export type Posture = z.infer<typeof postureSchema>;
