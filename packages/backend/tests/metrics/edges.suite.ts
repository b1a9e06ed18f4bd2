import type { Edge, Graph, GraphNode } from '@meshport/plugin-mesh-common';
import { MetricsLab } from '../harness/MetricsLab';
import type { World } from '../harness/World';
import type { Rename } from './countedCalls';
import { callsOf, failuresOf, ledgerRows, podEnd, sumOf } from './Ledger';
import type { LedgerRow } from './Ledger';
import { ScrapedStores } from './ScrapedStores';

const TOLERANCE = 0.02;
/** That end while the counters are read at either side of a window, and the first of each series, which `rate()` cannot see. */
const CALLS_AT_EDGES = 6;
const UNSAMPLED_MILLISECONDS = 2 * 5_500;
const PLATFORM_ENGINEER = 'platform';

interface ExpectedEdge {
  /** Cluster, namespace and name of both ends. */
  from: readonly [cluster: string, namespace: string, name: string];
  to: readonly [cluster: string, namespace: string, name: string];
  /** Whose numbers they are. */
  mesh: string;
  /** Workloads behind the caller's name; its name if left out. */
  callers?: readonly string[];
  /** What the client called it, where that is not its name. */
  as?: string;
  /** None of it succeeds, for this reason. */
  failsBy?: string;
}

const CHECKOUT = ['aws-eks', 'payments', 'checkout-api'] as const;
const CHECKOUT_WORKLOADS = ['checkout-api', 'checkout-api-canary'];
const INGRESS = ['apps', 'ingress-nginx', 'ingress-nginx-controller'] as const;
const COLLECTOR = ['infra', 'observability', 'otel-collector'] as const;

/** Calls by every mesh and every way between clusters that TRAFFIC.md knows. */
const EDGES: readonly ExpectedEdge[] = [
  {
    from: CHECKOUT,
    callers: CHECKOUT_WORKLOADS,
    to: ['gcp-gke', 'orders', 'inventory-service'],
    mesh: 'istio',
  },
  {
    from: CHECKOUT,
    callers: CHECKOUT_WORKLOADS,
    to: ['gcp-gke', 'payments', 'payment-service'],
    mesh: 'istio',
  },
  {
    from: ['aws-eks', 'frontend', 'web-frontend'],
    to: CHECKOUT,
    mesh: 'istio',
  },
  {
    from: ['aws-eks', 'frontend', 'web-frontend'],
    to: ['gcp-gke', 'search', 'search-api'],
    mesh: 'istio',
    failsBy: 'no-healthy-upstream',
  },
  {
    from: ['apps', 'gitlab', 'sidekiq'],
    to: ['apps', 'gitlab', 'registry'],
    mesh: 'istio',
  },
  {
    from: ['apps', 'gitlab', 'sidekiq'],
    to: ['apps-2', 'gitlab', 'registry'],
    mesh: 'istio',
  },
  { from: INGRESS, to: ['apps', 'mattermost', 'mattermost'], mesh: 'linkerd' },
  {
    from: INGRESS,
    to: COLLECTOR,
    mesh: 'linkerd',
    as: 'otel-collector-federated',
  },
  {
    from: INGRESS,
    to: ['apps', 'observability', 'otel-collector'],
    mesh: 'linkerd',
    as: 'otel-collector-federated',
  },
  {
    from: COLLECTOR,
    to: ['infra', 'observability', 'loki-gateway'],
    mesh: 'linkerd',
  },
  {
    from: ['infra', 'observability', 'grafana'],
    to: ['infra', 'observability', 'loki-gateway'],
    mesh: 'cilium',
  },
  {
    from: ['onprem-dc1', 'erp', 'order-service'],
    to: ['onprem-dc1', 'billing', 'billing'],
    mesh: 'consul',
  },
  {
    from: ['onprem-dc1', 'billing', 'billing'],
    to: ['onprem-dc2', 'ledger', 'ledger'],
    mesh: 'consul',
  },
  {
    from: ['onprem-dc1', 'erp', 'order-intake'],
    to: ['onprem-dc1', 'billing', 'billing'],
    mesh: 'consul',
    failsBy: 'denied',
  },
];

function titleOf({ from, to }: ExpectedEdge): string {
  return `${from[2]} in ${from[0]} -> ${to[2]} in ${to[0]}`;
}

function isNode(
  { cluster, name }: GraphNode,
  end: ExpectedEdge['from'],
  rename: Rename,
): boolean {
  return cluster === rename(end[0]) && name === rename(end[2]);
}

function rowsOf(
  edge: ExpectedEdge,
  rows: readonly LedgerRow[],
  rename: Rename,
): LedgerRow[] {
  const callers = (edge.callers ?? [edge.from[2]]).map(rename);
  const [cluster, , name] = edge.to.map(rename);
  return rows.filter(({ from, to, service }) => {
    const caller = podEnd(from);
    const server = podEnd(to);
    return (
      caller?.cluster === rename(edge.from[0]) &&
      callers.includes(caller.workload) &&
      (service?.name === name || service?.name === rename(edge.as ?? name)) &&
      (server === undefined || server.cluster === cluster)
    );
  });
}

/** Whether the edges of the graph are the calls of the ledger, and where they cross clusters. */
export function edgesSuite(world: () => World, rename: Rename): void {
  describe('calls between services', () => {
    let graph: Graph;
    let metrics: MetricsLab;
    let stores: ScrapedStores;

    beforeAll(async () => {
      metrics = new MetricsLab(world().lab);
      stores = new ScrapedStores(world().lab, metrics);
      const portal = world().portal.as(rename(PLATFORM_ENGINEER));
      graph = await world().eventually(
        'a graph of all of its window',
        async () => {
          const query = { set: ['production'], limit: 500 };
          const answer = await portal.client.getGraph({ params: {}, query });
          const { at, windowSeconds, edges } = answer;
          if (at === undefined || edges.length < EDGES.length) return undefined;
          const { from, to } = await sampled('aws-eks', 'istio', answer);
          const left = windowSeconds * 1000 - (to - from);
          return left <= UNSAMPLED_MILLISECONDS && answer;
        },
        { timeoutMilliseconds: 90_000, intervalMilliseconds: 2_000 },
      );
    });

    function sampled(
      cluster: string,
      mesh: string,
      { at = '', windowSeconds }: Pick<Graph, 'at' | 'windowSeconds'>,
    ) {
      const to = Date.parse(at);
      const window = { from: to - windowSeconds * 1000, to };
      return stores.sampled({ cluster: rename(cluster), mesh }, window);
    }

    function edgeOf(expected: ExpectedEdge): Edge {
      const idsOf = (end: ExpectedEdge['from']) =>
        graph.nodes
          .filter(node => isNode(node, end, rename))
          .map(({ id }) => id);
      const [from, to] = [idsOf(expected.from), idsOf(expected.to)];
      const found = graph.edges.filter(
        edge => from.includes(edge.from) && to.includes(edge.to),
      );
      expect(found).toHaveLength(1);
      return found[0];
    }

    it.each(EDGES.map(edge => [titleOf(edge), edge] as const))(
      '%s: requests and success as the caller has them in the ledger',
      async (_title, expected) => {
        const edge = edgeOf(expected);
        const span = await sampled(expected.from[0], expected.mesh, graph);
        const rows = rowsOf(expected, await ledgerRows(metrics, span), rename);
        const scale = (graph.windowSeconds * 1000) / (span.to - span.from);
        const right = callsOf(rows) * scale;
        const shown = (edge.golden.requestRate ?? NaN) * graph.windowSeconds;
        expect(right).toBeGreaterThan(10);
        const allowed = Math.max(right * TOLERANCE, CALLS_AT_EDGES);
        expect(Math.abs(shown - right)).toBeLessThanOrEqual(allowed);
        const failed = failuresOf(rows) + sumOf(rows, ({ denied }) => denied);
        const ratio = 1 - failed / callsOf(rows);
        const apart = Math.abs((edge.golden.successRatio ?? NaN) - ratio);
        expect(apart).toBeLessThanOrEqual(TOLERANCE);
        expect(edge.crossCluster).toBe(expected.from[0] !== expected.to[0]);
        const { successRatio, errorsBy } = edge.golden;
        const reason = successRatio === 0 ? errorsBy?.[0]?.reason : undefined;
        expect(reason).toBe(expected.failsBy);
      },
    );

    it('gateways between clusters are on the way, and no ends of it', () => {
      const [toInventory] = EDGES;
      const edge = edgeOf(toInventory);
      expect(edge.via).toEqual([
        expect.stringContaining('istio-eastwestgateway'),
      ]);
      expect(edge.mtls).toBe(true);
      // 20 ms of network between the two clouds.
      expect(edge.crossClusterOverheadMs).toBeGreaterThan(10);
      expect(edge.crossClusterOverheadMs).toBeLessThan(40);
    });

    it('the sum of both ends is no number of calls', async () => {
      const [toInventory] = EDGES;
      const span = await sampled('aws-eks', 'istio', graph);
      const rows = rowsOf(toInventory, await ledgerRows(metrics, span), rename);
      const rate = (callsOf(rows) * 1000) / (span.to - span.from);
      const name = rename('inventory-service');
      const callers = CHECKOUT_WORKLOADS.map(rename).join('|');
      const sums = await Promise.all(
        Object.keys(metrics.stores).map(async store => {
          const [sum] = await metrics.query(
            store,
            `sum(rate(istio_requests_total{source_workload=~"${callers}",destination_service_name="${name}"}[${graph.windowSeconds}s]))`,
            Date.parse(graph.at ?? ''),
          );
          return sum?.value ?? 0;
        }),
      );
      const naive = sums.reduce((sum, one) => sum + one, 0);
      expect(Math.abs(naive - rate) / rate).toBeGreaterThanOrEqual(0.4);
    });
  });
}
