import {
  quantileSeries,
  rate,
  rateSeries,
  type SampleContext,
  type SeriesSubject,
} from '@meshport/plugin-mesh-node';
import { OWN_LABELS, ownEnd, SERVED, SPLIT_LABEL } from './ends';
import { LATENCY } from './latency';
import { FAILED, RESPONSES } from './responses';
import { FROM_CLIENT, TCP_OPENED } from './tcp';

const LINES = {
  splitLabel: SPLIT_LABEL,
  labels: OWN_LABELS,
  subject(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): Omit<SeriesSubject, 'measure'> | undefined {
    const to = ownEnd(labels, context);
    return to && { reporter: 'destination', protocol: 'http', to };
  },
};

/** Responses and failures of workloads over time. */
export const responseSeries = rateSeries({
  ...LINES,
  id: 'linkerd-series-responses',
  metric: RESPONSES,
  rates: scope => ({
    requests: rate(RESPONSES, SERVED, scope),
    failures: rate(RESPONSES, [...SERVED, FAILED], scope),
  }),
});

/** Quantiles of workloads over time. */
export const latencySeries = quantileSeries({
  ...LINES,
  id: 'linkerd-series-latency',
  metric: LATENCY,
  factor: 1,
  matchers: SERVED,
});

/** Connections of workloads over time. */
export const connectionSeries = rateSeries({
  ...LINES,
  id: 'linkerd-series-connections',
  metric: TCP_OPENED,
  subject(labels, context) {
    const subject = LINES.subject(labels, context);
    return subject && { ...subject, protocol: 'tcp' };
  },
  rates: scope => ({ connections: rate(TCP_OPENED, FROM_CLIENT, scope) }),
});
