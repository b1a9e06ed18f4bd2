import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { describeProblems } from '../core/describeProblems';

/** Reads one part of a request; throws with every problem, by field. */
export function readRequest(
  schema: z.ZodType,
  value: unknown,
  part: 'params' | 'query' | 'body',
): unknown {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new InputError(
      describeProblems(parsed.error, { schema, prefix: part }).join('; '),
    );
  }
  return parsed.data;
}
