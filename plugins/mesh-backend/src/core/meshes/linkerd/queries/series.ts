import { quantileSeries, rate, rateSeries } from '@meshport/plugin-mesh-node';
import { OWN_LABELS, ownEnd, SERVED, SPLIT_LABEL } from './ends';
import { LATENCY } from './latency';
import { FAILED, RESPONSES } from './responses';
import { FROM_CLIENT, TCP_OPENED } from './tcp';

const LINES = {
  splitLabel: SPLIT_LABEL,
  labels: OWN_LABELS,
  serverOf: ownEnd,
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
  protocol: 'tcp',
  rates: scope => ({ connections: rate(TCP_OPENED, FROM_CLIENT, scope) }),
});
