import { setImmediate as turn } from 'node:timers/promises';
import { CommandError } from '../apiserver/control/Command.ts';
import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Ledger } from './Ledger.ts';
import { GROUPINGS, LedgerSummary, type Grouping } from './summary.ts';

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE,
  h: 60 * MINUTE,
};
/** An answer has at most so many rows. */
const MAX_ROWS = 5_000;
const MAX_BOUNDS = 100;
/** After so many calls others have their turn. */
const SLICE = 5_000;
const DEFAULT_GROUPS: readonly Grouping[] = [
  'from',
  'to',
  'service',
  'protocol',
];

/**
 * Answers `GET /v1/ledger`: the calls that ended between `from` and `to` (milliseconds since the epoch, an ISO time, or
 * before now as in `-5m`; the last five minutes if left out) added up by `groupBy`, the busiest first, with histograms
 * of the milliseconds in `bounds`. Throws CommandError for what it does not understand.
 */
export async function readLedger(
  ledger: Ledger,
  query: URLSearchParams,
  now: number,
): Promise<JsonObject> {
  refuseUnknown(query);
  const from = timeOf(query, 'from', { now, otherwise: now - 5 * MINUTE });
  const to = timeOf(query, 'to', { now, otherwise: now });
  const groupBy = groupingsOf(query);
  const bounds = boundsOf(query);
  const summary = new LedgerSummary({ groupBy, bounds });
  let left = SLICE;
  for (const call of ledger.calls(from, to)) {
    summary.add(call);
    left -= 1;
    if (left > 0) continue;
    await turn();
    left = SLICE;
  }
  const rows = summary.sorted();
  return {
    from,
    to,
    since: ledger.since,
    groupBy,
    bounds,
    rows: rows.slice(0, MAX_ROWS),
    ...(rows.length > MAX_ROWS ? { truncated: rows.length } : {}),
  };
}

const PARAMETERS = ['from', 'to', 'groupBy', 'bounds'];

function refuseUnknown(query: URLSearchParams): void {
  for (const name of query.keys())
    if (!PARAMETERS.includes(name))
      throw new CommandError(
        `There is no parameter "${name}". Say some of: ${PARAMETERS.join(
          ', ',
        )}.`,
      );
}

function timeOf(
  query: URLSearchParams,
  name: string,
  { now, otherwise }: { now: number; otherwise: number },
): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  const [, amount, unit] = /^-(\d+)([smh])$/.exec(text) ?? [];
  if (unit) return now - Number(amount) * UNITS[unit];
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new CommandError(
    `"${name}" has to be a time: milliseconds since 1970, ISO 8601, or before now as in -5m; not "${text}".`,
  );
}

function groupingsOf(query: URLSearchParams): readonly Grouping[] {
  const text = query.get('groupBy');
  if (text === null) return DEFAULT_GROUPS;
  return text
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const grouping = GROUPINGS.find(known => known === part);
      if (grouping) return grouping;
      throw new CommandError(
        `Calls cannot be told apart by "${part}". Say some of: ${GROUPINGS.join(
          ', ',
        )}.`,
      );
    });
}

function boundsOf(query: URLSearchParams): readonly number[] {
  const text = query.get('bounds');
  if (!text) return [];
  const bounds = text.split(',').map(Number);
  if (bounds.length <= MAX_BOUNDS && bounds.every(Number.isFinite))
    return bounds;
  throw new CommandError(
    `"bounds" has to be at most ${MAX_BOUNDS} numbers of milliseconds with commas between them, not "${text}".`,
  );
}
