import type { Zoom } from './metricsSpan';

/** Fills the time that is looked at (Unix seconds) into the address of another tool. */
export function linkAt(url: string, { from, to }: Zoom): string {
  const values: Readonly<Record<string, number>> = {
    fromMs: from * 1000,
    toMs: to * 1000,
    fromMicros: from * 1_000_000,
    toMicros: to * 1_000_000,
    durationSeconds: to - from,
  };
  return url.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in values ? String(Math.round(values[name])) : placeholder,
  );
}

/**
 * Where a query is shown in the store's own pages (Prometheus, and what has pages like
 * its own); undefined where no address for people is configured.
 */
export function storeLink(
  store: string,
  query: string,
  { from, to }: Zoom,
): string | undefined {
  if (!/^https?:\/\//.test(store)) return undefined;
  const search = new URLSearchParams({
    'g0.expr': query,
    'g0.tab': '0',
    'g0.range_input': `${Math.round(to - from)}s`,
    'g0.end_input': new Date(to * 1000).toISOString().slice(0, 19),
  });
  return `${store.replace(/\/$/, '')}/graph?${search}`;
}
