import { text, type Text } from '@meshport/plugin-mesh-common';
import type { AskedQuery } from '../core/metrics/readStoreTick';

/** Clocks that differ by less are no news: an answer takes its time, too. */
const CLOCK_MILLISECONDS = 30_000;

const MEGABYTE = 1_000_000;

/** What is to be known of all numbers of a store. `skew`: its clock minus ours, in ms. */
export function tickNotes(store: string, skew: number): Text[] {
  if (Math.abs(skew) <= CLOCK_MILLISECONDS) return [];
  const seconds = Math.round(Math.abs(skew) / 1000);
  return [text('store-note.clock', { store, seconds })];
}

function idsOf(asked: readonly AskedQuery[]): string[] {
  return [...new Set(asked.map(({ planned }) => planned.query.id))];
}

/** Which queries gave nothing: the store refused them, or the refresh had cost enough. */
export function leftOutNotes(
  store: string,
  asked: readonly AskedQuery[],
  maxBytes: number,
): Text[] {
  const spent = idsOf(
    asked.filter(({ failure }) => failure?.id === 'store.budget-spent'),
  );
  const failed = idsOf(asked.filter(({ answer }) => !answer)).filter(
    id => !spent.includes(id),
  );
  const megabytes = Math.round(maxBytes / MEGABYTE);
  return [
    ...(spent.length > 0
      ? [
          text('store-note.too-large', {
            store,
            megabytes,
            queries: spent.join(', '),
          }),
        ]
      : []),
    ...(failed.length > 0
      ? [
          text('store-note.failed-queries', {
            store,
            count: failed.length,
            queries: failed.join(', '),
          }),
        ]
      : []),
  ];
}
