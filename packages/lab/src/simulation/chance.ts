import { createHash } from 'node:crypto';

/** The alphabet of Kubernetes' generated names: no vowels, so no words, and nothing that looks like another. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function digest(seed: string): Buffer {
  return createHash('sha256').update(seed).digest();
}

/** A number in [0, 1) that looks random and is always the same for the same seed. */
function chance(seed: string): number {
  return digest(seed).readUInt32BE(0) / 2 ** 32;
}

export function between(low: number, high: number, seed: string): number {
  return low + chance(seed) * (high - low);
}

/** `length` characters as Kubernetes appends them to names; at most 32. */
export function nameSuffix(length: number, seed: string): string {
  const bytes = digest(seed);
  return Array.from(
    bytes.subarray(0, length),
    byte => alphabet[byte % alphabet.length],
  ).join('');
}

export function hexDigest(seed: string): string {
  return digest(seed).toString('hex');
}
