import { z } from 'zod';

/**
 * Building blocks of schemas that read what they understand. A missing or absurd
 * field reads as absent, so that one strange object never hides the others.
 */

/** `undefined` for everything that the schema refuses. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.optional().catch(undefined);

export const optionalString = optional(z.string());
export const optionalInteger = optional(z.number().int());
export const flag = z.boolean().catch(false).default(false);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of lenient fields; anything that is no object reads as an empty one. */
export const lenientObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .preprocess(value => (isRecord(value) ? value : {}), z.object(shape))
    .prefault({});

/** The items that the schema accepts, in order; no list reads as an empty one. */
export const lenientList = <T extends z.ZodType>(item: T) =>
  z
    .unknown()
    .transform((value): z.output<T>[] => {
      if (!Array.isArray(value)) return [];
      return value.flatMap(candidate => {
        const parsed = item.safeParse(candidate);
        return parsed.success ? [parsed.data] : [];
      });
    })
    .prefault([]);

/** Labels, annotations and the like: the entries whose value is a string. */
export const strings = z
  .unknown()
  .transform((value): Readonly<Record<string, string>> => {
    if (!isRecord(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  })
  .prefault({});
