import {
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type MetricQueries,
  type Observation,
  type ObservedCalls,
  rate,
  type SampleContext,
  sumBy,
  tagged,
  type WithoutRequests,
} from '@meshport/plugin-mesh-node';

export const REQUESTS = 'envoy_http_downstream_rq_xx';
export const CONNECTIONS = 'envoy_tcp_downstream_cx_total';

const TAG = 'what';
const SERVICE = 'kuma_io_service';

const FAILED: Matcher = {
  label: 'envoy_response_code_class',
  operator: '=',
  value: '5',
};

/** `cart_shop_svc_80`: what a Service of Kubernetes is called in Kuma. */
const NAME = /^(?<service>[^_]+)_(?<namespace>[^_]+)_svc_\d+$/;

function* arriving(
  { labels }: ExpandedSample,
  counted: Pick<Observation, 'protocol' | 'calls'>,
  context: SampleContext,
): Generator<Observation> {
  const groups = NAME.exec(labels[SERVICE] ?? '')?.groups;
  if (!groups) {
    context.skip();
    return;
  }
  const { service, namespace } = groups;
  yield {
    ...{ kind: 'inbound', reporter: 'destination', from: {}, ...counted },
    to: { cluster: context.clusterOf(labels), namespace, service },
  };
}

function callsOf({ labels, value }: ExpandedSample): ObservedCalls {
  return labels[TAG] === 'all'
    ? { requests: value }
    : { failures: { 'server-error': value } };
}

const requests = groupedQuery({
  id: 'kuma-requests',
  metric: REQUESTS,
  labels: [TAG, SERVICE],
  vector(scope, cluster) {
    const by = [...cluster, SERVICE];
    const all = sumBy(by, rate(REQUESTS, [], scope));
    const bad = sumBy(by, rate(REQUESTS, [FAILED], scope));
    return `${tagged(all, TAG, 'all')} or ${tagged(bad, TAG, 'bad')}`;
  },
  observe: (sample, context) =>
    arriving(sample, { protocol: 'http', calls: callsOf(sample) }, context),
});

const connections = groupedQuery({
  id: 'kuma-connections',
  metric: CONNECTIONS,
  labels: [SERVICE],
  vector: (scope, cluster) =>
    sumBy([...cluster, SERVICE], rate(CONNECTIONS, [], scope)),
  observe: (sample, context) =>
    arriving(
      sample,
      { protocol: 'tcp', calls: { connections: sample.value } },
      context,
    ),
});

/** What Envoy counts beside the services of Kuma, as far as a test needs it. */
export const kumaQueries: MetricQueries = {
  queries: [requests, connections],
  totals: [],
  series: [],
  forService: ({ service, namespace }, scope) => ({
    requestRate: sumBy(
      [],
      rate(
        REQUESTS,
        [
          {
            label: SERVICE,
            operator: '=~',
            value: `${service}_${namespace}_svc_.*`,
          },
        ],
        scope,
      ),
    ),
  }),
  withoutRequests: ({ namespace }: WithoutRequests) => ({
    id: 'kuma.golden.tcp',
    params: { namespace },
    message: `Its MeshService in ${namespace} has the protocol tcp.`,
  }),
};
