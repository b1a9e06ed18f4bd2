import type { MetricsAnswer } from '@meshport/plugin-mesh-common';
import { metricsAnswer } from '../core/views/metricsAnswer';
import { type AskedSpan, metricsSpan } from '../core/metrics/metricsSpan';
import type { ToolAddresses } from '../core/metrics/toolLinks';
import type { Reader } from '../core/views/serviceAnswers';
import type { Traffic } from '../core/views/traffic';
import { type ServiceEntry, serviceKey, type World } from '../core/views/World';
import type { TrafficHistory } from './TrafficHistory';

/** Somebody's question about the traffic of some services over time. */
export interface MetricsQuestion {
  /** The parts of services that the reader sees. */
  readonly services: readonly ServiceEntry[];
  readonly hidden: number;
  readonly span: AskedSpan;
  readonly reader: Reader;
  readonly traffic: Traffic;
}

/** Answers what charts show. */
export class MetricsReads {
  constructor(
    private readonly options: {
      readonly history: TrafficHistory;
      readonly links: ToolAddresses;
    },
  ) {}

  answer(world: World, question: MetricsQuestion): MetricsAnswer {
    const { history, links } = this.options;
    const { services, traffic } = question;
    const span = metricsSpan(question.span, traffic.state.at);
    return metricsAnswer(world, {
      ...question,
      span,
      links,
      changes: [],
      notes: [],
      services: services.map(visible => ({
        visible,
        series: history.series(visible, span, isWhole(visible, world)),
      })),
    });
  }
}

function isWhole(service: ServiceEntry, { services }: World): boolean {
  const whole = services.get(serviceKey(service));
  return whole?.instances.length === service.instances.length;
}
