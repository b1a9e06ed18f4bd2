/** Something that a person or a test asks the running lab to do. */
export interface Command {
  /** Its arguments, such as `CLUSTER STATUS`. */
  usage: string;
  /** One sentence for the list of commands. */
  summary: string;
  /** Answers with a sentence that says what holds now; throws CommandError for bad arguments. */
  run(args: readonly string[]): Promise<string>;
}

export type Commands = Readonly<Record<string, Command>>;

/** Bad input, in words for the person who typed it. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
