import { z } from 'zod';

const sentences = z
  .array(z.string())
  .nullish()
  .transform(list => list ?? []);

/**
 * An answer of `/api/v1/query` and `/query_range`. What it holds is read one by one in
 * readAnswer.ts: there may be a hundred thousand, which a schema takes too long for.
 */
export const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.string(),
    result: z
      .array(z.unknown())
      .nullish()
      .transform(list => list ?? []),
  }),
  warnings: sentences,
  /** VictoriaMetrics: some of its own data could not be reached. */
  isPartial: z.boolean().nullish(),
});

/** What a store says when it has no answer. */
export const failureSchema = z.object({
  status: z.literal('error'),
  errorType: z.string().optional(),
  error: z.string(),
});
