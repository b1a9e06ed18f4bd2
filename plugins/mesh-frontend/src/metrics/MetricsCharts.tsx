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
import { useFailureWord } from '../hooks/useFailureWord';
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

/** What is shown, and what is chosen of it, as charts have them: in milliseconds. */
function useSpan({ from, to }: Zoom, onZoom: ChartProps['onZoom']) {
  const span = useMemo(
    () => ({ from: from * 1000, to: to * 1000 }),
    [from, to],
  );
  const choose = useCallback(
    (first: number, last: number) =>
      onZoom({ from: first / 1000, to: last / 1000 }),
    [onZoom],
  );
  return { span, choose };
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
  const { span, choose } = useSpan(shown, onZoom);
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

/** Failed requests per second, a line per reason; nothing where none is known to have failed. */
function FailureChart(
  props: ChartProps & { errorsBy: NonNullable<ServiceMetrics['errorsBy']> },
) {
  const { errorsBy, shown, onZoom, times, marks } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const write = useMeasure();
  const word = useFailureWord();
  const format = useCallback(
    (value: number) => write('requests', value),
    [write],
  );
  const formatTime = useTimeFormat(shown);
  const { min, max } = axisRange({ id: 'requests', lines: errorsBy });
  const range = useMemo(() => ({ min, max }), [min, max]);
  const { span, choose } = useSpan(shown, onZoom);
  return (
    <ChartFigure
      title={t('chart.failures')}
      lines={errorsBy.map(({ reason, points }) => ({
        id: reason,
        label: word(reason),
        points,
      }))}
      shown={span}
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
  const { errorsBy = [] } = service;
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
        {errorsBy.length > 0 && <FailureChart errorsBy={errorsBy} {...chart} />}
        {beside}
      </Box>
    </>
  );
}
