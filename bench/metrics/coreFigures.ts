import type { ProcessFigures } from '../report/ProcessFigures.ts';
import type { Figure } from '../report/targets.ts';
import type { CoreResult, CoreTimings } from './CoreResult.ts';
import {
  apart,
  costFigures,
  live,
  loopFigures,
  MEBIBYTE,
} from './metricsFigures.ts';

const ms = 'ms' as const;

function memoryFigures({ before, after, reading }: CoreResult): Figure[] {
  const MiB = 'MiB' as const;
  const over = (of: (figures: ProcessFigures) => number) =>
    (of(after) - of(before)) / MEBIBYTE;
  return [
    {
      id: 'core.memory',
      what: 'memory: live, over the same services without stores',
      ...{ value: over(live), unit: MiB, most: 200 },
    },
    {
      id: 'core.memory-reading',
      what: 'memory: the same at any moment of a refresh',
      value: (live(reading ?? after) - live(before)) / MEBIBYTE,
      unit: MiB,
    },
    {
      id: 'core.memory-buffers',
      what: 'memory: of that buffers of numbers (the last hour)',
      ...{ value: over(({ externalBytes }) => externalBytes), unit: MiB },
    },
  ];
}

function timingFigures({ timings }: CoreResult): Figure[] {
  const figure = (
    what: string,
    of: (timings: CoreResult['timings']) => number,
    limit?: number,
  ): Figure => ({
    id: `core.${what}`,
    ...{ what, value: of(timings), unit: ms },
    ...(limit === undefined ? {} : { most: limit }),
  });
  const added =
    (which: 'with' | 'hanging', share: 'p50' | 'p99') =>
    ({
      without,
      ...all
    }: Record<'without' | 'with' | 'hanging', CoreTimings>) =>
      all[which].entity[share] - without.entity[share];
  return [
    figure('entity in process, p99', all => all.with.entity.p99),
    figure('what metrics add to an entity, p50', added('with', 'p50')),
    figure('what metrics add to an entity, p99', added('with', 'p99'), 1),
    figure('charts of an hour in process, p99', all => all.with.charts.p99),
    figure('services page in process, p99', all => all.with.services.p99),
    figure(
      'graph of 500 nodes in process, p99',
      all => all.with.graph.p99,
      100,
    ),
    figure(
      'one store hangs: what metrics add to an entity, p99',
      added('hanging', 'p99'),
      1,
    ),
  ];
}

/** Every figure of a run that has a name, in the order of the table. */
export function coreFigures(result: CoreResult): Figure[] {
  const { filling, steady, hanging } = result;
  return [
    ...costFigures({ filling, always: steady.refreshes }),
    ...memoryFigures(result),
    ...loopFigures('filling', 'after the start', filling),
    ...loopFigures('steady', 'refreshes alone', steady),
    ...timingFigures(result),
    {
      id: 'core.apart',
      what: 'one store hangs: refreshes of the others apart, most',
      ...{ value: apart(hanging), unit: ms, most: 20_000 },
    },
    ...loopFigures('hanging', 'one store hangs', hanging),
  ];
}
