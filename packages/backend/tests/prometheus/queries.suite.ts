import { builtInMeshes } from '../../../../plugins/mesh-backend/src/core/meshes';
import {
  latencyOf,
  quantileOf,
} from '../../../../plugins/mesh-backend/src/core/metrics/buckets';
import {
  planQueries,
  planSeries,
  planTotals,
} from '../../../../plugins/mesh-backend/src/core/metrics/planQueries';
import {
  doubledTargetQuery,
  readDoubling,
} from '../../../../plugins/mesh-backend/src/core/metrics/replicas';
import type { StoreTick } from '../../../../plugins/mesh-backend/src/core/metrics/StoreTick';
import {
  compact,
  expand,
  type MetricTarget,
  type QueryScope,
  selector,
} from '@meshport/plugin-mesh-node';
import { find, findOne, StoreAsker, WINDOW_SECONDS } from './askStore';
import { roundTrips } from './roundTrips';
import { AWKWARD_VALUES, FAILED_IN_WINDOW, RECORDING } from './recording';
import type { RecordedSeries } from './series';
import type { StoreUnderTest } from './StoreUnderTest';

type Start = (
  series: readonly RecordedSeries[],
  endSeconds: number,
) => Promise<StoreUnderTest>;

const HOUR_SECONDS = 3600;

/** Two hours ago, so that nothing depends on when the newest samples are seen. */
function endOfRecording(): number {
  const hours = Math.floor(Date.now() / 1000 / HOUR_SECONDS);
  return (hours - 2) * HOUR_SECONDS;
}

/** Of VictoriaMetrics, unless it is configured. */
const MAX_QUERY_LENGTH = 16_384;

const target: MetricTarget = {
  cluster: 'east',
  aliases: {},
  namespace: 'shop',
  service: 'cart',
  workloads: [
    { kind: 'Deployment', name: 'cart' },
    { kind: 'StatefulSet', name: 'cart-db' },
  ],
  waypoint: false,
};

/** All queries for people, by mesh and what they ask. */
function queriesFor(
  service: MetricTarget,
  scope: QueryScope,
): [name: string, query: string][] {
  return builtInMeshes.flatMap(({ id, queries }) => {
    const { quantile, ...rest } = queries?.forService(service, scope) ?? {};
    return [
      ...Object.entries(rest),
      ...(quantile ? [['p99', quantile(0.99)]] : []),
    ].map(([what, query]): [string, string] => [`${id}-${what}`, query]);
  });
}

/**
 * Asked by cluster, the server's latency comes beside the client's: neither part knows
 * that the other has it.
 */
function comparable({ observations }: StoreTick): string[] {
  return observations
    .map(({ calls: { latency, ...calls }, ...one }) =>
      JSON.stringify({
        ...one,
        calls,
        ...(one.reporter === 'source' ? { latency } : {}),
      }),
    )
    .sort();
}

/**
 * @param isCoarse - what the store says of a rate is only nearly exact
 * @param isLeftOut - the store's program is not here
 */
export function queriesSuite(
  name: string,
  start: Start,
  { isCoarse = false, isLeftOut = false } = {},
): void {
  const maybe = isLeftOut ? describe.skip : describe;
  maybe(`queries on ${name}`, () => {
    let store: StoreUnderTest;
    let asker: StoreAsker;

    beforeAll(async () => {
      const endSeconds = endOfRecording();
      store = await start(RECORDING, endSeconds);
      asker = new StoreAsker(store, endSeconds);
    });

    afterAll(async () => store?.stop());

    const tickOf = (scenario: string) => asker.tick({ scenario });

    async function valueOf(query: string | undefined) {
      const { samples } = await asker.query(query ?? '');
      return samples[0]?.value;
    }

    describe('Istio', () => {
      const webToCart = { from: { workload: 'web' }, to: { service: 'cart' } };

      it('counts an edge between clusters by each reporter, and what never arrived by the client alone', async () => {
        const tick = await tickOf('istio');
        const source = { kind: 'edge', reporter: 'source' } as const;
        const arrived = findOne(tick, {
          ...source,
          from: { workload: 'web', cluster: 'west', namespace: 'shop' },
          to: { service: 'cart', workload: 'cart', cluster: 'east' },
        });
        const lost = findOne(tick, {
          ...source,
          ...webToCart,
          to: { service: 'cart', namespace: 'shop', workload: undefined },
        });
        const served = findOne(tick, {
          kind: 'edge',
          reporter: 'destination',
          from: { workload: 'web', cluster: 'west' },
          to: { service: 'cart', cluster: 'east' },
        });
        expect(arrived.calls.requests).toBeCloseTo(9);
        expect(arrived.calls.failures).toEqual({
          'server-error': expect.closeTo(0.9),
        });
        expect(arrived.mtls).toBeUndefined();
        expect(lost.calls).toMatchObject({
          requests: expect.closeTo(1),
          failures: { 'no-healthy-upstream': expect.closeTo(1) },
        });
        expect(lost.to.cluster).toBeUndefined();
        expect(served.calls.requests).toBeCloseTo(9);
        expect(served.mtls).toBe(true);
      });

      it('takes quantiles from the proxy nearest to the client, and the means of both for the way between', async () => {
        const tick = await tickOf('istio');
        const edges = find(tick, { kind: 'edge', ...webToCart });
        const measured = edges.filter(({ calls }) => calls.latency?.p50);
        expect(measured).toHaveLength(1);
        // 200 ms: in the bucket from 100 to 250.
        expect(measured[0]).toMatchObject({
          reporter: 'source',
          calls: {
            latency: {
              p50: expect.closeTo(175),
              p99: expect.closeTo(248.5),
              mean: expect.closeTo(200),
            },
          },
        });
        const served = edges.find(one => one.reporter === 'destination');
        // 6 of 80 ms and 3 of 40 ms.
        expect(served?.calls.latency).toEqual({
          mean: expect.closeTo((6 * 80 + 3 * 40) / 9),
        });
      });

      it('gives no means of edges within one cluster', async () => {
        const tick = await tickOf('istio');
        const [toApi] = find(tick, {
          kind: 'edge',
          reporter: 'waypoint',
          to: { service: 'api' },
        });
        expect(toApi.calls.latency).toEqual({
          p50: expect.any(Number),
          p95: expect.any(Number),
          p99: expect.any(Number),
        });
      });

      it('tells the versions of a service apart, with buckets that can be merged', async () => {
        const tick = await tickOf('istio');
        const [v1, v2] = ['v1', 'v2'].map(version =>
          findOne(tick, {
            kind: 'inbound',
            to: { service: 'cart', version, cluster: 'east' },
          }),
        );
        expect(v1.calls.requests).toBeCloseTo(6);
        expect(v2.calls.requests).toBeCloseTo(3);
        expect(v1.calls.failures).toEqual({
          'server-error': expect.closeTo(0.9),
        });
        expect(v2.calls.failures).toBeUndefined();
        // 80 ms: in the bucket from 50 to 100; 40 ms: from 25 to 50.
        expect(quantileOf(0.5, v1.calls.buckets ?? [])).toBeCloseTo(75);
        expect(quantileOf(0.5, v2.calls.buckets ?? [])).toBeCloseTo(37.5);
      });

      it('counts what a waypoint passes on to another cluster where it is served', async () => {
        const tick = await tickOf('istio');
        const [west, east] = ['west', 'east'].map(cluster =>
          findOne(tick, { kind: 'inbound', to: { service: 'stock', cluster } }),
        );
        expect(west.calls.requests).toBeCloseTo(6);
        expect(east.calls.requests).toBeCloseTo(2);
        expect(quantileOf(0.5, east.calls.buckets ?? [])).toBeCloseTo(37.5);
      });

      it('keeps what a waypoint and a sidecar count of the same requests apart', async () => {
        const tick = await tickOf('istio');
        const of = (reporter: 'waypoint' | 'destination') =>
          findOne(tick, { kind: 'inbound', reporter, to: { service: 'api' } });
        expect(of('waypoint').calls.requests).toBeCloseTo(20);
        expect(of('destination').calls.requests).toBeCloseTo(20);
      });

      it('sums to a number that is wrong by far where reporters are not kept apart', async () => {
        const naive = await valueOf(
          `sum(rate(${selector('istio_requests_total', [
            { label: 'scenario', operator: '=', value: 'istio' },
            {
              label: 'destination_service_name',
              operator: '=~',
              value: 'api|cart',
            },
          ])}[5m]))`,
        );
        const right = 20 + 9;
        expect(Math.abs((naive ?? 0) - right) / right).toBeGreaterThan(0.4);
      });

      it('knows by their status which answers of gRPC are failures', async () => {
        const tick = await tickOf('istio');
        const { protocol, calls } = findOne(tick, {
          kind: 'inbound',
          to: { service: 'ledger' },
        });
        expect(protocol).toBe('grpc');
        expect(calls.requests).toBeCloseTo(5);
        expect(calls.failures).toEqual({
          'grpc-error': expect.closeTo(0.5),
          timeout: expect.closeTo(0.25),
        });
      });

      it('takes a caller that is refused most of the time to be denied, and a few 403 to be the answer of the server', async () => {
        const tick = await tickOf('istio');
        const from = (workload: string) =>
          findOne(tick, {
            kind: 'edge',
            from: { workload },
            to: { service: 'vault' },
          }).calls;
        expect(from('job').failures).toEqual({ denied: expect.closeTo(4) });
        expect(from('web').failures).toBeUndefined();
        expect(from('web').refused).toBeCloseTo(2);
      });

      it('takes a 404 of a proxy without a route for a failure, and that of a server for an answer', async () => {
        const tick = await tickOf('istio');
        const { calls } = findOne(tick, { to: { service: 'pages' } });
        expect(calls.requests).toBeCloseTo(2);
        expect(calls.failures).toEqual({ 'no-route': expect.closeTo(1) });
      });

      it('names hosts outside of the mesh', async () => {
        const tick = await tickOf('istio');
        const rate = (host: string) =>
          findOne(tick, { kind: 'edge', to: { host } }).calls.requests;
        expect(rate('mail.example.com')).toBeCloseTo(2);
        expect(rate('pay.example.com')).toBeCloseTo(3);
      });

      it('knows calls to the outside of which the proxy tells no host', async () => {
        const tick = await tickOf('istio');
        const { to, calls } = findOne(tick, {
          kind: 'edge',
          to: { isOutside: true },
        });
        expect(to.host).toBeUndefined();
        expect(calls.requests).toBeCloseTo(8);
      });

      it('counts connections of layer 4 once, and not those of another ztunnel', async () => {
        const tick = await tickOf('istio');
        const to = { service: 'store' };
        const inbound = findOne(tick, { kind: 'inbound', to });
        expect(inbound).toMatchObject({
          protocol: 'tcp',
          mtls: true,
          calls: {
            connections: expect.closeTo(2),
            receivedBytes: expect.closeTo(500),
            sentBytes: expect.closeTo(4000),
            failedConnections: expect.closeTo(0.5),
            failures: { denied: expect.closeTo(0.5) },
          },
        });
        expect(inbound.calls.requests).toBeUndefined();
        const client = findOne(tick, { kind: 'edge', reporter: 'source', to });
        expect(client.calls.connections).toBeCloseTo(2);
      });
    });

    describe('Linkerd', () => {
      it('counts a server by its own proxy, without probes', async () => {
        const tick = await tickOf('linkerd');
        const to = { workload: 'inbox', namespace: 'mail', cluster: 'west' };
        const wanted = { kind: 'inbound', mesh: 'linkerd', to } as const;
        const { calls, mtls } = findOne(tick, { ...wanted, protocol: 'http' });
        expect(calls.requests).toBeCloseTo(6);
        expect(calls.failures).toEqual({ 'server-error': expect.closeTo(0.6) });
        expect(latencyOf(calls.buckets ?? [])?.p50).toBeCloseTo(17.5);
        expect(calls.latency?.mean).toBeCloseTo(20);
        expect(mtls).toBe(true);
        const tcp = findOne(tick, { ...wanted, protocol: 'tcp' }).calls;
        expect(tcp).toMatchObject({
          connections: expect.closeTo(1),
          receivedBytes: expect.closeTo(100),
          sentBytes: expect.closeTo(900),
        });
      });

      it('counts an edge by the proxy of the client', async () => {
        const tick = await tickOf('linkerd');
        const wanted = {
          kind: 'edge',
          from: { workload: 'reader' },
          to: { service: 'inbox', workload: 'inbox', cluster: 'west' },
        } as const;
        const { calls } = findOne(tick, { ...wanted, protocol: 'http' });
        expect(calls.requests).toBeCloseTo(6);
        expect(calls.latency).toMatchObject({
          p50: expect.closeTo(37.5),
          mean: expect.closeTo(30),
        });
        const tcp = findOne(tick, { ...wanted, protocol: 'tcp' }).calls;
        expect(tcp.receivedBytes).toBeCloseTo(100);
        expect(tcp.sentBytes).toBeCloseTo(900);
      });

      it('finds the cluster of a mirror behind a gateway, of a flat one, and the pod of a federated one', async () => {
        const tick = await tickOf('linkerd');
        const to = (peer: object) =>
          findOne(tick, { kind: 'edge', to: peer }).calls.requests;
        expect(to({ service: 'archive', cluster: 'east' })).toBeCloseTo(2);
        expect(to({ service: 'flat', cluster: 'east' })).toBeCloseTo(3);
        for (const pod of ['spam-west-1', 'spam-east-1']) {
          const answered = { service: 'spam', pod, cluster: undefined };
          expect(to(answered)).toBeCloseTo(4);
        }
      });

      it('tells what a gateway passes on from what somebody calls', async () => {
        const tick = await tickOf('linkerd');
        const passedOn = (service: string) =>
          find(tick, { mesh: 'linkerd', kind: 'edge', to: { service } }).map(
            one => one.isPassedOn ?? false,
          );
        expect(passedOn('exported')).toEqual([true]);
        expect(passedOn('archive')).toEqual([false]);
      });

      it('adds what found no endpoint, which is in no count of responses', async () => {
        const tick = await tickOf('linkerd');
        const { calls } = findOne(tick, {
          kind: 'edge',
          from: { workload: 'reader' },
          to: { service: 'drafts' },
        });
        // 2/s have responses; the third is of one of the two errors.
        expect(calls.requests).toBeCloseTo(3);
        expect(calls.failures).toEqual({
          'no-healthy-upstream': expect.closeTo(0.5),
          'connection-lost': expect.closeTo(0.5),
        });
      });

      it('keeps the pod where the scrape says nothing of workloads', async () => {
        const tick = await tickOf('linkerd');
        const { calls } = findOne(tick, {
          kind: 'inbound',
          to: { pod: 'bare-1', namespace: 'mail' },
        });
        expect(calls.requests).toBeCloseTo(7);
      });

      it('counts declared routes, and none that the proxy has by default', async () => {
        const tick = await tickOf('linkerd');
        const { route, to, calls } = findOne(tick, { kind: 'route' });
        expect({ route, to }).toEqual({
          route: 'list',
          to: { cluster: 'west', namespace: 'mail', service: 'inbox' },
        });
        expect(calls.requests).toBeCloseTo(4);
        expect(calls.failures).toEqual({ 'server-error': expect.closeTo(1) });
        // 60 ms: in the bucket from 50 to 100.
        expect(quantileOf(0.5, calls.buckets ?? [])).toBeCloseTo(75);
      });
    });

    it('Hubble: counts requests by the node of the server, in milliseconds', async () => {
      const tick = await tickOf('hubble');
      const to = { workload: 'search', namespace: 'shop', cluster: 'west' };
      const { calls } = findOne(tick, {
        kind: 'inbound',
        protocol: 'http',
        to,
      });
      expect(calls.requests).toBeCloseTo(4);
      expect(calls.failures).toEqual({ 'server-error': expect.closeTo(1) });
      expect(latencyOf(calls.buckets ?? [])?.p50).toBeCloseTo(75);
      const edge = findOne(tick, {
        kind: 'edge',
        protocol: 'http',
        reporter: 'destination',
        from: { app: 'web', namespace: 'shop' },
        to,
      });
      expect(edge.from.cluster).toBeUndefined();
      expect(edge.calls.latency).toMatchObject({
        p50: expect.closeTo(75),
        mean: expect.closeTo(60),
      });
      const opened = findOne(tick, { kind: 'edge', protocol: 'tcp', to });
      expect(opened.calls).toEqual({ connections: expect.closeTo(2) });
    });

    it('Consul: counts services by their public listener, and edges by upstream, peer and cause', async () => {
      const tick = await tickOf('consul');
      const own = { cluster: 'west', namespace: 'billing' };
      const { calls } = findOne(tick, {
        kind: 'inbound',
        to: { ...own, service: 'invoices' },
      });
      expect(calls.requests).toBeCloseTo(5);
      expect(calls.failures).toEqual({ 'server-error': expect.closeTo(1) });
      expect(latencyOf(calls.buckets ?? [])?.p50).toBeCloseTo(75);
      const ends = {
        kind: 'edge',
        from: { ...own, app: 'invoices' },
        to: { cluster: 'east', service: 'tax' },
      } as const;
      const http = findOne(tick, { ...ends, protocol: 'http' });
      expect(http.mtls).toBe(true);
      expect(http.calls).toMatchObject({
        requests: expect.closeTo(8),
        failures: {
          'no-healthy-upstream': expect.closeTo(1.5),
          'server-error': expect.closeTo(0.5),
        },
        latency: { p50: expect.closeTo(75), mean: expect.closeTo(60) },
      });
      const tcp = findOne(tick, { ...ends, protocol: 'tcp' }).calls;
      expect(tcp).toMatchObject({
        connections: expect.closeTo(0.5),
        receivedBytes: expect.closeTo(700),
        sentBytes: expect.closeTo(300),
      });
    });

    describe('what is not as usual', () => {
      it('is not led astray by a proxy that starts anew', async () => {
        const tick = await tickOf('restarted');
        const { calls } = findOne(tick, { kind: 'inbound' });
        // The counts between the last scrape and the restart are nobody's.
        const tolerance = isCoarse ? 0.1 : 0.02;
        expect(Math.abs((calls.requests ?? 0) - 10) / 10).toBeLessThan(
          tolerance,
        );
      });

      describe('counters that begin within the window', () => {
        /** In the window. */
        async function failedOf(wanted: Parameters<typeof findOne>[1]) {
          const { calls } = findOne(await tickOf('begun'), wanted);
          const { failures = {}, requests = 0 } = calls;
          const failed = Object.values(failures).reduce((a, b) => a + b, 0);
          return {
            failed: failed * WINDOW_SECONDS,
            others: (requests - failed) * WINDOW_SECONDS,
          };
        }

        it.each([
          [
            'an edge of Istio',
            { kind: 'edge', to: { service: 'scraped-before' } },
          ],
          ['a server of Linkerd', { kind: 'inbound', mesh: 'linkerd' }],
          ['an edge of Linkerd', { kind: 'edge', mesh: 'linkerd' }],
          ['a server seen by Hubble', { kind: 'inbound', mesh: 'cilium' }],
          ['an edge seen by Hubble', { kind: 'edge', mesh: 'cilium' }],
          ['a server of Consul', { kind: 'inbound', mesh: 'consul' }],
          [
            'an edge of Consul',
            { kind: 'edge', mesh: 'consul', protocol: 'http' },
          ],
        ] as const)('are counted from zero: %s', async (_, wanted) => {
          const { failed, others } = await failedOf(wanted);
          expect(failed).toBeGreaterThan(FAILED_IN_WINDOW - 0.5);
          expect(failed).toBeLessThan(FAILED_IN_WINDOW * (isCoarse ? 3 : 1.01));
          expect(others / WINDOW_SECONDS).toBeGreaterThan(0.9);
        });

        it.each([
          ['of a target that is new itself', 'new-target'],
          ['of a target that was not scraped for long', 'missed'],
          ['of a target of which some scrapes failed', 'skipped'],
          ['of which the labels are others than before', 'relabelled'],
          ['of a second replica of the Prometheus', 'second-replica'],
          ['of targets without a name', 'nameless'],
        ])('not those %s', async (_, service) => {
          const to = { service };
          const { failed } = await failedOf({ kind: 'edge', to });
          expect(failed).toBeLessThan(10);
        });

        it('and not those that were reset since', async () => {
          const to = { service: 'restarted' };
          const { failed } = await failedOf({ kind: 'edge', to });
          // Of 90 the first 15 are before the first sample.
          expect(failed).toBeGreaterThanOrEqual(isCoarse ? 60 : 74);
          expect(failed).toBeLessThan(isCoarse ? 150 : 91);
        });
      });

      it('tells no traffic from no numbers', async () => {
        const idle = await tickOf('idle');
        expect(findOne(idle, { kind: 'inbound' }).calls).toMatchObject({
          requests: 0,
        });
        expect(find(idle, { kind: 'edge' })).toEqual([]);
        expect((await tickOf('nothing')).observations).toEqual([]);
      });

      it('gives no ratio and no quantile without traffic', async () => {
        const istio = builtInMeshes.find(({ id }) => id === 'istio');
        const scope = {
          ...asker.scopeOf({ scenario: 'idle' }),
          isNative: () => false,
        };
        const queries = istio?.queries?.forService(target, scope);
        expect(await valueOf(queries?.requestRate)).toBe(0);
        expect(await valueOf(queries?.successRatio)).toBeUndefined();
        expect(
          latencyOf(
            findOne(await tickOf('idle'), { kind: 'inbound' }).calls.buckets ??
              [],
          ),
        ).toBeUndefined();
      });

      it('reads a store of one cluster that has no label for it', async () => {
        const tick = await asker.tick({
          scenario: 'one-cluster',
          clusterLabel: null,
        });
        expect(tick.clusters).toEqual(['west']);
        const { to, calls } = findOne(tick, {
          kind: 'inbound',
          to: { service: 'cart', version: 'v1' },
        });
        expect(to.cluster).toBe('west');
        expect(calls.requests).toBeCloseTo(6);
        const [edge] = find(tick, { kind: 'edge' });
        expect(edge.from).not.toHaveProperty('cluster');
      });

      it('finds the label in which doubled series differ', async () => {
        const doubled = async (scenario: string) => {
          const query = doubledTargetQuery(asker.scopeOf({ scenario }));
          return readDoubling((await asker.query(query)).samples);
        };
        expect(await doubled('replicas')).toEqual({
          label: 'replica',
          values: ['a', 'b'],
        });
        expect(await doubled('once')).toBeUndefined();
        expect(await doubled('istio')).toBeUndefined();
      });

      it('counts once what a matcher for one of the replicas leaves', async () => {
        const rateWith = async (values: readonly string[]) => {
          const tick = await asker.tick({
            scenario: 'replicas',
            matchers: values.map(value => ({
              label: 'replica',
              operator: '=',
              value,
            })),
          });
          return findOne(tick, {
            kind: 'inbound',
            to: { service: 'cart', version: 'v1' },
          }).calls.requests;
        };
        expect(await rateWith([])).toBeCloseTo(12);
        expect(await rateWith(['a'])).toBeCloseTo(6);
      });
    });

    describe('PromQL', () => {
      it.each(['istio', 'linkerd', 'hubble', 'consul'])(
        'gives the same in parts as at once (%s)',
        async scenario => {
          const whole = await asker.tick({ scenario });
          const parts = await asker.tick({
            scenario,
            split: { byCluster: true, namespaceParts: 4 },
          });
          expect(whole.observations.length).toBeGreaterThan(2);
          expect(comparable(parts)).toEqual(comparable(whole));
        },
      );

      it('is short enough for stores with a limit, even with clusters apart', async () => {
        const names = Array.from(
          { length: 20 },
          (_, index) => `production-${index}`,
        );
        const known = await asker.known({ scenario: 'istio' });
        const ids = builtInMeshes.flatMap(({ queries }) =>
          (queries?.queries ?? []).map(({ id }) => id),
        );
        const metrics = new Set(
          builtInMeshes.flatMap(({ queries }) =>
            (queries?.queries ?? []).flatMap(({ metric }) => [
              `${metric}_bucket`,
              metric,
            ]),
          ),
        );
        const planned = planQueries({
          meshes: builtInMeshes,
          scope: asker.scopeOf({ scenario: 'istio' }),
          known: { ...known, metrics, clusters: names },
          splits: new Map(
            ids.map(id => [id, { byCluster: true, namespaceParts: 4 }]),
          ),
        });
        expect(new Set(planned.map(({ query }) => query.id))).toEqual(
          new Set(ids),
        );
        expect(
          planned
            .filter(({ expression }) => expression.length > MAX_QUERY_LENGTH)
            .map(({ query, expression }) => [query.id, expression.length]),
        ).toEqual([]);
      });

      it('loses nothing when labels are put into one, whatever their values', async () => {
        const by = ['source_workload', 'destination_workload'];
        const sum = `sum by (cluster, ${by}) (istio_requests_total{scenario="awkward"})`;
        const plain = await asker.query(sum);
        const { samples } = await asker.query(
          compact(by, sum, { clusterLabel: 'cluster', windowSeconds: 300 }),
        );
        let skipped = 0;
        const skip = () => {
          skipped += 1;
        };
        const sorted = (all: readonly { labels: object; value: number }[]) =>
          all
            .map(({ labels, value }) => ({ labels, value }))
            .sort((one, other) => one.value - other.value);
        const separators = AWKWARD_VALUES.filter(one => one.includes(';'));
        expect(plain.samples).toHaveLength(AWKWARD_VALUES.length);
        const context = { skip, clusterLabel: 'cluster' };
        expect(sorted([...expand(by, samples, context)])).toEqual(
          sorted(
            plain.samples.filter(
              ({ labels }) => !labels.source_workload.includes(';'),
            ),
          ),
        );
        expect(skipped).toBe(separators.length);
      });

      it('carries 5,000 values from outside unchanged, in literals and in regular expressions', async () => {
        expect(await roundTrips(query => asker.query(query), 5_000)).toEqual(
          [],
        );
      });

      it.each([
        ['with a label of the cluster', 'cluster'],
        ['without one', undefined],
      ])('understands every query for people %s', async (_, clusterLabel) => {
        const scope = {
          windowSeconds: WINDOW_SECONDS,
          clusterLabel,
          matchers: [],
          isNative: () => false,
        };
        const queries = queriesFor(target, scope);
        expect(queries.length).toBeGreaterThan(20);
        for (const [what, query] of queries) {
          const { samples } = await asker.query(query);
          expect([what, samples.length <= 3]).toEqual([what, true]);
        }
      });

      it('is asked in at most 40 queries where one store has all meshes', () => {
        const queries = builtInMeshes.flatMap(
          mesh => mesh.queries?.queries ?? [],
        );
        expect(queries.length).toBeGreaterThan(20);
        expect(queries.length).toBeLessThanOrEqual(40);
      });

      it('understands every grouped query', async () => {
        const scope = asker.scopeOf({ scenario: 'nothing' });
        const grouped = builtInMeshes.flatMap(({ queries }) => [
          ...(queries?.queries ?? []),
          ...(queries?.totals ?? []),
          ...(queries?.series ?? []),
        ]);
        for (const query of grouped) {
          const expression = query.expression({
            ...scope,
            isNative: () => false,
          });
          expect((await asker.query(expression)).samples).toEqual([]);
        }
      });
    });

    it('answers people with the numbers of one service', async () => {
      const scope = {
        ...asker.scopeOf({ scenario: 'istio' }),
        isNative: () => false,
      };
      const istio = builtInMeshes.find(({ id }) => id === 'istio');
      const cart = istio?.queries?.forService(target, scope);
      expect(await valueOf(cart?.requestRate)).toBeCloseTo(9);
      expect(await valueOf(cart?.failureRate)).toBeCloseTo(0.9);
      expect(await valueOf(cart?.successRatio)).toBeCloseTo(0.9);
      // Ranks up to 3 are in the bucket up to 50, up to 9 in that up to 100.
      expect(await valueOf(cart?.quantile?.(0.5))).toBeCloseTo(62.5);
      const { samples } = await asker.query(cart?.requestRateByVersion ?? '');
      expect(
        samples.map(({ labels, value }) => [labels.version, Math.round(value)]),
      ).toEqual(
        expect.arrayContaining([
          ['v1', 6],
          ['v2', 3],
        ]),
      );
      const store4 = istio?.queries?.forService(
        { ...target, cluster: 'west', service: 'store' },
        scope,
      );
      expect(await valueOf(store4?.requestRate)).toBeUndefined();
    });

    it('sums requests and failures over the window of an error budget', async () => {
      const input = {
        meshes: builtInMeshes,
        scope: { ...asker.scopeOf({ scenario: 'istio' }), windowSeconds: 900 },
        known: await asker.known({ scenario: 'istio' }),
      };
      const [planned] = planTotals(input);
      const { samples } = await asker.query(planned.expression);
      const context = {
        clusterLabel: 'cluster',
        clusterOf: (labels: Readonly<Record<string, string>>) => labels.cluster,
        resolve: () => undefined,
        skip: () => undefined,
      };
      const cart = [...planned.query.read(samples, context)].filter(
        ({ to }) => to.service === 'cart',
      );
      const all = Object.assign({}, ...cart.map(({ calls }) => calls));
      expect(all.requests * 900).toBeCloseTo(9 * 900);
      expect(all.failures.other * 900).toBeCloseTo(0.9 * 900);
    });

    it('gives the hour before the start, line by line', async () => {
      const scenario = 'istio';
      const input = {
        meshes: builtInMeshes,
        scope: asker.scopeOf({ scenario }),
        known: await asker.known({ scenario }),
      };
      const context = {
        clusterOf: (labels: Readonly<Record<string, string>>) => labels.cluster,
        resolve: () => undefined,
        skip: () => undefined,
      };
      const lines: Record<string, number[]> = {};
      for (const planned of planSeries(input)) {
        const { series } = await store.source.queryRange(
          {
            query: planned.expression,
            from: (asker.endSeconds - 120) * 1000,
            to: asker.endSeconds * 1000,
            stepSeconds: 60,
          },
          AbortSignal.timeout(30_000),
        );
        for (const { labels, points } of series) {
          const subject = planned.query.subject(labels, context);
          if (subject?.to.service === 'cart' && subject.to.cluster === 'east') {
            lines[subject.measure] = points.map(([, value]) => value);
          }
        }
      }
      const steady = (value: number) =>
        [1, 2, 3].map(() => expect.closeTo(value));
      expect(lines).toEqual({
        requests: steady(9),
        failures: steady(0.9),
        p50: steady(62.5),
        p95: expect.any(Array),
        p99: expect.any(Array),
      });
    });
  });
}
