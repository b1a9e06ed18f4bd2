import {
  quantileSeries,
  rate,
  rateSeries,
  type SampleContext,
  type SeriesSubject,
} from '@meshport/plugin-mesh-node';
import {
  destinationOf,
  DURATION,
  NOT_OF_CILIUM,
  reporterIs,
  reporterOf,
  REQUESTS,
  SERVICE_LABELS,
  SPLIT_LABEL,
  TCP_OPENED,
} from './ends';
import { failedRequests } from './requests';

const INBOUND = [reporterIs('waypoint', 'destination')];

const LINES = {
  splitLabel: SPLIT_LABEL,
  labels: ['reporter', ...SERVICE_LABELS],
  subject(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): Omit<SeriesSubject, 'measure'> | undefined {
    const reporter = reporterOf(labels);
    const to = destinationOf(labels, context);
    return reporter && { reporter, protocol: 'http', to };
  },
};

/** Requests and failures of services over time. */
export const requestSeries = rateSeries({
  ...LINES,
  id: 'istio-series-requests',
  metric: REQUESTS,
  rates: scope => ({
    requests: rate(REQUESTS, INBOUND, scope),
    failures: failedRequests(INBOUND, scope),
  }),
});

/** Quantiles of services over time. */
export const latencySeries = quantileSeries({
  ...LINES,
  id: 'istio-series-latency',
  metric: DURATION,
  factor: 1,
  matchers: INBOUND,
});

/** Connections of services over time: all that is known without a proxy of layer 7. */
export const connectionSeries = rateSeries({
  ...LINES,
  id: 'istio-series-connections',
  metric: TCP_OPENED,
  subject(labels, context) {
    const subject = LINES.subject(labels, context);
    return subject && { ...subject, protocol: 'tcp' };
  },
  rates: scope => ({
    connections: rate(TCP_OPENED, [...INBOUND, NOT_OF_CILIUM], scope),
  }),
});
