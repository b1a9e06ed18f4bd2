const YES = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const NO = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/**
 * A boolean as Go's `strconv.ParseBool` reads it, and with it the flags of most of what
 * runs in clusters; undefined where that fails.
 */
export function parseBoolean(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (YES.includes(value)) return true;
  return NO.includes(value) ? false : undefined;
}
