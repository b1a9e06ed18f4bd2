import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TEST_NOW } from '../testing/clusters.ts';
import { someTraffic } from '../testing/traffic.ts';
import { buildFleet } from '../world/buildFleet.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import type { Call } from './Call.ts';
import { isFailure } from './outcome.ts';
import { loadTraffic } from './readTraffic.ts';
import { trafficCommands } from './trafficCommands.ts';

const directory = join(import.meta.dirname, '../../world');
const plan = parse(readFileSync(join(directory, 'traffic.yaml'), 'utf8'));
const MINUTES = 10;

function aWorld() {
  const now = TEST_NOW;
  const fleet = buildFleet(loadWorlds(directory), { now, certificate: 'PEM' });
  return { fleet, traffic: someTraffic(fleet.clusters, plan) };
}

const { fleet, traffic } = aWorld();
const calls = traffic.run(MINUTES * 60);

function between(caller: string, service: string): Call[] {
  return calls.filter(
    call =>
      service === `${call.service?.namespace}/${call.service?.name}` &&
      caller ===
        `${call.from?.cluster}/${call.from?.namespace}/${call.from?.workload}`,
  );
}

/** What may be known of calls, each value once: `gcp-gke 200 - mtls east-west`. */
function endings(some: readonly Call[]): string[] {
  const text = ({ to, status, flags, denied, mtls, via }: Call) =>
    [
      to?.cluster ?? 'nowhere',
      denied ? 'denied' : status,
      flags,
      mtls ? 'mtls' : 'plain',
      ...via.map(({ kind }) => kind),
    ].join(' ');
  const own = some.filter(({ status, denied }) => status !== 500 || denied);
  return [...new Set(own.map(text))].sort();
}

describe('the traffic of the world', () => {
  it('is between 80 and 150 calls a second by day', () => {
    const rate = calls.length / MINUTES / 60;
    expect(rate).toBeGreaterThan(80);
    expect(rate).toBeLessThan(150);
  });

  it.each([
    [
      'aws-eks/istio-system/istio-ingressgateway',
      'frontend/web-frontend',
      ['aws-eks 200 - mtls', 'aws-eks 404 - mtls'],
    ],
    [
      'aws-eks/frontend/web-frontend',
      'payments/checkout-api',
      ['aws-eks 200 - mtls'],
    ],
    [
      'aws-eks/frontend/web-frontend',
      'search/search-api',
      ['nowhere 503 UH plain'],
    ],
    [
      'aws-eks/payments/checkout-api',
      'orders/inventory-service',
      ['gcp-gke 200 - mtls east-west'],
    ],
    [
      'aws-eks/payments/checkout-api',
      'payments/payment-service',
      ['gcp-gke 200 - mtls east-west'],
    ],
    [
      'aws-eks/payments/checkout-api',
      'orders/order-processor',
      ['aws-eks 200 - mtls', 'aws-eks 200 - plain'],
    ],
    [
      'aws-eks/orders/order-processor',
      'orders/inventory-service',
      ['gcp-gke 200 - mtls east-west', 'nowhere 0 DNS plain'],
    ],
    [
      'gcp-gke/pos/pos-bridge',
      'payments/checkout-api',
      ['gcp-gke 200 - plain'],
    ],
    ['apps/gitlab/webservice', 'gitlab/gitaly', ['apps 200 - mtls']],
    [
      'apps/gitlab/webservice',
      'gitlab/registry',
      ['apps 200 - mtls waypoint', 'apps-2 200 - mtls waypoint east-west'],
    ],
    ['apps/gitlab/webservice', 'databases/postgres-rw', ['infra 200 - plain']],
    ['apps/gitlab/webservice', 'storage/minio', ['nowhere 0 UH plain']],
    ['apps/gitlab/gitlab-shell', 'gitlab/gitaly', ['apps 0 UC plain']],
    ['apps/gitlab/gitlab-shell', 'gitlab/webservice', ['apps 200 - plain']],
    ['apps/mattermost/mattermost', 'storage/minio', ['nowhere 503 UH plain']],
    [
      'apps/mattermost/mattermost',
      'databases/dragonfly-infra',
      ['infra 200 - mtls linkerd-gateway'],
    ],
    [
      'apps/ingress-nginx/ingress-nginx-controller',
      'observability/otel-collector-federated',
      ['apps 200 - mtls', 'infra 200 - mtls'],
    ],
    ['apps/harbor/harbor-core', 'harbor/harbor-registry', ['apps 200 - mtls']],
    [
      'apps-2/downloads/edge-router',
      'gitlab/registry',
      ['apps 200 - mtls east-west', 'apps-2 200 - mtls'],
    ],
    [
      'apps-2/downloads/edge-router',
      'ci/build-cache',
      ['apps-2 200 - mtls waypoint', 'apps-2 404 - mtls waypoint'],
    ],
    [
      'infra/observability/prometheus-infra',
      'observability/loki-gateway',
      ['infra denied - plain'],
    ],
    [
      'onprem-dc1/billing/billing',
      'ledger/ledger',
      ['onprem-dc2 202 - mtls mesh-gateway mesh-gateway'],
    ],
    [
      'onprem-dc1/erp/order-intake',
      'billing/billing',
      ['onprem-dc1 denied - mtls'],
    ],
    [
      'onprem-dc1/billing/dunning',
      'billing/billing',
      ['onprem-dc1 0 UC plain'],
    ],
    [
      'onprem-dc2/treasury/cash-forecast',
      'ledger/ledger-reports',
      ['onprem-dc2 200 - plain'],
    ],
  ])('%s calls %s: %j', (caller, service, expected) => {
    expect(endings(between(caller, service))).toEqual(expected);
  });

  it('is well where nothing is wrong: hardly an error of checkout-api', () => {
    const [failed, all] = countFailures(calls, 'payments/checkout-api');
    expect(all).toBeGreaterThan(1000);
    expect(failed / all).toBeLessThan(0.001);
  });

  it('has about ten requests in five minutes for a dashboard', () => {
    const some = between('aws-eks/monitoring/grafana', 'analytics/report-api');
    expect(some.length).toBeGreaterThan(4);
    expect(some.length).toBeLessThan(45);
  });

  it('has a flow for every workload that it names', () => {
    const origins = loadTraffic(directory, {}).flows.flatMap(
      ({ origin }) => origin ?? [],
    );
    const missing = origins.filter(
      ({ cluster, workload }) =>
        workload &&
        !traffic.views.get(cluster)?.workload(workload.namespace, workload.name)
          .length,
    );
    expect(missing).toEqual([]);
  });
});

function countFailures(
  some: readonly Call[],
  service: string,
): [failed: number, all: number] {
  const of = some.filter(
    call => `${call.service?.namespace}/${call.service?.name}` === service,
  );
  return [of.filter(isFailure).length, of.length];
}

describe('a burst of errors of inventory-service in gcp-gke', () => {
  it('makes checkout-api in aws-eks fail, by it alone, and nothing in staging', async () => {
    const { commands, heal } = trafficCommands(traffic.views, traffic.faults);
    await commands.burst.run(['gcp-gke', 'orders/inventory-service']);
    const during = traffic.run(60);
    const here = during.filter(({ to }) => to?.cluster === 'aws-eks');
    const [failed, all] = countFailures(here, 'payments/checkout-api');
    expect(failed / all).toBeGreaterThan(0.5);
    const parents = new Set(
      during
        .filter(
          call => isFailure(call) && call.to?.workload === 'inventory-service',
        )
        .map(({ parent }) => parent),
    );
    const explained = during.filter(
      call =>
        call.to?.workload.startsWith('checkout-api') &&
        isFailure(call) &&
        parents.has(call.id),
    );
    expect(explained.length / failed).toBeGreaterThan(0.95);
    const staging = during.filter(call => call.to?.cluster === 'apps-staging');
    expect(staging.filter(isFailure).length).toBeLessThan(10);
    heal();
    traffic.run(5);
    const [after] = countFailures(traffic.run(60), 'payments/checkout-api');
    expect(after).toBeLessThan(3);
  });
});

describe('a link that is cut', () => {
  it('lets nothing pass between the two clusters', () => {
    const { faults } = traffic;
    faults.cut('infra', 'apps');
    const since = traffic.run(1).at(-1)?.at ?? 0;
    const during = traffic.run(60).filter(({ at }) => at > since);
    const passed = during.filter(
      ({ from, to }) => from?.cluster === 'apps' && to?.cluster === 'infra',
    );
    expect(passed.map(({ flow }) => flow)).toEqual([]);
    const cut = during.filter(({ flags }) => flags === 'UF');
    expect(new Set(cut.map(({ service }) => service?.name))).toContain(
      'postgres-rw',
    );
    faults.heal('infra');
    traffic.run(5);
    const after = traffic.run(30).filter(({ flags }) => flags === 'UF');
    expect(after).toEqual([]);
  });
});

describe('a caller that is denied', () => {
  it.each([
    [
      'aws-eks/recommendations/recommender',
      'aws-eks/recommendations/search-ranker',
      'AuthorizationPolicy',
      'aws-eks denied - mtls',
    ],
    [
      'apps/gitlab/sidekiq',
      'apps/gitlab/registry',
      'AuthorizationPolicy',
      'nowhere denied - mtls waypoint',
    ],
    [
      'apps/harbor/harbor-core',
      'apps/harbor/harbor-registry',
      'AuthorizationPolicy',
      'apps denied DENY mtls',
    ],
    [
      'onprem-dc1/erp/order-service',
      'onprem-dc1/billing/billing',
      'ServiceIntentions',
      'onprem-dc1 denied - mtls',
    ],
    [
      'onprem-dc1/billing/billing',
      'onprem-dc2/ledger/ledger',
      'ServiceIntentions',
      'onprem-dc2 denied - mtls mesh-gateway mesh-gateway',
    ],
    [
      'apps/ingress-nginx/ingress-nginx-controller',
      'apps/mattermost/mattermost',
      'Server',
      'apps denied - mtls',
    ],
  ])(
    '%s by %s: by an object, until it is healed',
    async (caller, callee, kind, ending) => {
      const { commands, heal } = trafficCommands(traffic.views, traffic.faults);
      const service = callee.split('/').slice(1).join('/');
      const of = (some: readonly Call[]) =>
        some.filter(
          call =>
            service === `${call.service?.namespace}/${call.service?.name}` &&
            caller ===
              `${call.from?.cluster}/${call.from?.namespace}/${call.from?.workload}`,
        );
      const { message } = await commands.deny.run([caller, callee]);
      expect(message).toContain(` by ${kind} `);
      traffic.run(3);
      expect(endings(of(traffic.run(30)))).toContain(ending);
      heal(callee.split('/')[0]);
      traffic.run(3);
      expect(of(traffic.run(30)).filter(({ denied }) => denied)).toEqual([]);
    },
  );
});

describe('a Deployment without pods', () => {
  function scaleToZero(cluster: string, namespace: string, name: string) {
    const ref = { resource: 'deployments.apps', namespace, name };
    const body = { spec: { replicas: 0 } };
    traffic.views
      .get(cluster)
      ?.store.patch(ref, { type: 'merge', body }, { manager: 'test' });
  }

  it('is stood in for by the other cluster, by the pod there that has a proxy', () => {
    scaleToZero('aws-eks', 'payments', 'checkout-api');
    scaleToZero('aws-eks', 'payments', 'checkout-api-canary');
    fleet.timeline.runFor(60_000);
    traffic.run(2);
    const of = traffic
      .run(30)
      .filter(
        ({ from, service }) =>
          from?.workload === 'web-frontend' && service?.name === 'checkout-api',
      );
    expect(endings(of)).toEqual(['gcp-gke 200 - mtls east-west']);
    expect(new Set(of.map(({ to }) => to?.pod)).size).toBe(1);
  });

  it('that is a waypoint lets nothing through', () => {
    scaleToZero('apps', 'gitlab', 'waypoint');
    fleet.timeline.runFor(60_000);
    traffic.run(2);
    const of = traffic
      .run(30)
      .filter(
        ({ from, service }) =>
          from?.workload === 'sidekiq' && service?.name === 'registry',
      );
    expect(endings(of)).toEqual(['nowhere 0 UF plain']);
  });
});

describe('a world with other names', () => {
  it('has the same traffic under them', () => {
    const names = {
      'aws-eks': 'north',
      'checkout-api': 'tills',
      stable: 'old',
    };
    const renamed = loadTraffic(directory, names);
    const text = JSON.stringify(
      renamed.flows.map(({ origin, target }) => [origin, target]),
    );
    expect(text).not.toMatch(/aws-eks|checkout-api/);
    expect(renamed.splits).toEqual([
      {
        service: { cluster: 'north', namespace: 'payments', name: 'tills' },
        label: 'version',
        parts: [
          { value: 'old', share: 95 },
          { value: 'canary', share: 5 },
        ],
      },
    ]);
  });
});
