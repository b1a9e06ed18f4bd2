/** What a command did, for whoever sits at the terminal. */
export interface Done {
  /** A sentence that says what holds now. */
  message: string;
  /** Where its effect can be seen. */
  look?: string;
  /** The command that takes it back, `['heal', 'west']`; left out where nothing has to be. */
  undo?: readonly string[];
}

/** Something that a person or a test asks the running lab to do. */
export interface Command {
  /** Its arguments, such as `CLUSTER STATUS`. */
  usage: string;
  /** One sentence for the list of commands. */
  summary: string;
  /** Throws CommandError for bad arguments. */
  run(args: readonly string[]): Promise<Done>;
}

export type Commands = Readonly<Record<string, Command>>;

/** Bad input, in words for the person who typed it. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
