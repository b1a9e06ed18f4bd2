import { z } from 'zod';

/**
 * Schemas of the shared kinds: only the fields that are read. A missing or absurd
 * field reads as absent, so that one strange object never hides the others; an object
 * without a name is refused.
 */
const optional = <T extends z.ZodType>(schema: T) =>
  schema.optional().catch(undefined);

const strings = z
  .record(z.string(), z.unknown())
  .transform(record =>
    Object.fromEntries(
      Object.entries(record).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  )
  .catch({})
  .default({});

export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: optional(z.string()),
  uid: optional(z.string()),
  creationTimestamp: optional(z.string()),
  deletionTimestamp: optional(z.string()),
  labels: strings,
  annotations: strings,
});

/** Metadata of an object, trimmed to kept labels and annotations. */
export type Metadata = z.infer<typeof metadataSchema>;

export const podTemplateSchema = z.object({});
export type PodTemplate = z.infer<typeof podTemplateSchema>;
export const podSchema = z.object({ metadata: metadataSchema });
export type Pod = z.infer<typeof podSchema>;
export const namespaceSchema = z.object({ metadata: metadataSchema });
export type Namespace = z.infer<typeof namespaceSchema>;
