import { useTheme } from '@mui/material/styles';
import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
import { LineChart } from '@mui/x-charts/LineChart';
import { memo, useMemo } from 'react';
import { BrushToZoom } from './BrushToZoom';
import { lineLook, objectiveLook } from './lineLooks';
import { useSharedTime } from './SharedTime';

const TIME_AXIS = 'time';

/** A moment that all charts mark. */
export interface TimeMark {
  /** ms since 1970 */
  readonly at: number;
  /** The number that the list of marks gives it; none where marks stand too close. */
  readonly label?: string;
}

export interface TimeChartProps {
  /** ms since 1970, one per point of every line. */
  readonly times: readonly number[];
  readonly lines: readonly {
    readonly id: string;
    readonly points: readonly (number | null)[];
  }[];
  /** What of the time is shown, ms since 1970. */
  readonly shown: { readonly from: number; readonly to: number };
  readonly range: { readonly min: number; readonly max: number };
  readonly objective?: number;
  readonly marks: readonly TimeMark[];
  /** Writes a number of the vertical axis, with its unit. */
  format(value: number): string;
  formatTime(at: Date): string;
  onChoose(from: number, to: number): void;
}

/** Is it known at `index`, and neither before nor after? */
function isAlone(points: readonly (number | null)[], index: number): boolean {
  const isKnown = (at: number) => (points[at] ?? null) !== null;
  return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1);
}

/** A line is told apart by its dashes too. */
function useLineStyles(count: number) {
  const theme = useTheme();
  return useMemo(() => {
    const looks = Array.from({ length: count }, (_, i) => lineLook(theme, i));
    return Object.fromEntries(
      looks.flatMap(({ dashes }, index) =>
        dashes
          ? [
              [
                `& [data-series="line${index}"]`,
                { strokeDasharray: dashes },
              ] as const,
            ]
          : [],
      ),
    );
  }, [theme, count]);
}

function useAxes(props: TimeChartProps) {
  const { times, shown, range, format, formatTime } = props;
  const x = useMemo(
    () => [
      {
        id: TIME_AXIS,
        scaleType: 'time' as const,
        data: times.map(at => new Date(at)),
        min: new Date(shown.from),
        max: new Date(shown.to),
        valueFormatter: formatTime,
        height: 24,
        tickNumber: 5,
      },
    ],
    [times, shown.from, shown.to, formatTime],
  );
  const y = useMemo(
    () => [
      {
        ...range,
        domainLimit: 'strict' as const,
        valueFormatter: format,
        width: 76,
        tickNumber: 4,
      },
    ],
    [range, format],
  );
  return { x, y };
}

/** What is asked of the numbers, and when something was changed. */
function ReferenceLines({
  objective,
  marks,
}: Pick<TimeChartProps, 'objective' | 'marks'>) {
  const theme = useTheme();
  const quiet = theme.palette.text.secondary;
  const { color, dashes } = objectiveLook(theme);
  return (
    <>
      {objective !== undefined && (
        <ChartsReferenceLine
          y={objective}
          lineStyle={{ stroke: color, strokeDasharray: dashes }}
        />
      )}
      {marks.map(({ at, label }, place) => (
        <ChartsReferenceLine
          // Several things may be changed in the same second.
          key={`${at}:${place}`}
          x={new Date(at)}
          label={label}
          labelAlign="start"
          spacing={{ x: 3, y: 0 }}
          lineStyle={{ stroke: quiet }}
          labelStyle={{ fill: quiet, fontSize: 11 }}
        />
      ))}
    </>
  );
}

function TimeChartOnce(props: TimeChartProps) {
  const { lines, objective, marks, onChoose } = props;
  const theme = useTheme();
  const { index, setIndex } = useSharedTime();
  const { x, y } = useAxes(props);
  const series = useMemo(
    () =>
      lines.map((line, place) => ({
        id: `line${place}`,
        data: [...line.points],
        color: lineLook(theme, place).color,
        // A number without any beside it makes no line.
        showMark: ({ index: at }: { index: number }) =>
          isAlone(line.points, at),
        curve: 'linear' as const,
      })),
    [lines, theme],
  );
  return (
    <LineChart
      height={180}
      series={series}
      xAxis={x}
      yAxis={y}
      margin={{ top: 12, right: 12, bottom: 4, left: 4 }}
      grid={{ horizontal: true }}
      hideLegend
      skipAnimation
      disableLineItemHighlight={index === undefined}
      slotProps={{ tooltip: { trigger: 'none' } }}
      axisHighlight={{ x: 'line' }}
      highlightedAxis={
        index === undefined ? [] : [{ axisId: TIME_AXIS, dataIndex: index }]
      }
      onHighlightedAxisChange={items =>
        setIndex(items.find(({ axisId }) => axisId === TIME_AXIS)?.dataIndex)
      }
      brushConfig={{ enabled: true, preventTooltip: false }}
      sx={useLineStyles(lines.length)}
    >
      <ReferenceLines {...{ objective, marks }} />
      <BrushToZoom onChoose={onChoose} />
    </LineChart>
  );
}

/**
 * Lines over time, with a crosshair that all charts around share. Not for screen readers.
 * Drawn again only where something of it has changed.
 */
export const TimeChart = memo(TimeChartOnce);
