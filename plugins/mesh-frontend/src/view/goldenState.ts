import type { Golden } from '@meshport/plugin-mesh-common';

/** Are there numbers of calls to show, current or the last known ones? */
export function hasNumbers(golden: Golden): boolean {
  const { state, requestRate, tcp } = golden;
  return (
    (state === 'ok' || state === 'stale') &&
    (requestRate !== undefined || tcp !== undefined)
  );
}

/** The rate window as people say it: whole minutes, or seconds below that. */
export function windowOf({ windowSeconds }: Pick<Golden, 'windowSeconds'>): {
  readonly minutes?: string;
  readonly seconds: string;
} {
  const minutes = windowSeconds / 60;
  return {
    ...(minutes >= 1 ? { minutes: String(Math.round(minutes * 10) / 10) } : {}),
    seconds: String(windowSeconds),
  };
}
