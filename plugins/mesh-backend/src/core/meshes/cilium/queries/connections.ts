import {
  eachTagged,
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type Observation,
  type ObservedCalls,
  rate,
  sumBy,
} from '@meshport/plugin-mesh-node';
import { EDGE_LABELS, SPLIT_LABEL } from './ends';
import { observationsOf } from './http';

const TAG = 'what';
const FLAGS = 'hubble_tcp_flags_total';
const DROPS = 'hubble_drop_total';
const COUNTED_LABELS = ['traffic_direction', ...EDGE_LABELS];

/** The only flag that has a direction: every other is seen of answers, too. */
const OPENING: Matcher = { label: 'flag', operator: '=', value: 'SYN' };
const DENIED: Matcher = {
  label: 'reason',
  operator: '=~',
  value: '(?i)policy.?den(ied|y).*',
};

/**
 * Both nodes see the packet. Where the direction is not in the labels, the node is that
 * of the end whose workload it knows.
 */
function reporterOf({ labels }: ExpandedSample): Observation['reporter'] {
  switch (labels.traffic_direction?.toLowerCase()) {
    case 'ingress':
      return 'destination';
    case 'egress':
      return 'source';
    default:
      return labels.destination_workload || !labels.source_workload
        ? 'destination'
        : 'source';
  }
}

function callsOf({ labels, value }: ExpandedSample): ObservedCalls {
  return labels[TAG] === 'opened'
    ? { connections: value }
    : { failedConnections: value, failures: { denied: value } };
}

/** Attempts to connect, and packets that a policy dropped; bytes are not in Hubble's metrics. */
export const connections = groupedQuery({
  id: 'hubble-connections',
  metric: FLAGS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const opened = sumBy(by, rate(FLAGS, [OPENING], scope));
    const dropped = sumBy(by, rate(DROPS, [DENIED], scope));
    return eachTagged(TAG, { opened, failed: dropped });
  },
  observe: (sample, context) =>
    observationsOf(
      sample,
      { reporter: reporterOf(sample), protocol: 'tcp', calls: callsOf(sample) },
      context,
    ),
});
