import type { Matcher, Peer, SampleContext } from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

/** What viz' scrape job makes of the labels `linkerd.io/proxy-<kind>` of a pod. */
const WORKLOAD_LABELS = [
  'deployment',
  'statefulset',
  'daemonset',
  'replicaset',
  'cronjob',
  'k8s_job',
];

const REMOTE_WORKLOAD_LABELS = [
  'dst_deployment',
  'dst_statefulset',
  'dst_daemonset',
  'dst_replicaset',
  'dst_k8s_job',
];

/** The proxy's own end; `pod` only where no workload is known. */
export const OWN_LABELS = ['namespace', ...WORKLOAD_LABELS];

export const REMOTE_LABELS = [
  'dst_namespace',
  ...REMOTE_WORKLOAD_LABELS,
  'dst_service',
  'dst_target_cluster',
  'dst_target_service',
  'dst_target_service_namespace',
  'authority',
];

/** Both ends of an answer, with what is only asked for where it is needed. */
export const EDGE_LABELS = [...OWN_LABELS, 'pod', ...REMOTE_LABELS, 'dst_pod'];

export const INBOUND_LABELS = [...OWN_LABELS, 'pod'];

export const SPLIT_LABEL = 'namespace';

const is = (label: string, value: string): Matcher => ({
  label,
  operator: '=',
  value,
});

export const INBOUND = is('direction', 'inbound');
export const OUTBOUND = is('direction', 'outbound');

/** Probes of the kubelet are nobody's calls. */
const NO_PROBES: Matcher = {
  label: 'route_name',
  operator: '!=',
  value: 'probe',
};

/** What a server's proxy counts of calls. */
export const SERVED = [INBOUND, NO_PROBES];

const WITHOUT_WORKLOAD = WORKLOAD_LABELS.map(label => is(label, ''));

/** Name that a client uses for a service that is joined from several clusters. */
const FEDERATED = '[^.]+-federated[.].*';

type Vector = (
  labels: readonly string[],
  matchers: readonly Matcher[],
) => string;

/**
 * Without viz' relabelling only the pod is known, which is asked for where nothing else
 * is: by pod an answer is many times as long.
 */
export function withPods(labels: readonly string[], vector: Vector): string {
  const byWorkload = vector(labels, []);
  return `(${byWorkload} or ${vector([...labels, 'pod'], WITHOUT_WORKLOAD)})`;
}

/** Of a federated service only the pod tells in which cluster it is that answered. */
export function withRemotePods(
  labels: readonly string[],
  vector: Vector,
): string {
  const authority = (operator: '=~' | '!~'): Matcher => ({
    label: 'authority',
    operator,
    value: FEDERATED,
  });
  const plain = withPods(labels, (by, matchers) =>
    vector(by, [authority('!~'), ...matchers]),
  );
  const federated = withPods([...labels, 'dst_pod'], (by, matchers) =>
    vector(by, [authority('=~'), ...matchers]),
  );
  return `(${plain} or ${federated})`;
}

/** The same of an answer that has pods everywhere. */
export function withoutRemotePod(labels: Labels): Labels {
  const { dst_pod: _, ...plain } = labels;
  const isFederated = new RegExp(`^(${FEDERATED})$`).test(
    labels.authority ?? '',
  );
  return isFederated ? labels : plain;
}

const firstOf = (labels: Labels, names: readonly string[]) =>
  names.map(name => labels[name]).find(Boolean);

/** Undefined for the sum of what no workload is known of: its pods are in the answer too. */
export function ownEnd(
  labels: Labels,
  context: SampleContext,
): Peer | undefined {
  const workload = firstOf(labels, WORKLOAD_LABELS);
  if (!workload && !labels.pod) return undefined;
  const cluster = context.clusterOf(labels);
  return {
    ...(cluster ? { cluster } : {}),
    namespace: labels.namespace,
    workload,
    pod: workload ? undefined : labels.pod,
  };
}

/** Name of the service in `name.namespace.svc.cluster.local:80`, where it is one. */
function addressed(authority: string | undefined): string | undefined {
  return /^([^.:]+)\.[^.:]+\.svc(\.|:|$)/.exec(authority ?? '')?.[1];
}

const FEDERATED_SUFFIX = '-federated';

/**
 * Where the other end is: said for mirrors behind a gateway; of flat ones it follows from
 * the name that the client used; of a federated service only its pods tell.
 */
function remoteCluster(
  labels: Labels,
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  const own = context.clusterOf(labels);
  const here = own ? { cluster: own } : {};
  const name = addressed(labels.authority);
  if (!name || !labels.dst_service) return here;
  if (name === `${labels.dst_service}${FEDERATED_SUFFIX}`) return {};
  const prefix = `${labels.dst_service}-`;
  const link = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  const cluster = link && context.resolve('linkerd', link);
  return cluster ? { cluster } : here;
}

function mirrored(labels: Labels, context: SampleContext): Peer | undefined {
  const alias = labels.dst_target_cluster;
  if (!alias) return undefined;
  const cluster = context.resolve('linkerd', alias);
  return {
    ...(cluster ? { cluster } : { alias }),
    namespace: labels.dst_target_service_namespace ?? labels.dst_namespace,
    service: labels.dst_target_service,
  };
}

export function remoteEnd(labels: Labels, context: SampleContext): Peer {
  const mirror = mirrored(labels, context);
  if (mirror) return mirror;
  const { dst_namespace: namespace, authority } = labels;
  if (!namespace && !labels.dst_service) {
    const host = authority?.replace(/:\d+$/, '');
    return host ? { host } : {};
  }
  return {
    ...remoteCluster(labels, context),
    namespace,
    workload: firstOf(labels, REMOTE_WORKLOAD_LABELS),
    service: labels.dst_service,
    pod: labels.dst_pod,
  };
}
