import type {
  Matcher,
  Observation,
  Peer,
  SampleContext,
} from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

/**
 * Which of these labels there are depends on `labelsContext`, `sourceContext` and
 * `destinationContext` of the handler. A workload is known only of the end on the node
 * that saw the flow; of the other end there is the pod and a label of it (`app`).
 */
const SOURCE_LABELS = [
  'source',
  'source_namespace',
  'source_workload',
  'source_app',
];

export const DESTINATION_LABELS = [
  'destination',
  'destination_namespace',
  'destination_workload',
  'destination_app',
];

export const EDGE_LABELS = [...SOURCE_LABELS, ...DESTINATION_LABELS];
export const SPLIT_LABEL = 'destination_namespace';

export const BY_SERVER: Matcher = {
  label: 'reporter',
  operator: '=',
  value: 'server',
};
export const BY_BOTH: Matcher = {
  label: 'reporter',
  operator: '=~',
  value: 'client|server',
};

/** `reporter="client"` is the node of the client. */
export function reporterOf({ reporter }: Labels): Observation['reporter'] {
  return reporter === 'client' ? 'source' : 'destination';
}

/** `namespace/pod`, or a name alone; and what Cilium calls the world outside. */
function fromContext(value: string): Peer {
  if (value.startsWith('reserved:') || value === 'world') return {};
  const [namespace, name] = value.split('/', 2);
  return name ? { namespace, pod: name } : { app: value };
}

function endOf(
  labels: Labels,
  side: 'source' | 'destination',
  cluster: string | undefined,
): Peer {
  const namespace = labels[`${side}_namespace`];
  const workload = labels[`${side}_workload`];
  const app = labels[`${side}_app`];
  const context = labels[side];
  const named = { namespace, workload, app };
  const peer = !namespace && context ? fromContext(context) : named;
  const isKnown = Object.values(peer).some(Boolean);
  return isKnown && cluster ? { ...peer, cluster } : peer;
}

/** Only the end that reports is known to be in the cluster that the series is of. */
export function endsOf(
  labels: Labels,
  reporter: Observation['reporter'],
  context: SampleContext,
): { readonly from: Peer; readonly to: Peer } {
  const own = context.clusterOf(labels);
  const isSource = reporter === 'source';
  return {
    from: endOf(labels, 'source', isSource ? own : undefined),
    to: endOf(labels, 'destination', isSource ? undefined : own),
  };
}

export const isNamed = (peer: Peer) =>
  Object.values(peer).some(value => value !== undefined);
