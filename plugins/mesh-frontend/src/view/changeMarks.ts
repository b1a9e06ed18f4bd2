import type { Change } from '@meshport/plugin-mesh-common';
import type { Zoom } from './metricsSpan';

/** A change with the number that charts and list give it. */
export interface NumberedChange {
  readonly number: number;
  readonly change: Change;
}

/** A line in the charts (ms since 1970), with its number where there is room for it. */
export interface ChangeMark {
  readonly at: number;
  readonly label?: string;
}

/** Numbers closer than this part of the width would lie over each other. */
const LEAST_DISTANCE = 0.025;

/** The changes in what is shown (Unix seconds), numbered from the oldest on. */
export function numberedChanges(
  changes: readonly Change[],
  shown: Zoom,
): NumberedChange[] {
  return changes
    .filter(({ at }) => {
      const seconds = Date.parse(at) / 1000;
      return seconds >= shown.from && seconds <= shown.to;
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((change, index) => ({ number: index + 1, change }));
}

/** The lines for them. */
export function changeMarks(
  changes: readonly NumberedChange[],
  shown: Zoom,
): ChangeMark[] {
  const least = (shown.to - shown.from) * 1000 * LEAST_DISTANCE;
  let lastLabelled = -Infinity;
  return changes.map(({ number, change }) => {
    const at = Date.parse(change.at);
    if (at - lastLabelled < least) return { at };
    lastLabelled = at;
    return { at, label: String(number) };
  });
}
