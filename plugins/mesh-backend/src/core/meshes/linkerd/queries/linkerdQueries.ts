import type { MetricQueries } from '@meshport/plugin-mesh-node';
import { GATEWAY } from '../infrastructure';
import { forService } from './forService';
import { edgeLatency, inboundBuckets, inboundMeans } from './latency';
import {
  edges,
  firstInbound,
  firstOfEdges,
  inbound,
  totals,
} from './responses';
import { routeQueries } from './routes';
import { connectionSeries, latencySeries, responseSeries } from './series';
import { edgeTcp, inboundTcp } from './tcp';
import { unanswered } from './unanswered';

/** What linkerd-proxy counts beside servers and clients. */
export const linkerdQueries: MetricQueries = {
  queries: [
    inbound,
    edges,
    firstInbound,
    firstOfEdges,
    inboundBuckets,
    inboundMeans,
    ...edgeLatency,
    inboundTcp,
    edgeTcp,
    ...routeQueries,
    unanswered,
  ],
  totals: [totals],
  series: [responseSeries, latencySeries, connectionSeries],
  forService,
  gateways: [{ label: 'app', value: GATEWAY, passesOn: 'between-clusters' }],
};
