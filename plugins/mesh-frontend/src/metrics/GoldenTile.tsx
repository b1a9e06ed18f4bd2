import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { Sparkline } from '../components/charts/Sparkline';
import { Term } from '../components/Term';
import { VisuallyHidden } from '../components/VisuallyHidden';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { extremesOf } from '../view/chartLines';
import type { MeasureKind } from '../view/measures';

/** The course of the last hour, drawn and in words. Keeps its place until it is known. */
function Hour(props: {
  kind: MeasureKind;
  points: readonly (number | null)[];
}) {
  const { kind, points } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const found = extremesOf(points);
  return (
    <>
      <Sparkline points={points} fromZero={kind !== 'success'} />
      {found && (
        <VisuallyHidden>
          {t('golden.hour', {
            low: format(kind, points[found.lowest] ?? 0),
            high: format(kind, points[found.highest] ?? 0),
          })}
        </VisuallyHidden>
      )}
    </>
  );
}

/** One number with its name, its course, and what it is held to. */
export function GoldenTile(props: {
  name: string;
  meaning?: string;
  kind: MeasureKind;
  value: number;
  /** Of the last hour; absent where no course is shown. */
  hour?: readonly (number | null)[];
  objective?: ReactNode;
}) {
  const { name, meaning, kind, value, hour, objective } = props;
  const format = useMeasure();
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="dt" sx={{ color: 'text.secondary', typography: 'body2' }}>
        {meaning ? <Term meaning={meaning}>{name}</Term> : name}
      </Box>
      <Box component="dd" sx={{ m: 0 }}>
        <Box
          sx={{
            typography: 'h6',
            lineHeight: 1.4,
            fontVariantNumeric: 'tabular-nums',
            whiteSpace: 'nowrap',
          }}
        >
          {format(kind, value)}
        </Box>
        {hour && <Hour kind={kind} points={hour} />}
        {objective && (
          <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
            {objective}
          </Box>
        )}
      </Box>
    </Box>
  );
}
