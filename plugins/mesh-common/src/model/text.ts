import { z } from 'zod';

/**
 * A sentence for people. Pages render `id` and `params` through their
 * translations (with relative times); API clients read `message` (English,
 * absolute times). Times in `params` are ISO 8601.
 */
export const textSchema = z.object({
  id: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
});

/** {@inheritDoc textSchema} */
export type Text = z.infer<typeof textSchema>;
