import { ChartsBrushOverlay } from '@mui/x-charts/ChartsBrushOverlay';
import { useBrush, useDrawingArea, useXScale } from '@mui/x-charts/hooks';
import { useEffect, useRef } from 'react';

/** A drag shorter than this is a click that shook. */
const LEAST_PIXELS = 6;

/** Inside a chart over time: dragging across it chooses a part (ms since 1970). */
export function BrushToZoom(props: {
  onChoose(from: number, to: number): void;
}) {
  const brush = useBrush();
  const scale = useXScale<'time'>();
  const { left, width } = useDrawingArea();
  const last = useRef<{ from: number; to: number }>();
  const { onChoose } = props;
  useEffect(() => {
    if (brush) {
      const ends = [brush.start.x, brush.current.x].sort((a, b) => a - b);
      last.current = { from: ends[0], to: ends[1] };
      return;
    }
    const chosen = last.current;
    last.current = undefined;
    if (!chosen || chosen.to - chosen.from < LEAST_PIXELS) return;
    const timeAt = (x: number) =>
      scale.invert(Math.min(Math.max(x, left), left + width)).getTime();
    onChoose(timeAt(chosen.from), timeAt(chosen.to));
  }, [brush, scale, left, width, onChoose]);
  return <ChartsBrushOverlay />;
}
