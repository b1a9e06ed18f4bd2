import type { MetricSeries, SeriesPoints } from '@meshport/plugin-mesh-common';
import type { MeasureKind } from './measures';

export type Quantile = 'p50' | 'p95' | 'p99';

export const QUANTILES: readonly Quantile[] = ['p50', 'p95', 'p99'];

/** What a line is of: the whole service, or a part of it that can be compared. */
export interface LineSource {
  readonly id: string;
  readonly series: MetricSeries;
}

/** One line of a chart. `part` tells lines of the same source apart. */
export interface ChartLine {
  readonly id: string;
  readonly source: LineSource;
  readonly part?: Quantile | 'received' | 'sent';
  /** One per time of the answer; null where nothing is known. */
  readonly points: readonly (number | null)[];
}

export type ChartId =
  | 'requests'
  | 'success'
  | 'latency'
  | 'connections'
  | 'bytes';

/** One chart with all of its lines. */
export interface ChartModel {
  readonly id: ChartId;
  readonly kind: MeasureKind;
  readonly lines: readonly ChartLine[];
}

/** Names a line in the address; stable over refreshes. */
function lineIdOf(series: MetricSeries): string {
  const { scope, cluster, version, route } = series;
  const parts = [cluster, version, route].filter(part => part !== undefined);
  return [scope, ...parts].join(':');
}

/** All that can be shown, the whole service first. */
export function lineSources(series: readonly MetricSeries[]): LineSource[] {
  return series.map(one => ({ id: lineIdOf(one), series: one }));
}

/** Has anything been known of it at all? A line without a single point is none. */
function isKnown(
  points: readonly (number | null)[] | undefined,
): points is readonly (number | null)[] {
  return points?.some(point => point !== null) ?? false;
}

type PartOf = readonly [name: keyof SeriesPoints, part?: ChartLine['part']];

function chart(options: {
  id: ChartId;
  sources: readonly LineSource[];
  parts: readonly PartOf[];
}): ChartModel[] {
  const { id, sources, parts } = options;
  const lines = sources.flatMap(source =>
    parts.flatMap(([name, part]): ChartLine[] => {
      const points = source.series.points[name];
      if (!isKnown(points)) return [];
      const lineId = part ? `${source.id}:${part}` : source.id;
      return [{ id: lineId, source, part, points }];
    }),
  );
  return lines.length > 0 ? [{ id, kind: id, lines }] : [];
}

const LATENCY: Readonly<Record<Quantile, keyof SeriesPoints>> = {
  p50: 'p50Ms',
  p95: 'p95Ms',
  p99: 'p99Ms',
};

/**
 * The charts of the chosen lines. What nobody counted has no chart, so that a service
 * without HTTP numbers shows no success. One line has all its quantiles; several are
 * compared by one of them.
 */
export function chartModels(
  sources: readonly LineSource[],
  quantile: Quantile,
): ChartModel[] {
  const quantiles = sources.length > 1 ? [quantile] : QUANTILES;
  const latency = quantiles.map((q): PartOf => [LATENCY[q], q]);
  return [
    ...chart({ id: 'requests', sources, parts: [['requestRate']] }),
    ...chart({ id: 'success', sources, parts: [['successRatio']] }),
    ...chart({ id: 'latency', sources, parts: latency }),
    ...chart({ id: 'connections', sources, parts: [['connectionsPerSecond']] }),
    ...chart({
      id: 'bytes',
      sources,
      parts: [
        ['receivedBytesPerSecond', 'received'],
        ['sentBytesPerSecond', 'sent'],
      ],
    }),
  ];
}

/** The least and the most of a line, and when (indexes of its points). */
export interface Extremes {
  readonly lowest: number;
  readonly highest: number;
  readonly last: number;
}

/** Of the points from `first` to `end` (excluded); undefined where none is known. */
export function extremesOf(
  points: readonly (number | null)[],
  first = 0,
  end = points.length,
): Extremes | undefined {
  let found: Extremes | undefined;
  for (let index = first; index < end; index++) {
    const value = points[index];
    if (value === null || value === undefined) continue;
    const { lowest = index, highest = index } = found ?? {};
    found = {
      lowest: value < (points[lowest] ?? value) ? index : lowest,
      highest: value > (points[highest] ?? value) ? index : highest,
      last: index,
    };
  }
  return found;
}

/** Range of the vertical axis; `objective` is drawn where it is near the numbers. */
export interface AxisRange {
  readonly min: number;
  readonly max: number;
  readonly hasObjective: boolean;
}

/** An objective this much above the highest number would press the lines flat. */
const FAR_OBJECTIVE = 3;

/**
 * From zero up, so that heights can be compared; success from the lowest ratio (or the
 * objective) to 1, where 99.5 and 99.9 % must be told apart.
 */
export function axisRange(
  {
    id,
    lines,
  }: Pick<ChartModel, 'id'> & {
    readonly lines: readonly Pick<ChartLine, 'points'>[];
  },
  objective?: number,
): AxisRange {
  const values = lines
    .flatMap(({ points }) => points)
    .filter(point => point !== null);
  if (id === 'success') {
    const lowest = values.reduce((a, b) => Math.min(a, b), objective ?? 1);
    const room = Math.max((1 - lowest) * 0.1, 0.0005);
    return {
      min: Math.max(0, lowest - room),
      // A line at the very edge, where all succeed, would be drawn by half.
      max: 1 + room / 2,
      hasObjective: objective !== undefined,
    };
  }
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const hasObjective =
    objective !== undefined && objective <= highest * FAR_OBJECTIVE;
  const top = Math.max(highest, hasObjective ? objective : 0);
  return { min: 0, max: top > 0 ? top * 1.1 : 1, hasObjective };
}
