import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceMetrics,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { DateTime } from 'luxon';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { ChartFigure } from '../components/charts/ChartFigure';
import type { TimeMark } from '../components/charts/TimeChart';
import { useLineLabels } from '../hooks/useLineLabel';
import { useLocale } from '../hooks/useLocale';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import {
  axisRange,
  chartModels,
  lineSources,
  type ChartModel,
  type Quantile,
} from '../view/chartLines';
import type { Zoom } from '../view/metricsSpan';
import { LineChoice } from './LineChoice';

interface ChartProps {
  /** ms since 1970 */
  readonly times: readonly number[];
  /** Unix seconds */
  readonly shown: Zoom;
  readonly marks: readonly TimeMark[];
  readonly clusters: readonly ClusterSummary[];
  onZoom(zoom: Zoom): void;
}

/** Hours and minutes, as the reader writes them; seconds where minutes are too coarse. */
function useTimeFormat(shown: Zoom): (at: Date) => string {
  const locale = useLocale();
  const isShort = shown.to - shown.from < 1800;
  return useCallback(
    (at: Date) =>
      DateTime.fromJSDate(at)
        .setLocale(locale)
        .toLocaleString(
          isShort ? DateTime.TIME_WITH_SECONDS : DateTime.TIME_SIMPLE,
        ),
    [locale, isShort],
  );
}

function objectiveOf(
  { id }: ChartModel,
  { objectives }: ServiceMetrics,
): number | undefined {
  if (id === 'success') return objectives.successRatio.value;
  return id === 'latency' ? objectives.p99Ms.value : undefined;
}

function OneChart(
  props: ChartProps & { model: ChartModel; service: ServiceMetrics },
) {
  const { model, service, times, shown, marks, clusters, onZoom } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const write = useMeasure();
  const labels = useLineLabels(clusters);
  const { kind } = model;
  const format = useCallback(
    (value: number) => write(kind, value),
    [write, kind],
  );
  const formatTime = useTimeFormat(shown);
  const objective = objectiveOf(model, service);
  const { min, max, hasObjective } = axisRange(model, objective);
  const range = useMemo(() => ({ min, max }), [min, max]);
  const isAlone =
    new Set(model.lines.map(({ source }) => source.id)).size === 1;
  const span = useMemo(
    () => ({ from: shown.from * 1000, to: shown.to * 1000 }),
    [shown.from, shown.to],
  );
  const choose = useCallback(
    (from: number, to: number) => onZoom({ from: from / 1000, to: to / 1000 }),
    [onZoom],
  );
  return (
    <ChartFigure
      title={t(`chart.${model.id}`)}
      note={
        objective !== undefined &&
        !hasObjective && (
          <Typography variant="caption" color="text.secondary">
            {t('objective.far', { value: format(objective) })}
          </Typography>
        )
      }
      lines={model.lines.map(line => ({
        id: line.id,
        label: labels.line(line, isAlone),
        points: line.points,
      }))}
      shown={span}
      objective={hasObjective ? objective : undefined}
      objectiveText={
        objective !== undefined && hasObjective
          ? t('objective.line', { value: format(objective) })
          : undefined
      }
      onChoose={choose}
      {...{ times, range, marks, format, formatTime }}
    />
  );
}

/** All charts of a service, what stands `beside` them, and the choice of what they compare. */
export function MetricsCharts(
  props: ChartProps & { service: ServiceMetrics; beside?: ReactNode },
) {
  const { service, beside, ...chart } = props;
  const { clusters } = chart;
  const { t } = useTranslationRef(meshTranslationRef);
  const labels = useLineLabels(clusters);
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const [quantile, setQuantile] = useState<Quantile>('p99');
  const sources = lineSources(service.series);
  const found = sources.filter(({ id }) => wanted.includes(id));
  const chosen = found.length > 0 ? found : sources.slice(0, 1);
  const models = chartModels(chosen, quantile);
  return (
    <>
      <LineChoice
        sources={sources}
        labelOf={labels.source}
        chosen={chosen.map(({ id }) => id)}
        onChoose={setWanted}
        quantile={quantile}
        onQuantile={setQuantile}
      />
      {models.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('chart.none')}
        </Typography>
      )}
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns:
            'repeat(auto-fit, minmax(min(26rem, 100%), 1fr))',
          columnGap: 3,
          rowGap: 2,
        }}
      >
        {models.map(model => (
          <OneChart key={model.id} model={model} service={service} {...chart} />
        ))}
        {beside}
      </Box>
    </>
  );
}
