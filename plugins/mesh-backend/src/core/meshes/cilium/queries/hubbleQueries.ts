import type { MetricQueries } from '@meshport/plugin-mesh-node';
import { connections } from './connections';
import { forService } from './forService';
import {
  edgeLatency,
  firstFailures,
  inboundBuckets,
  requests,
  totals,
} from './http';
import { latencySeries, requestSeries } from './series';

/** What Hubble counts of flows (handlers `httpV2`, `tcp`, `drop`). */
export const hubbleQueries: MetricQueries = {
  queries: [requests, firstFailures, inboundBuckets, edgeLatency, connections],
  totals: [totals],
  series: [requestSeries, latencySeries],
  forService,
};
