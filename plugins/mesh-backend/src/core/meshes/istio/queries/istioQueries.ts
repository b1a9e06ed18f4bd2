import type { MetricQueries } from '@meshport/plugin-mesh-node';
import { forService } from './forService';
import { gateways } from './gateways';
import { crossClusterMeans, edgeQuantiles, inboundBuckets } from './latency';
import { firstFailures, requests, totals } from './requests';
import { connectionSeries, latencySeries, requestSeries } from './series';
import { tcp } from './tcp';
import { withoutRequests } from './withoutRequests';

/** What sidecars, waypoints, gateways and ztunnels count (istio_*). */
export const istioQueries: MetricQueries = {
  queries: [
    requests,
    firstFailures,
    inboundBuckets,
    ...edgeQuantiles,
    crossClusterMeans,
    tcp,
  ],
  totals: [totals],
  series: [requestSeries, latencySeries, connectionSeries],
  forService,
  gateways,
  withoutRequests,
};
