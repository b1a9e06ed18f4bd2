import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { meshTranslationRef } from '../../translation';

/** As tall as a chart with its axis, so that the page stays where it is. */
const HEIGHT = 180;

/** What a chart shows, as numbers: a row per time, the latest first. */
export function ChartTable(props: {
  what: string;
  /** ms since 1970; only what the chart shows, from `first` to `end` (excluded). */
  times: readonly number[];
  first: number;
  end: number;
  lines: readonly {
    readonly id: string;
    readonly label: string;
    readonly points: readonly (number | null)[];
  }[];
  format(value: number): string;
  formatTime(at: Date): string;
}) {
  const { what, times, first, end, lines, format, formatTime } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const indexes = Array.from({ length: end - first }, (_, i) => end - 1 - i);
  return (
    <TableContainer
      // What scrolls must be reached without a mouse.
      tabIndex={0}
      role="region"
      aria-label={what}
      sx={{ height: HEIGHT, overflow: 'auto' }}
    >
      <Table size="small" stickyHeader aria-label={what}>
        <TableHead>
          <TableRow>
            <TableCell>{t('chart.time')}</TableCell>
            {lines.map(line => (
              <TableCell key={line.id} align="right">
                {line.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {indexes.map(index => (
            <TableRow key={times[index]}>
              <TableCell component="th" scope="row">
                {formatTime(new Date(times[index]))}
              </TableCell>
              {lines.map(({ id, points }) => {
                const point = points[index] ?? null;
                return (
                  <TableCell key={id} align="right">
                    {point === null ? t('chart.unknown') : format(point)}
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
