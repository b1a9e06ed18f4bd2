import {
  connectionCalls,
  eachTagged,
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type ObservedCalls,
  type QueryScope,
  rate,
  sumBy,
} from '@meshport/plugin-mesh-node';
import {
  EDGE_LABELS,
  INBOUND,
  INBOUND_LABELS,
  OUTBOUND,
  OWN_LABELS,
  REMOTE_LABELS,
  SPLIT_LABEL,
  withPods,
  withRemotePods,
} from './ends';
import { reasonOfError } from './outcome';
import { edgeOf, inboundOf } from './responses';

export const TCP_OPENED = 'tcp_open_total';
const TCP_CLOSED = 'tcp_close_total';
export const TCP_READ = 'tcp_read_bytes_total';
export const TCP_WRITTEN = 'tcp_write_bytes_total';

const TAG = 'what';

const peerIs = (value: 'src' | 'dst'): Matcher => ({
  label: 'peer',
  operator: '=',
  value,
});

/** The connection of the server's proxy to the client, not the one to the server itself. */
export const FROM_CLIENT = [INBOUND, peerIs('src')];
const TO_SERVER = [OUTBOUND, peerIs('dst')];
const LOST: Matcher = { label: 'errno', operator: '!=', value: '' };

const ratesOf =
  (metric: string, scope: QueryScope, fixed: readonly Matcher[]) =>
  (labels: readonly string[], matchers: readonly Matcher[]) =>
    sumBy(labels, rate(metric, [...fixed, ...matchers], scope));

const callsOf = ({ labels, value }: ExpandedSample): ObservedCalls =>
  connectionCalls(labels[TAG], value, reasonOfError(labels.errno));

/** What a server's proxy reads from its client is what the server received. */
export const inboundTcp = groupedQuery({
  id: 'linkerd-inbound-tcp',
  metric: TCP_OPENED,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...INBOUND_LABELS, 'tls'],
  vector(scope, cluster) {
    const by = [...cluster, ...OWN_LABELS, 'tls'];
    const of = (metric: string) =>
      withPods(by, ratesOf(metric, scope, FROM_CLIENT));
    return eachTagged(TAG, {
      opened: of(TCP_OPENED),
      received: of(TCP_READ),
      sent: of(TCP_WRITTEN),
    });
  },
  observe: (sample, context) =>
    inboundOf(sample, callsOf(sample), context, 'tcp'),
});

/** What a client's proxy writes to the server is what the server received. */
export const edgeTcp = groupedQuery({
  id: 'linkerd-edge-tcp',
  onlyForEdges: true,
  metric: TCP_OPENED,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...EDGE_LABELS, 'tls', 'errno'],
  vector(scope, cluster) {
    const by = [...cluster, ...OWN_LABELS, ...REMOTE_LABELS];
    const of = (metric: string) =>
      withRemotePods([...by, 'tls'], ratesOf(metric, scope, TO_SERVER));
    return eachTagged(TAG, {
      opened: of(TCP_OPENED),
      received: of(TCP_WRITTEN),
      sent: of(TCP_READ),
      failed: withRemotePods(
        [...by, 'errno'],
        ratesOf(TCP_CLOSED, scope, [...TO_SERVER, LOST]),
      ),
    });
  },
  observe: (sample, context) => edgeOf(sample, callsOf(sample), context, 'tcp'),
});
