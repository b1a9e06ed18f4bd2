import { z } from 'zod';

type Issue = z.core.$ZodIssue;

function pathText(prefix: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, prefix);
}

/** The keys that an object schema allows at a path, through lists and wrappers. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return keysAt(schema.unwrap(), path);
  }
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(schema.shape);
    return keysAt(schema.shape[String(step)], rest);
  }
  if (schema instanceof z.ZodArray && step !== undefined) {
    return keysAt(schema.element, rest);
  }
  if (schema instanceof z.ZodRecord && step !== undefined) {
    return keysAt(schema.valueType, rest);
  }
  return [];
}

/** What a limit counts; a number is its own size. */
function unit({ origin }: { origin: string }): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' values' : '';
}

function sentence(issue: Issue, schema: z.ZodType): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; it must be of type ${issue.expected}`
        : `must be of type ${issue.expected}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') {
        return 'must not be empty';
      }
      return `must be at least ${issue.minimum}${unit(issue)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${unit(issue)}`;
    case 'unrecognized_keys': {
      const allowed = keysAt(schema, issue.path);
      const known = allowed.length
        ? `allowed here: ${allowed.join(', ')}`
        : 'nothing is allowed here';
      return `unknown ${issue.keys.join(', ')}; ${known}`;
    }
    default:
      return issue.message;
  }
}

/**
 * Every problem that a schema found, one sentence each, by key and with the allowed
 * values: `mesh.clusterSets[0].name: must not be empty`. `prefix` is the key of the
 * value as a whole; parse with `reportInput` so that missing values are told apart.
 */
export function describeProblems(
  error: z.ZodError,
  options: { schema: z.ZodType; prefix: string },
): string[] {
  return error.issues.map(
    issue =>
      `${pathText(options.prefix, issue.path)}: ${sentence(
        issue,
        options.schema,
      )}`,
  );
}
