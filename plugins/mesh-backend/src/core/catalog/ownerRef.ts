import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

const DEFAULTS = { defaultKind: 'group', defaultNamespace: 'default' };

/**
 * The owner that somebody wrote, as an entity ref in lower case; a name alone is that of
 * a group. Undefined for what cannot be a reference.
 */
export function ownerRef(written: string): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(written.trim(), DEFAULTS));
  } catch {
    // Not a reference: whoever asks says so in words of their own.
    return undefined;
  }
}
