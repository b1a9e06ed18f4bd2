import { z } from 'zod';
import { textSchema } from './text';

export const sourceStatusSchema = z.enum([
  'live',
  'syncing',
  'stale',
  'forbidden',
  'absent',
  'unreachable',
  'unavailable',
  'unsupported',
]);

/** How current one part of a cluster's state is. */
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/**
 * Where an answer came from and how old it is. `part` is `objects` for the
 * cluster as a whole, else `<plural>.<group>` (`pods`,
 * `peerauthentications.security.istio.io`). `observedAt` (ISO) is when the state
 * was last known to be right, given only when the part is not live.
 */
export const sourceSchema = z.object({
  cluster: z.string(),
  part: z.string(),
  status: sourceStatusSchema,
  observedAt: z.string().optional(),
  reason: textSchema.optional(),
});

/** {@inheritDoc sourceSchema} */
export type Source = z.infer<typeof sourceSchema>;
