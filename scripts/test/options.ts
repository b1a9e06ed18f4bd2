import { parseArgs } from 'node:util';

export interface TestOptions {
  /** Stages to run, or undefined for all. */
  only: readonly string[] | undefined;
  list: boolean;
  /** What follows `--`: handed to the test programs, for example a part of a file name. */
  rest: readonly string[];
}

/** What was typed cannot be understood; the message says what would be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function usage(stages: readonly string[]): string {
  return `npm test -- [--list] [--only STAGE,STAGE] [-- PATTERN]

  --list             name the stages and what they check
  --only STAGE,...   run these stages only: ${stages.join(', ')}
  -- PATTERN         with --only: run the test files whose path matches`;
}

/** Throws a UsageError that names what is wrong and what is allowed. */
export function readTestOptions(
  args: readonly string[],
  stages: readonly string[],
): TestOptions {
  const separator = args.indexOf('--');
  const own = separator < 0 ? args : args.slice(0, separator);
  const rest = separator < 0 ? [] : args.slice(separator + 1);
  const { only, list } = parse([...own], stages);
  const names = only?.flatMap(one => one.split(',')).filter(Boolean);
  const unknown = names?.find(name => !stages.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `There is no stage "${unknown}". The stages are: ${stages.join(', ')}.`,
    );
  }
  return { only: names, list: list ?? false, rest };
}

function parse(args: string[], stages: readonly string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true },
        list: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason}\n\n${usage(stages)}`, { cause });
  }
}
