import { text } from '@meshport/plugin-mesh-common';
import type { MetricQueries } from '@meshport/plugin-mesh-node';
import { forService } from './forService';
import { inbound, inboundBuckets, inboundTcp, totals } from './inbound';
import { connectionSeries, latencySeries, requestSeries } from './series';
import { edgeLatency, edges } from './upstreams';

/** What Envoy counts beside services of Consul (through consul-dataplane). */
export const consulQueries: MetricQueries = {
  queries: [inbound, inboundBuckets, inboundTcp, edges, edgeLatency],
  totals: [totals],
  series: [requestSeries, latencySeries, connectionSeries],
  forService,
  gateways: [
    { label: 'component', value: 'mesh-gateway', passesOn: 'between-clusters' },
  ],
  gatewayNameLabel: 'component',
  namesAreEnough: true,
  withoutRequests: () => text('golden.tcp-protocol'),
};
