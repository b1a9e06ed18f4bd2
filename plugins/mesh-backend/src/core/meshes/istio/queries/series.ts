import { quantileSeries, rate, rateSeries } from '@meshport/plugin-mesh-node';
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
  reporterOf,
  serverOf: destinationOf,
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
  protocol: 'tcp',
  rates: scope => ({
    connections: rate(TCP_OPENED, [...INBOUND, NOT_OF_CILIUM], scope),
  }),
});
