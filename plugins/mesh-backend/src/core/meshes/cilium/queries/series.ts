import {
  type Peer,
  quantileSeries,
  rate,
  rateSeries,
  type SampleContext,
} from '@meshport/plugin-mesh-node';
import {
  BY_SERVER,
  DESTINATION_LABELS,
  endsOf,
  isNamed,
  SPLIT_LABEL,
} from './ends';
import { DURATION, FAILED, MILLISECONDS_PER_UNIT, REQUESTS } from './http';

const LINES = {
  splitLabel: SPLIT_LABEL,
  labels: DESTINATION_LABELS,
  serverOf(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): Peer | undefined {
    const { to } = endsOf(labels, 'destination', context);
    return isNamed(to) ? to : undefined;
  },
};

/** Requests and failures of servers over time. */
export const requestSeries = rateSeries({
  ...LINES,
  id: 'hubble-series-requests',
  metric: REQUESTS,
  rates: scope => ({
    requests: rate(REQUESTS, [BY_SERVER], scope),
    failures: rate(REQUESTS, [BY_SERVER, FAILED], scope),
  }),
});

/** Quantiles of servers over time. */
export const latencySeries = quantileSeries({
  ...LINES,
  id: 'hubble-series-latency',
  metric: DURATION,
  factor: MILLISECONDS_PER_UNIT,
  matchers: [BY_SERVER],
});
