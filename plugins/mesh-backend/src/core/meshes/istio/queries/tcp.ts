import {
  connectionCalls,
  eachTagged,
  groupedQuery,
  type Matcher,
  type QueryScope,
  rate,
  sumBy,
} from '@meshport/plugin-mesh-node';
import {
  EDGE_LABELS,
  NOT_OF_CILIUM,
  reporterIs,
  SPLIT_LABEL,
  TCP_OPENED,
} from './ends';
import { reasonOfFlags } from './failureReason';
import { observationsOf } from './requests';

const TAG = 'what';
const COUNTED_LABELS = [
  'reporter',
  ...EDGE_LABELS,
  'connection_security_policy',
];

/** Flags with which a connection never came about. */
const FAILED: Matcher = {
  label: 'response_flags',
  operator: '=~',
  value: '.*(UF|UH|UO|NR|NC|URX|UAEX|RL).*',
};

const ZTUNNEL: Matcher = { label: 'app', operator: '=', value: 'ztunnel' };
const NOT_ZTUNNEL: Matcher = { ...ZTUNNEL, operator: '!=' };

interface Counted {
  readonly metric: string;
  readonly matchers?: readonly Matcher[];
  readonly by: readonly string[];
  readonly scope: QueryScope;
}

/** ztunnel and proxies of layer 7 may count the same connection: ztunnel's number is taken. */
function once({ metric, by, scope }: Counted): string {
  return [ZTUNNEL, NOT_ZTUNNEL]
    .map(app =>
      sumBy(
        by,
        rate(
          metric,
          [reporterIs('source', 'waypoint', 'destination'), NOT_OF_CILIUM, app],
          scope,
        ),
      ),
    )
    .join(' or ');
}

/** ztunnel counts failed connections; of Envoy they are those that were closed with a flag. */
function failedConnections(by: readonly string[], scope: QueryScope): string {
  const matchers = [
    reporterIs('source', 'waypoint', 'destination'),
    NOT_OF_CILIUM,
  ];
  const failed = rate('istio_tcp_connections_failed_total', matchers, scope);
  const closed = rate(
    'istio_tcp_connections_closed_total',
    [...matchers, NOT_ZTUNNEL, FAILED],
    scope,
  );
  return `${sumBy(by, failed)} or ${sumBy(by, closed)}`;
}

/** Connections and bytes, of proxies of layer 7 (for TCP alone) and of ztunnel (for everything). */
export const tcp = groupedQuery({
  id: 'istio-tcp',
  metric: TCP_OPENED,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS, 'response_flags'],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const of = (metric: string) => `(${once({ metric, by, scope })})`;
    return eachTagged(TAG, {
      opened: of(TCP_OPENED),
      received: of('istio_tcp_received_bytes_total'),
      sent: of('istio_tcp_sent_bytes_total'),
      failed: `(${failedConnections([...by, 'response_flags'], scope)})`,
    });
  },
  observe: (sample, context) =>
    observationsOf(
      { ...sample, labels: { ...sample.labels, request_protocol: 'tcp' } },
      connectionCalls(
        sample.labels[TAG],
        sample.value,
        reasonOfFlags(sample.labels.response_flags),
      ),
      context,
    ),
});
