import type { StoreQuestion } from './question.ts';
import {
  TCP_EVERY,
  type StubEdge,
  type StubService,
  type StubStore,
} from './StubWorld.ts';

type Labels = Readonly<Record<string, string | undefined>>;

/** One sample of an instant vector, as JSON. */
type Write = (metric: Labels, value: number) => void;

const METRICS = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_bucket',
  'istio_tcp_connections_opened_total',
];

/** As Istio's proxies have them, in milliseconds. */
const BOUNDS = [
  ...[0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000],
  ...[60_000, 300_000, 600_000, 1_800_000, 3_600_000],
];
/** Requests take from 10 ms to 1 s: of the other buckets none tells anything. */
const FIRST_TELLING = 4;
const TELLING = 6;

/** Per second; changes a little from refresh to refresh, and has as many digits as rates have. */
function rateOf(seed: number, time: number): number {
  return (
    (0.1 + Math.abs(Math.sin(seed)) * 10) * (1 + Math.sin(time + seed) / 20)
  );
}

function ends({ from, to, protocol, seed }: StubEdge): Labels {
  return {
    request_protocol: protocol === 'tcp' ? undefined : protocol,
    source_cluster: from.cluster,
    source_workload_namespace: from.namespace,
    source_workload: from.name,
    destination_cluster: to.cluster,
    ...destination(to),
    destination_canonical_revision: seed % 7 ? 'v1.27.3' : 'v1.28.0',
    destination_version: seed % 7 ? 'v1.27.3' : 'v1.28.0',
  };
}

function destination({ namespace, name }: StubService): Labels {
  return {
    destination_service_namespace: namespace,
    destination_service_name: name,
    destination_workload_namespace: namespace,
    destination_workload: name,
  };
}

interface Reported {
  edge: StubEdge;
  cluster: string;
  labels: Labels;
}

/** Edges as the proxies of both ends report them, each to the store of its cluster. */
function* reports(
  { clusters, edges }: StubStore,
  { selects }: StoreQuestion,
): Generator<Reported> {
  for (const edge of edges) {
    const { from, to } = edge;
    const { namespace } = to;
    for (const reporter of ['source', 'destination']) {
      const { cluster } = reporter === 'source' ? from : to;
      if (!clusters.includes(cluster) || !selects({ cluster, namespace })) {
        continue;
      }
      const connection_security_policy =
        reporter === 'source' ? 'unknown' : 'mutual_tls';
      const labels = { reporter, ...ends(edge), connection_security_policy };
      yield { edge, cluster, labels };
    }
  }
}

/** Writes what a query groups, with its labels joined as it asks for. */
function joining({ joined }: StoreQuestion, write: Write) {
  return (cluster: string, labels: Labels, value: number, le?: string) => {
    const all: Labels = { ...labels, cluster };
    write({ k: joined.map(name => all[name] ?? '').join(';'), le }, value);
  };
}

/** As the query rounds it. */
function written(value: number, { nearest }: StoreQuestion): string {
  if (nearest === undefined) return String(value);
  const digits = nearest.length - '0.'.length;
  return String(Number(value.toFixed(digits)));
}

type Answering = (input: {
  store: StubStore;
  question: StoreQuestion;
  /** Unix seconds. */
  time: number;
  write: Write;
}) => void;

const knownSeries: Answering = ({ store, write }) => {
  for (const __name__ of METRICS) {
    const isTcp = __name__.startsWith('istio_tcp_');
    for (const cluster of store.clusters) {
      const edges = store.edges.filter(
        ({ to, protocol }) =>
          to.cluster === cluster && (protocol === 'tcp') === isTcp,
      );
      write({ __name__, cluster }, edges.length);
    }
  }
};

const requests: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const { edge, cluster, labels } of reports(store, question)) {
    if (edge.protocol === 'tcp') continue;
    const rate = rateOf(edge.seed, time);
    put(cluster, { ...labels, what: 'all' }, rate);
    if (!edge.fails) continue;
    const outcome = { response_code: '503', response_flags: 'UF' };
    put(cluster, { ...labels, ...outcome, what: 'bad' }, rate / 1000);
  }
};

const latency: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const service of store.services) {
    const { cluster, namespace, seed } = service;
    if (!question.selects({ cluster, namespace })) continue;
    const labels = {
      reporter: 'destination',
      request_protocol: 'http',
      ...destination(service),
      destination_canonical_revision: 'v1.27.3',
      destination_version: 'v1.27.3',
    };
    const rate = rateOf(seed, time);
    for (let index = 0; index < TELLING; index++) {
      const le = String(BOUNDS[FIRST_TELLING + index]);
      put(cluster, labels, (rate * (index + 1)) / (TELLING + 1), le);
    }
    put(cluster, labels, rate, '+Inf');
    put(cluster, labels, FIRST_TELLING, '-1');
  }
  for (const le of [...BOUNDS.map(String), '+Inf']) write({ k: '*', le }, 1);
};

/** By the client's proxy, or by the server's where the client is in another store. */
function* measuredEdges(store: StubStore, question: StoreQuestion) {
  for (const report of reports(store, question)) {
    const { edge, labels } = report;
    const isBetter =
      labels.reporter === 'source' ||
      !store.clusters.includes(edge.from.cluster);
    if (edge.protocol !== 'tcp' && isBetter) yield report;
  }
}

const edgeQuantile: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const { edge, cluster, labels } of measuredEdges(store, question)) {
    const value = 20 + 900 * question.quantile * rateOf(edge.seed, time);
    put(cluster, labels, Math.round(value * 1000) / 1000);
  }
};

const crossClusterMeans: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const { edge, cluster, labels } of reports(store, question)) {
    if (edge.protocol === 'tcp' || edge.from.cluster === edge.to.cluster) {
      continue;
    }
    const value = 20 + 9 * rateOf(edge.seed, time);
    put(cluster, labels, Math.round(value * 1000) / 1000);
  }
};

const tcp: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const { edge, cluster, labels } of reports(store, question)) {
    if (edge.protocol !== 'tcp') continue;
    for (const what of ['opened', 'received', 'sent']) {
      put(cluster, { ...labels, what }, rateOf(edge.seed, time));
    }
  }
};

const totals: Answering = ({ store, question, time, write }) => {
  const put = joining(question, write);
  for (const service of store.services) {
    const { cluster, namespace, seed } = service;
    if (!question.selects({ cluster, namespace })) continue;
    const labels = {
      reporter: 'destination',
      destination_cluster: cluster,
      ...destination(service),
    };
    const rate = rateOf(seed, time);
    put(cluster, { ...labels, what: 'all' }, rate);
    if (seed % 3 === 0) put(cluster, { ...labels, what: 'bad' }, rate / 1000);
  }
};

const ANSWERS: Partial<Record<StoreQuestion['asked'], Answering>> = {
  'known-series': knownSeries,
  'doubled-targets': () => undefined,
  requests,
  // All of its series are as old as it is.
  'first-failures': () => undefined,
  latency,
  'edge-quantile': edgeQuantile,
  'cross-cluster-means': crossClusterMeans,
  tcp,
  totals,
};

const MEASURES: Partial<Record<StoreQuestion['asked'], readonly string[]>> = {
  'series-requests': ['requests', 'failures'],
  'series-latency': ['p50', 'p95', 'p99'],
  'series-connections': ['connections'],
};

export interface StubAnswer {
  body: string;
  series: number;
}

function success(data: string, series: number): StubAnswer {
  return { body: `{"status":"success","data":${data}}`, series };
}

/** To an instant query, as Prometheus writes it. */
export function instantAnswer(
  store: StubStore,
  question: StoreQuestion,
  time: number,
): StubAnswer {
  if (question.asked === 'time') {
    return success(`{"resultType":"scalar","result":[${time},"${time}"]}`, 1);
  }
  const series: string[] = [];
  const write: Write = (metric, value) => {
    series.push(
      `{"metric":${JSON.stringify(metric)},"value":[${time},"${written(
        value,
        question,
      )}"]}`,
    );
  };
  ANSWERS[question.asked]?.({ store, question, time, write });
  return success(
    `{"resultType":"vector","result":[${series.join(',')}]}`,
    series.length,
  );
}

/** To a range query: lines of services. */
export function rangeAnswer(
  store: StubStore,
  question: StoreQuestion,
  range: { start: number; end: number; step: number },
): StubAnswer {
  const { start, end, step } = range;
  const series: string[] = [];
  for (const service of store.services) {
    const { cluster, namespace, seed } = service;
    if (!question.selects({ cluster, namespace })) continue;
    // As many services as edges of TCP have connections to tell of.
    if (question.asked === 'series-connections' && seed % TCP_EVERY) continue;
    const values: string[] = [];
    for (let time = start; time <= end; time += step) {
      values.push(`[${time},"${written(rateOf(seed, time), question)}"]`);
    }
    for (const what of MEASURES[question.asked] ?? []) {
      const metric = {
        cluster,
        reporter: 'destination',
        destination_cluster: cluster,
        destination_service_namespace: namespace,
        destination_service_name: service.name,
        what,
      };
      series.push(
        `{"metric":${JSON.stringify(metric)},"values":[${values.join(',')}]}`,
      );
    }
  }
  return success(
    `{"resultType":"matrix","result":[${series.join(',')}]}`,
    series.length,
  );
}
