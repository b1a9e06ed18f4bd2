import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useId, useState, type ReactNode } from 'react';
import { meshTranslationRef } from '../../translation';
import { extremesOf } from '../../view/chartLines';
import { Heading } from '../Heading';
import { ChartTable } from './ChartTable';
import { lineLook, objectiveLook } from './lineLooks';
import { LineSwatch } from './LineSwatch';
import { useSharedTime } from './SharedTime';
import { TimeChart, type TimeChartProps } from './TimeChart';

type Line = TimeChartProps['lines'][number] & { readonly label: string };

/** The points that are shown: from `first` to `end` (excluded). */
interface ShownPoints {
  readonly first: number;
  readonly end: number;
}

function shownPoints(
  times: readonly number[],
  shown: TimeChartProps['shown'],
): ShownPoints {
  const first = times.findIndex(at => at >= shown.from);
  const after = times.findIndex(at => at > shown.to);
  return {
    first: first < 0 ? times.length : first,
    end: after < 0 ? times.length : after,
  };
}

/** Each line's name with its number at the crosshair, else the last one that is known. */
function Legend(props: {
  lines: readonly Line[];
  points: ShownPoints;
  objective?: string;
  format(value: number): string;
}) {
  const { lines, points, objective, format } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const theme = useTheme();
  const { index } = useSharedTime();
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2.5,
        typography: 'body2',
      }}
    >
      {lines.map((line, place) => {
        const at =
          index ?? extremesOf(line.points, points.first, points.end)?.last;
        const value = at === undefined ? null : line.points[at] ?? null;
        return (
          <Box
            component="li"
            key={line.id}
            sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
          >
            <LineSwatch look={lineLook(theme, place)} />
            {line.label}{' '}
            <Box
              component="span"
              sx={{
                fontVariantNumeric: 'tabular-nums',
                fontWeight: 'fontWeightBold',
                // Numbers under a moving pointer must not move what is beside them.
                minWidth: '5.5em',
              }}
            >
              {value === null ? t('chart.unknown') : format(value)}
            </Box>
          </Box>
        );
      })}
      {objective && (
        <Box
          component="li"
          sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
        >
          <LineSwatch look={objectiveLook(theme)} />
          {objective}
        </Box>
      )}
    </Box>
  );
}

/** Which time the numbers beside the lines are of, while a pointer is over a chart. */
function PointedTime(props: {
  times: readonly number[];
  formatTime(at: Date): string;
}) {
  const { index } = useSharedTime();
  const at = index === undefined ? undefined : props.times[index];
  return (
    <Box
      component="span"
      aria-hidden
      sx={{ flexGrow: 1, color: 'text.secondary', typography: 'caption' }}
    >
      {at !== undefined && props.formatTime(new Date(at))}
    </Box>
  );
}

/** The least and the most of each line, in words. */
function Summary(props: {
  times: readonly number[];
  lines: readonly Line[];
  points: ShownPoints;
  format(value: number): string;
  formatTime(at: Date): string;
}) {
  const { times, lines, points, format, formatTime } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Typography
      component="figcaption"
      variant="caption"
      sx={{ color: 'text.secondary', display: 'block' }}
    >
      {lines.map(line => {
        const found = extremesOf(line.points, points.first, points.end);
        const says = (index: number) => ({
          value: format(line.points[index] ?? 0),
          time: formatTime(new Date(times[index])),
        });
        if (!found) {
          return (
            <span key={line.id}>
              {t('chart.nothingKnown', { line: line.label })}{' '}
            </span>
          );
        }
        const low = says(found.lowest);
        const high = says(found.highest);
        return (
          <span key={line.id}>
            {low.value === high.value
              ? t('chart.steady', { line: line.label, value: low.value })
              : t('chart.summary', {
                  line: line.label,
                  low: low.value,
                  lowTime: low.time,
                  high: high.value,
                  highTime: high.time,
                })}{' '}
          </span>
        );
      })}
    </Typography>
  );
}

/** A chart with its name, its numbers, what it shows in words, and its equal as a table. */
export function ChartFigure(
  props: Omit<TimeChartProps, 'lines'> & {
    title: string;
    lines: readonly Line[];
    /** Below the title, such as what is asked of the numbers. */
    note?: ReactNode;
    /** Of the objective that is drawn, if one is. */
    objectiveText?: string;
  },
) {
  const { title, note, objectiveText, ...chart } = props;
  const { times, lines, format, formatTime } = chart;
  const { t } = useTranslationRef(meshTranslationRef);
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const points = shownPoints(times, chart.shown);
  return (
    <Box
      component="figure"
      aria-labelledby={id}
      sx={{ m: 0, minWidth: 0, display: 'grid', alignContent: 'start' }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          columnGap: 2,
        }}
      >
        <Heading id={id}>{title}</Heading>
        <PointedTime times={times} formatTime={formatTime} />
        <Button
          size="small"
          aria-pressed={asTable}
          aria-label={t('chart.asTableOf', { chart: title })}
          onClick={() => setAsTable(!asTable)}
        >
          {t('chart.asTable')}
        </Button>
      </Box>
      {note}
      <Legend {...{ lines, points, format }} objective={objectiveText} />
      {asTable ? (
        <ChartTable what={title} {...points} {...chart} />
      ) : (
        <Box aria-hidden sx={{ minHeight: 180, touchAction: 'pan-y' }}>
          <TimeChart {...chart} />
        </Box>
      )}
      <Summary {...{ times, lines, points, format, formatTime }} />
    </Box>
  );
}
