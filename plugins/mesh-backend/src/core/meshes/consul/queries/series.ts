import { quantileSeries, rate, rateSeries } from '@meshport/plugin-mesh-node';
import {
  OWN_LABELS,
  PUBLIC_HTTP,
  PUBLIC_TCP,
  serverOf,
  SPLIT_LABEL,
} from './ends';
import { BY_CLASS, CONNECTIONS, DURATION, FAILED, REQUESTS } from './inbound';

const LINES = {
  splitLabel: SPLIT_LABEL,
  labels: OWN_LABELS,
  serverOf,
};

/** Requests and failures of services over time. */
export const requestSeries = rateSeries({
  ...LINES,
  id: 'consul-series-requests',
  metric: REQUESTS,
  rates: scope => ({
    requests: rate(REQUESTS, [PUBLIC_HTTP], scope),
    failures: rate(BY_CLASS, [PUBLIC_HTTP, FAILED], scope),
  }),
});

/** Quantiles of services over time. */
export const latencySeries = quantileSeries({
  ...LINES,
  id: 'consul-series-latency',
  metric: DURATION,
  factor: 1,
  matchers: [PUBLIC_HTTP],
});

/** Connections of services over time. */
export const connectionSeries = rateSeries({
  ...LINES,
  id: 'consul-series-connections',
  metric: CONNECTIONS,
  protocol: 'tcp',
  rates: scope => ({ connections: rate(CONNECTIONS, [PUBLIC_TCP], scope) }),
});
