const FIVE_MINUTES = 5 * 60_000;

/**
 * Whether the last numbers of a store are too old to say anything of now. Both in Unix ms
 * by the portal's clock; what never came is not old.
 */
export function isOutdated(
  receivedAt: number | undefined,
  now: number,
): boolean {
  return receivedAt !== undefined && now - receivedAt > FIVE_MINUTES;
}
