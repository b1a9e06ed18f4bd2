import {
  type MetricsAnswer,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import { goldenThen } from '../core/metrics/goldenThen';
import {
  type AskedSpan,
  metricsSpan,
  type MetricsSpan,
} from '../core/metrics/metricsSpan';
import { lastMoment } from '../core/metrics/rangeLines';
import type { ToolAddresses } from '../core/metrics/toolLinks';
import { unquoted } from '../core/metrics/unquoted';
import {
  type BesideCharts,
  type ChartedService,
  metricsAnswer,
} from '../core/views/metricsAnswer';
import type { Reader } from '../core/views/serviceAnswers';
import { isWholeService, type Traffic } from '../core/views/traffic';
import type { ServiceEntry, World } from '../core/views/World';
import type { MetricRanges } from './MetricsFeed';
import { type FaultOf, StoredSeries, type StoredService } from './StoredSeries';
import type { TrafficHistory } from './TrafficHistory';

/** Somebody's question about the traffic of some services over time. */
export interface MetricsQuestion {
  /** The parts of services that the reader sees. */
  readonly services: readonly ServiceEntry[];
  /** Services that the reader may not see. */
  readonly hidden: number;
  readonly span: AskedSpan;
  readonly reader: Reader;
  readonly traffic: Traffic;
  readonly beside?: BesideCharts;
}

/** What memory holds; anything longer, or that ended before now, only stores know. */
const REMEMBERED: readonly string[] = ['15m', '1h'];

/** Answers what charts show. */
export class MetricsReads {
  constructor(
    private readonly options: {
      readonly history: TrafficHistory;
      readonly ranges: MetricRanges;
      readonly faultOf: FaultOf;
      readonly links: ToolAddresses;
    },
  ) {}

  /** From memory where that holds the window, else from the stores. */
  answer(
    world: World,
    question: MetricsQuestion,
  ): MetricsAnswer | Promise<MetricsAnswer> {
    const { traffic } = question;
    const span = metricsSpan(question.span, traffic.state.at);
    const isRemembered =
      !span.isPast && REMEMBERED.includes(question.span.window);
    if (isRemembered || traffic.state.stores.size === 0) {
      return this.told(world, question, {
        span,
        notes: [],
        services: question.services.map(visible => ({
          ...this.remembered(world, visible, span),
          errorsBy: this.options.history.errorsBy(visible, span),
        })),
      });
    }
    return this.fromStores(world, question, span);
  }

  private async fromStores(
    world: World,
    question: MetricsQuestion,
    span: MetricsSpan,
  ): Promise<MetricsAnswer> {
    const { traffic, services } = question;
    const { ranges, faultOf } = this.options;
    const stored = new StoredSeries({ ranges, faultOf, traffic, span });
    const answered = await Promise.all(
      services.map(async visible => ({
        visible,
        known: await stored.service(visible),
      })),
    );
    const faults = stored.failures();
    const isJoint = answered.some(({ known }) => known?.isJoint);
    return this.told(world, question, {
      span,
      notes: [
        ...faults,
        ...stored.notes(),
        ...(isJoint ? [text('series.no-joint-latency')] : []),
      ],
      services: answered.map(({ visible, known }) => ({
        ...(known
          ? { visible, series: known.series }
          : this.remembered(world, visible, span)),
        ...(span.isPast
          ? { then: thenOf(visible, { known, span, traffic, faults }) }
          : {}),
      })),
    });
  }

  private remembered(
    world: World,
    visible: ServiceEntry,
    span: MetricsSpan,
  ): ChartedService {
    const { history } = this.options;
    const isWhole = isWholeService(visible, world);
    const series = history.series(visible, span, isWhole);
    return { visible, series };
  }

  private told(
    world: World,
    question: MetricsQuestion,
    found: {
      readonly span: MetricsSpan;
      readonly notes: readonly Text[];
      readonly services: readonly ChartedService[];
    },
  ): MetricsAnswer {
    const { links } = this.options;
    return metricsAnswer(world, { ...question, ...found, links });
  }
}

function thenOf(
  visible: ServiceEntry,
  {
    known,
    span,
    traffic,
    faults,
  }: {
    readonly known: StoredService | undefined;
    readonly span: MetricsSpan;
    readonly traffic: Traffic;
    readonly faults: readonly Text[];
  },
): ChartedService['then'] {
  const { objectives } = traffic.service(visible);
  const { windowSeconds } = traffic.state;
  const time = span.times[span.times.length - 1];
  const [fault] = known ? [] : faults.map(unquoted);
  const moment = known ? lastMoment(known.values, span) : {};
  return goldenThen(moment, { time, windowSeconds, objectives, fault });
}
