/** Lengths of the past that charts show, as the address and the API name them. */
export const METRICS_WINDOWS = ['15m', '1h', '3h', '6h', '12h', '24h'] as const;

export type MetricsWindow = (typeof METRICS_WINDOWS)[number];

/** Which part of the past is looked at. */
export interface MetricsSpan {
  readonly window: MetricsWindow;
  /** ISO; the end. Without it the end is now, which moves on. */
  readonly at?: string;
}

/** A part of the time that charts show, in Unix seconds. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

const SECONDS: Readonly<Record<MetricsWindow, number>> = {
  '15m': 900,
  '1h': 3600,
  '3h': 3 * 3600,
  '6h': 6 * 3600,
  '12h': 12 * 3600,
  '24h': 24 * 3600,
};

/** Less than this is not zoomed into: a handful of points is no line. */
const LEAST_ZOOM_SECONDS = 60;

function windowSeconds(window: MetricsWindow): number {
  return SECONDS[window];
}

function isWindow(value: string | null): value is MetricsWindow {
  return METRICS_WINDOWS.some(window => window === value);
}

/** Reads the address; what is no window or no time is as if it were not there. */
export function readSpan(search: URLSearchParams): MetricsSpan {
  const window = search.get('window');
  const at = Date.parse(search.get('at') ?? '');
  return {
    window: isWindow(window) ? window : '1h',
    ...(Number.isNaN(at) ? {} : { at: new Date(at).toISOString() }),
  };
}

/** `?zoom=<from>-<to>`, in Unix seconds. */
export function readZoom(search: URLSearchParams): Zoom | undefined {
  const match = /^(\d{1,12})-(\d{1,12})$/.exec(search.get('zoom') ?? '');
  if (!match) return undefined;
  const [from, to] = match.slice(1).map(Number);
  return to - from >= LEAST_ZOOM_SECONDS ? { from, to } : undefined;
}

/** The address for another span or zoom; another span shows all of it. */
export function writeSpan(
  search: URLSearchParams,
  change: { span?: MetricsSpan; zoom?: Zoom },
): URLSearchParams {
  const result = new URLSearchParams(search);
  const set = (key: string, value: string | undefined) =>
    value ? result.set(key, value) : result.delete(key);
  const { span, zoom } = change;
  if (span) {
    set('window', span.window === '1h' ? undefined : span.window);
    set('at', span.at);
  }
  set('zoom', zoom && `${Math.round(zoom.from)}-${Math.round(zoom.to)}`);
  return result;
}

/** The span before or after: half of it is still the same. */
export function shiftSpan(
  { window, at }: MetricsSpan,
  direction: -1 | 1,
  now: number,
): MetricsSpan {
  const end = at === undefined ? now : Date.parse(at);
  const shifted = end + direction * windowSeconds(window) * 500;
  return shifted >= now
    ? { window }
    : { window, at: new Date(shifted).toISOString() };
}

/** Half or double of what is shown, around its middle; all of it is no zoom. */
export function zoomBy(
  shown: Zoom,
  factor: 0.5 | 2,
  all: Zoom,
): Zoom | undefined {
  const half = ((shown.to - shown.from) * factor) / 2;
  const middle = (shown.from + shown.to) / 2;
  return within({ from: middle - half, to: middle + half }, all);
}

/** A zoom inside of what there is; undefined where it would be all, or none of it. */
export function within(zoom: Zoom, all: Zoom): Zoom | undefined {
  const from = Math.max(zoom.from, all.from);
  const to = Math.min(zoom.to, all.to);
  if (from <= all.from && to >= all.to) return undefined;
  return to - from >= LEAST_ZOOM_SECONDS ? { from, to } : undefined;
}
