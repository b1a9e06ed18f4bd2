import { z } from 'zod';

/** Selects nothing: what a selector that cannot be understood is read as. */
const UNINTELLIGIBLE = {
  matchLabels: {},
  matchExpressions: [{ key: '', operator: 'unintelligible', values: [] }],
};

/**
 * A Kubernetes label selector. Unlike other fields it is not read in parts: leaving
 * out a requirement would select more than the object says.
 */
export const labelSelectorSchema = z
  .object({
    matchLabels: z
      .record(z.string(), z.string())
      .nullish()
      .transform(labels => labels ?? {}),
    matchExpressions: z
      .array(
        z.object({
          key: z.string(),
          operator: z.string(),
          values: z
            .array(z.string())
            .nullish()
            .transform(values => values ?? []),
        }),
      )
      .nullish()
      .transform(expressions => expressions ?? []),
  })
  .nullish()
  .catch(UNINTELLIGIBLE)
  .transform(selector => selector ?? { matchLabels: {}, matchExpressions: [] });

export type LabelSelector = z.output<typeof labelSelectorSchema>;
