import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  readSpan,
  readZoom,
  writeSpan,
  type MetricsSpan,
  type Zoom,
} from '../view/metricsSpan';

/** Which part of the past the page shows, kept in its address. */
export interface ChosenSpan {
  readonly span: MetricsSpan;
  readonly zoom?: Zoom;
  changeSpan(span: MetricsSpan): void;
  changeZoom(zoom: Zoom | undefined): void;
}

/** Reads and writes `?window=`, `?at=` and `?zoom=`. */
export function useMetricsSpan(): ChosenSpan {
  const [search, setSearch] = useSearchParams();
  const span = useMemo(() => readSpan(search), [search]);
  const zoom = useMemo(() => readZoom(search), [search]);
  const changeSpan = useCallback(
    (next: MetricsSpan) =>
      setSearch(before => writeSpan(before, { span: next })),
    [setSearch],
  );
  const changeZoom = useCallback(
    (next: Zoom | undefined) =>
      setSearch(before => writeSpan(before, { zoom: next }), { replace: true }),
    [setSearch],
  );
  return { span, zoom, changeSpan, changeZoom };
}
