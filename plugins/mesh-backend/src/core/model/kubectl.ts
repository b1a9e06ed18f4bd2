const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Quotes a word for POSIX shells, only where it needs quotes. */
function shellQuote(word: string): string {
  return SAFE.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** A command line for people, each word quoted where needed. */
export function commandLine(...words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

/** `kubectl --context <context> ...`, ready to be pasted into a shell. */
export function kubectl(context: string, ...words: readonly string[]): string {
  return commandLine('kubectl', '--context', context, ...words);
}
