/** Quotes a hash as a weak entity tag: bodies may be compressed on their way. */
export function entityTag(hash: string): string {
  return `W/"${hash}"`;
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

/**
 * Does `If-None-Match` name the tag? Compared here because Express refuses what `fetch`
 * sends: with `If-None-Match` of its own it adds `Cache-Control: no-cache`, which
 * `req.fresh` takes for a forced reload.
 */
export function matchesEntityTag(
  ifNoneMatch: string | undefined,
  tag: string,
): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some(item => opaque(item) === opaque(tag));
}
