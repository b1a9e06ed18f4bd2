import {
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type ObservedCalls,
  type QueryScope,
  rate,
  sumBy,
  tagged,
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

function callsOf({ labels, value }: ExpandedSample): ObservedCalls {
  switch (labels[TAG]) {
    case 'opened':
      return { connections: value };
    case 'received':
      return { receivedBytes: value };
    case 'sent':
      return { sentBytes: value };
    default: {
      const reason = reasonOfFlags(labels.response_flags) ?? 'other';
      return { failedConnections: value, failures: { [reason]: value } };
    }
  }
}

/** Connections and bytes, of proxies of layer 7 (for TCP alone) and of ztunnel (for everything). */
export const tcp = groupedQuery({
  id: 'istio-tcp',
  metric: TCP_OPENED,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS, 'response_flags'],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const counted = {
      opened: TCP_OPENED,
      received: 'istio_tcp_received_bytes_total',
      sent: 'istio_tcp_sent_bytes_total',
    };
    return [
      ...Object.entries(counted).map(([tag, metric]) =>
        tagged(`(${once({ metric, by, scope })})`, TAG, tag),
      ),
      tagged(
        `(${failedConnections([...by, 'response_flags'], scope)})`,
        TAG,
        'failed',
      ),
    ].join(' or ');
  },
  observe: (sample, context) =>
    observationsOf(
      { ...sample, labels: { ...sample.labels, request_protocol: 'tcp' } },
      callsOf(sample),
      context,
    ),
});
