import type {
  Dependencies,
  Edge,
  Graph,
  GraphNode,
} from '@meshport/plugin-mesh-common';
import { MetricsLab } from '../harness/MetricsLab';
import type { World } from '../harness/World';
import type { Rename } from './countedCalls';
import { ledgerRows, podEnd, sumOf } from './Ledger';
import { ScrapedStores } from './ScrapedStores';

const PLATFORM_ENGINEER = 'platform';
const NAMESPACE = 'harbor';
const CLUSTER = 'apps';
const SERVICES = ['harbor-core', 'harbor-registry', 'harbor-redis'];
const ENTITIES = ['harbor-core', 'harbor-registry'];

/** What may only be said of requests that somebody counted. */
const OF_REQUESTS = [
  ...['requestRate', 'successRatio', 'latencyMs'],
  ...['p50Ms', 'p95Ms', 'p99Ms', 'burnRate'],
];
/** Also of connections that nobody answered. */
const WHY_NOT = 'errorsBy';
/** What a service is held to is no number of its traffic. */
const NO_NUMBERS = 'objectives';

/** Who calls it and whom it calls, so that its calls are in their answers, too. */
const NEIGHBOURS = [
  ['ingress-nginx', 'ingress-nginx-controller'],
  ['databases', 'postgres-rw'],
  ['storage', 'minio'],
];

/** There are no endpoints of it where it is called. */
const NEVER_MADE = ['harbor-registry', 'minio'] as const;

/** Calls from and to it, as TRAFFIC.md has them. */
const CALLS: readonly (readonly [from: string, to: string])[] = [
  ['ingress-nginx-controller', 'harbor-core'],
  ['ingress-nginx-controller', 'harbor-portal'],
  ['harbor-jobservice', 'harbor-core'],
  ['harbor-core', 'harbor-registry'],
  ['harbor-core', 'harbor-redis'],
  ['harbor-core', 'postgres-rw'],
  NEVER_MADE,
];

const TOLERANCE = 0.02;
/** Calls while the counters are read at either side of the window, and the first one of each series. */
const CALLS_AT_EDGES = 6;

/** Paths of all values below those names, as a deep search finds them. */
function pathsOf(
  value: unknown,
  names: readonly string[],
  path = '$',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === NO_NUMBERS
      ? []
      : [
          ...(names.includes(key) ? [`${path}.${key}`] : []),
          ...pathsOf(inner, names, `${path}.${key}`),
        ],
  );
}

type Calls = Pick<Graph | Dependencies, 'nodes' | 'edges'>;

/** A namespace whose proxies see connections alone: nothing says how requests fare, wherever one looks. */
export function connectionsOnlySuite(world: () => World, rename: Rename): void {
  const portal = () => world().portal.as(rename(PLATFORM_ENGINEER));
  const namespace = rename(NAMESPACE);
  const production = (home: string, name: string) => ({
    ...{ set: 'production', namespace: rename(home), name: rename(name) },
  });
  const entity = (name: string) => ({
    ...{ kind: 'component', namespace: 'default', name: rename(name) },
  });

  /** Calls of which one end is in the namespace. */
  function about({ nodes, edges }: Calls): Edge[] {
    const ids = nodes
      .filter(node => node.namespace === namespace)
      .map(({ id }) => id);
    return edges.filter(
      ({ from, to }) => ids.includes(from) || ids.includes(to),
    );
  }

  function graph(): Promise<Graph> {
    const query = { namespace: [namespace], limit: 500 };
    return portal().client.getGraph({ params: {}, query });
  }

  function edgeBetween(
    { nodes, edges }: Calls,
    [from, to]: (typeof CALLS)[number],
  ): Edge | undefined {
    const isCalled = (id: string, name: string) =>
      nodes.some((node: GraphNode) => node.id === id && node.name === name);
    return edges.find(
      edge =>
        isCalled(edge.from, rename(from)) && isCalled(edge.to, rename(to)),
    );
  }

  describe('a namespace of which only connections are counted', () => {
    it.each(SERVICES)('%s has bytes, and a reason why no more', async name => {
      const params = production(NAMESPACE, name);
      const { service } = await portal().client.getService({ params });
      const { golden, health } = service;
      expect(golden).toMatchObject({
        state: 'ok',
        reason: { id: 'golden.no-waypoint' },
        tcp: { receivedBytesPerSecond: expect.any(Number) },
      });
      expect(golden.tcp?.receivedBytesPerSecond).toBeGreaterThan(0);
      expect(health).toBe('unknown');
    });

    it('has no rate, ratio or latency in the list of services', async () => {
      const listed = (await portal().services()).filter(
        one => one.namespace === namespace,
      );
      expect(listed.length).toBeGreaterThanOrEqual(SERVICES.length);
      expect(pathsOf(listed, ['tcp']).length).toBeGreaterThan(SERVICES.length);
      expect(pathsOf(listed, [...OF_REQUESTS, WHY_NOT])).toEqual([]);
    });

    it('nor in what is said of each service, nor in its charts and budgets', async () => {
      const { client } = portal();
      const listed = (await portal().services()).filter(
        one => one.namespace === namespace,
      );
      const answers = await Promise.all(
        listed.map(async ({ set, name }) => {
          const params = { set, namespace, name };
          const query = { window: '1h' as const };
          return [
            (await client.getService({ params })).service,
            (await client.getServiceMetrics({ params, query })).services,
          ];
        }),
      );
      expect(pathsOf(answers, ['tcp']).length).toBeGreaterThan(SERVICES.length);
      expect(
        pathsOf(answers, ['receivedBytesPerSecond']).length,
      ).toBeGreaterThan(SERVICES.length);
      expect(pathsOf(answers, [...OF_REQUESTS, WHY_NOT])).toEqual([]);
    });

    it.each(ENTITIES)(
      'nor in anything that is said of the entity %s',
      async name => {
        const { client } = portal();
        const params = entity(name);
        const query = { window: '1h' as const };
        const answers = [
          await client.getEntity({ params }),
          (await client.getEntityMetrics({ params, query })).services,
        ];
        expect(pathsOf(answers, ['tcp']).length).toBeGreaterThan(0);
        expect(pathsOf(answers, OF_REQUESTS)).toEqual([]);
        const calls = about(await client.getEntityDependencies({ params }));
        expect(calls.length).toBeGreaterThan(1);
        expect(pathsOf(calls, OF_REQUESTS)).toEqual([]);
      },
    );

    it('nor in the dependencies of its services, or of those around them, however far one looks', async () => {
      const { client } = portal();
      const asked = [
        ...SERVICES.map(name => [NAMESPACE, name]),
        ...NEIGHBOURS,
      ].map(([home, name]) => production(home, name));
      const answers = await Promise.all(
        asked.map(params =>
          client.getServiceDependencies({ params, query: { depth: 3 } }),
        ),
      );
      const found = answers.map(about);
      for (const calls of found) expect(calls.length).toBeGreaterThan(0);
      expect(pathsOf(found, OF_REQUESTS)).toEqual([]);
      const verdicts = answers.flatMap(answer =>
        answer.verdicts.filter(one => one.namespace === namespace),
      );
      expect(verdicts.length).toBeGreaterThan(0);
      expect(pathsOf(verdicts, ['share'])).toEqual([]);
    });

    it('nor in the graph, which has all of its calls', async () => {
      const shown = await graph();
      const calls = about(shown);
      expect(calls.length).toBeGreaterThanOrEqual(CALLS.length);
      expect(pathsOf(calls, OF_REQUESTS)).toEqual([]);
      expect(CALLS.filter(call => !edgeBetween(shown, call))).toEqual([]);
      expect(
        pathsOf(
          calls.filter(call => call !== edgeBetween(shown, NEVER_MADE)),
          [WHY_NOT],
        ),
      ).toEqual([]);
      const gateways = await portal().client.getGraph({
        params: {},
        query: { namespace: [namespace], limit: 500, gateways: 'true' },
      });
      expect(pathsOf(about(gateways), OF_REQUESTS)).toEqual([]);
    });

    it('what its ingress connects to it is in the ledger, connection by connection', async () => {
      const metrics = new MetricsLab(world().lab);
      const stores = new ScrapedStores(world().lab, metrics);
      const shown = await graph();
      const { windowSeconds, at = '' } = shown;
      const to = Date.parse(at);
      const span = await stores.sampled(
        { cluster: rename(CLUSTER), mesh: 'istio' },
        { from: to - windowSeconds * 1000, to },
      );
      const [call] = CALLS;
      const rows = (await ledgerRows(metrics, span)).filter(
        row =>
          podEnd(row.from)?.workload === rename(call[0]) &&
          podEnd(row.to)?.workload === rename(call[1]),
      );
      const scale = (windowSeconds * 1000) / (span.to - span.from);
      const right = sumOf(rows, row => row.connections) * scale;
      expect(right).toBeGreaterThan(CALLS_AT_EDGES);
      const { golden } = edgeBetween(shown, call) ?? {};
      const value = (golden?.tcp?.connectionsPerSecond ?? NaN) * windowSeconds;
      const allowed = Math.max(right * TOLERANCE, CALLS_AT_EDGES);
      expect(Math.abs(value - right)).toBeLessThanOrEqual(allowed);
      // They fail and succeed, and nobody on the way knows.
      expect(sumOf(rows, row => row.statuses[200] ?? 0)).toBeGreaterThan(100);
    });
  });
}
