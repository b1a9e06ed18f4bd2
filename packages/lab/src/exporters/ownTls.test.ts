import { join } from 'node:path';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import type { DraftObject } from '../apiserver/KubeObject.ts';
import { aCall, aCountingPod, anEnd, Exposed } from '../testing/calls.ts';
import { aCluster, aWorkload, TEST_NOW } from '../testing/clusters.ts';
import { aFlow, aRoute, someTraffic } from '../testing/traffic.ts';
import { trafficCommands } from '../traffic/trafficCommands.ts';
import { buildFleet } from '../world/buildFleet.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { CallCounter } from './CallCounter.ts';

/** Families that say how requests ended, of any mesh. */
const OF_REQUESTS =
  /^(istio_request(s_total|_duration|_bytes)|istio_response|response_|request_total|inbound_http_|outbound_http_|route_|hubble_http_|envoy_http_)/;

function aServiceOn(port: Record<string, unknown>): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ port: 443, ...port }] },
  };
}

function requestsTo(port: Record<string, unknown>) {
  const cluster = aCluster([aWorkload(), aServiceOn(port)]);
  const to = { namespace: 'default', name: 'web', port: 443 };
  return { cluster, flows: [aFlow('web', { to })] };
}

describe('requests to an application that serves TLS itself', () => {
  it.each([
    [{ name: 'https' }, true],
    [{ name: 'https-web' }, true],
    [{ name: 'tls-admin' }, true],
    [{ name: 'web', appProtocol: 'https' }, true],
    [{ name: 'https', appProtocol: 'http' }, false],
    [{ name: 'http-web' }, false],
    [{ name: 'web' }, false],
  ])('are such by what the port says: %j', (port, expected) => {
    const { cluster, flows } = requestsTo(port);
    const calls = someTraffic([cluster], { flows }).run(10);
    expect(calls.length).toBeGreaterThan(50);
    expect(new Set(calls.map(({ tls = false }) => tls))).toEqual(
      new Set([expected]),
    );
  });

  it('keep their statuses in the ledger, whatever proxies see of them', () => {
    const { cluster } = requestsTo({ name: 'https' });
    const to = { namespace: 'default', name: 'web', port: 443 };
    const routes = [aRoute({ failures: 0.5 })];
    const flows = [aFlow('web', { to, routes })];
    const calls = someTraffic([cluster], { flows }).run(60);
    const failed = calls.filter(({ status }) => status === 500);
    expect(failed.length / calls.length).toBeGreaterThan(0.3);
    expect(new Set(calls.map(({ protocol }) => protocol))).toEqual(
      new Set(['http']),
    );
  });

  it('get no answer of a proxy, which could not encrypt it', () => {
    const cluster = aCluster([
      aWorkload({ replicas: 0 }),
      aServiceOn({ name: 'https' }),
      aCountingPod('cart', { istio: 'sidecar' }),
    ]);
    const from = { cluster: 'test', namespace: 'default', workload: 'cart' };
    const to = { namespace: 'default', name: 'web', port: 443 };
    const flows = [aFlow('web', { from, to })];
    const [call] = someTraffic([cluster], { flows }).run(10);
    expect(call).toMatchObject({ status: 0, flags: 'UH', tls: true });
  });

  it.each([
    ['Linkerd', { container: 'linkerd-proxy' }, 'tcp_open_total{'],
    ['Istio', { istio: 'sidecar' }, 'istio_tcp_connections_opened_total{'],
  ] as const)(
    'are connections to proxies of %s at both ends',
    (_mesh, beside, family) => {
      const cluster = aCluster([
        aCountingPod('cart', beside),
        aCountingPod('shop', beside),
      ]);
      const ends = { from: anEnd(cluster, 'cart'), to: anEnd(cluster, 'shop') };
      const calls = [200, 500].map(status =>
        aCall({ ...ends, tls: true, status }),
      );
      const exposed = new Exposed([cluster], calls);
      const lines = exposed.text().split('\n');
      expect(lines.filter(line => OF_REQUESTS.test(line))).toEqual([]);
      for (const pod of ['cart', 'shop'])
        expect(exposed.lines(pod, family).join()).toMatch(/ 2$/);
    },
  );
});

describe('the namespace of the world that serves TLS', () => {
  const directory = join(import.meta.dirname, '../../world');
  const plan = parse(readFileSync(join(directory, 'traffic.yaml'), 'utf8'));
  const NAMESPACE = 'harbor';

  it('is in no counter of requests, of whatever proxy, also while it fails and is refused', async () => {
    const { clusters } = buildFleet(loadWorlds(directory), {
      now: TEST_NOW,
      certificate: 'PEM',
    });
    const traffic = someTraffic(clusters, plan);
    const { commands } = trafficCommands(traffic.views, traffic.faults);
    const counter = new CallCounter(
      clusters.map(({ world, store }) => ({ name: world.name, store })),
    );
    const count = (seconds: number) => {
      const calls = traffic.run(seconds);
      for (const call of calls) counter.count(call);
      return calls;
    };
    count(60);
    await commands.burst.run(['apps', `${NAMESPACE}/harbor-core`]);
    const during = count(60);
    await commands.deny.run([
      `apps/${NAMESPACE}/harbor-jobservice`,
      `apps/${NAMESPACE}/harbor-core`,
    ]);
    count(60);
    const failed = during.filter(
      ({ to, status }) => to?.workload === 'harbor-core' && status >= 500,
    );
    expect(failed.length).toBeGreaterThan(50);
    const lines = clusters.flatMap(({ world }) =>
      counter.registry.text(world.name, TEST_NOW.getTime()).split('\n'),
    );
    const about = lines.filter(line => line.includes(NAMESPACE));
    expect(about.length).toBeGreaterThan(50);
    expect(about.filter(line => OF_REQUESTS.test(line))).toEqual([]);
    // Its ingress counts requests of what does not serve TLS.
    const others = lines.filter(line => OF_REQUESTS.test(line));
    expect(
      others.some(
        line =>
          line.includes('namespace="ingress-nginx"') &&
          line.includes('dst_service="mattermost"'),
      ),
    ).toBe(true);
  });
});
