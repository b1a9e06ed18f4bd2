import { randomInt } from 'node:crypto';

/** No vowels and no characters that look alike, as Kubernetes generates names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The five characters that `generateName` is completed with. */
export function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');
}
