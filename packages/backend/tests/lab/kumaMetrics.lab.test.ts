import { startWorld, type World } from '../harness/World';
import { CONNECTIONS, REQUESTS } from '../kuma/queries';
import { RefusingStore } from '../kuma/RefusingStore';
import { startPrometheus } from '../prometheus/PrometheusStore';
import { counter, RECORDED_SECONDS } from '../prometheus/series';
import type { StoreUnderTest } from '../prometheus/StoreUnderTest';
import { LabShell } from './situations/LabShell';
import { aNamespace, aTemplate, aWorkload } from './situations/manifests';

/** The traffic of a mesh that the plugin does not know, in a real Prometheus, by queries of its module. */
jest.setTimeout(120_000);

const CLUSTER = 'onprem-dc2';
const NAMESPACE = 'kuma-whole';
const INJECTION = { 'kuma.io/sidecar-injection': 'enabled' };
const SIDECAR = {
  name: 'kuma-sidecar',
  image: 'docker.io/kumahq/kuma-dp:2.9.1',
};

const ofService = (name: string) => ({
  cluster: CLUSTER,
  kuma_io_service: `${name}_${NAMESPACE}_svc_80`,
});

/** 8 requests per second, of which one fails, and a service of which connections alone are counted. */
const SERIES = [
  counter(REQUESTS, { ...ofService('app'), envoy_response_code_class: '2' }, 7),
  counter(REQUESTS, { ...ofService('app'), envoy_response_code_class: '5' }, 1),
  counter(CONNECTIONS, ofService('queue'), 3),
];

let store: StoreUnderTest;
let refusing: RefusingStore;
let world: World;

beforeAll(async () => {
  // Half of the recording is still to come, so that its numbers stay those of now.
  const endSeconds = Math.round(Date.now() / 1000) + RECORDED_SECONDS / 2;
  store = await startPrometheus(SERIES, endSeconds);
  refusing = await RefusingStore.start(store.url, REQUESTS);
  world = await startWorld({
    name: 'kumaMetrics',
    clusters: [CLUSTER],
    speed: 20,
    entry: 'tests/kuma/portal.ts',
    config: () => ({
      mesh: {
        metrics: {
          refresh: { seconds: 5 },
          stores: { kuma: { url: refusing.url, clusterLabel: 'cluster' } },
        },
        clusters: { [CLUSTER]: { metrics: 'kuma' } },
      },
    }),
  });
  const shell = await LabShell.of(world.lab, CLUSTER);
  const [, controlPlane] = aWorkload('kuma-system', 'kuma-control-plane', {
    replicas: 1,
  });
  const withSidecar = (name: string) => ({
    pod: { containers: [...aTemplate(name).spec.containers, SIDECAR] },
  });
  await shell.apply([
    ...[aNamespace('kuma-system'), controlPlane],
    aNamespace(NAMESPACE, INJECTION),
    ...['app', 'queue', 'idle'].flatMap(name =>
      aWorkload(NAMESPACE, name, withSidecar(name)),
    ),
  ]);
});

afterAll(async () => {
  await world?.stop();
  await refusing?.stop();
  await store?.stop();
});

type Golden = Awaited<ReturnType<typeof goldenOf>>;

async function goldenOf(name: string) {
  const { items } = await world.portal.client.listServices({
    params: {},
    query: { namespace: [NAMESPACE] },
  });
  const found = items.find(item => item.name === name);
  if (!found) return undefined;
  const { set, namespace } = found;
  const params = { set, namespace, name };
  return (await world.portal.client.getService({ params })).service.golden;
}

function until(
  name: string,
  isSo: (golden: NonNullable<Golden>) => boolean,
): Promise<NonNullable<Golden>> {
  return world.eventually(`numbers of ${name}`, async () => {
    const golden = await goldenOf(name);
    return golden !== undefined && isSo(golden) && golden;
  });
}

it('shows what its proxies count, as that mesh reads it', async () => {
  const golden = await until('app', ({ state }) => state === 'ok');
  expect(golden.source).toBe('kuma');
  expect(golden.requestRate).toBeCloseTo(8);
  expect(golden.successRatio).toBeCloseTo(7 / 8);
  expect(golden.errorsBy).toEqual([{ reason: 'server-error', share: 1 }]);
});

it('says in that mesh’s words why requests are missing', async () => {
  const golden = await until('queue', ({ state }) => state === 'ok');
  expect(golden.tcp?.connectionsPerSecond).toBeCloseTo(3);
  expect(golden.requestRate).toBeUndefined();
  expect(golden.reason?.message).toBe(
    'Its MeshService in kuma-whole has the protocol tcp.',
  );
});

it('has no data of a service that nobody calls', async () => {
  const golden = await until('idle', ({ state }) => state === 'no-data');
  expect(golden.reason?.id).toBe('golden.no-data');
});

describe('a query of it that the store refuses', () => {
  beforeAll(() => {
    refusing.refuses = true;
  });

  afterAll(() => {
    refusing.refuses = false;
  });

  it.each(['app', 'idle'])(
    'leaves the numbers of %s unknown, and says whose fault that is',
    async name => {
      const golden = await until(name, ({ state }) => state === 'unavailable');
      expect(golden.reason?.id).toBe('store.rejected-unquoted');
      expect(golden.requestRate).toBeUndefined();
    },
  );

  it('leaves what other queries of it count', async () => {
    const golden = await until('queue', ({ reason }) =>
      Boolean(reason?.id.startsWith('store.')),
    );
    expect(golden.state).toBe('ok');
    expect(golden.tcp?.connectionsPerSecond).toBeCloseTo(3);
  });
});
