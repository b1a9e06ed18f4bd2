import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { startWorld, type World } from '../harness/World';

/** A page view reads memory: nobody who looks at a page makes the portal call a cluster. */
jest.setTimeout(90_000);

const VIEWS = [
  '/entities/component/default/order-processor',
  '/entities/component/default/checkout-api',
  '/services',
  '/clusters',
];
const GETS = 200;
/** Less than the portal's heartbeat interval of 6 s. */
const WINDOW_MILLISECONDS = 5_000;
/** What a portal does that nobody looks at: heartbeats, renewed watches, kinds that may have come. */
const UNASKED = /^(GET \/version|GET \/apis?(\/.*)?|watch .*)$/;
const HEARTBEAT = 'GET /version';

type Counts = Record<string, number>;

let world: World;

beforeAll(async () => {
  world = await startWorld({ name: 'counting', clusters: [ISTIO_CLUSTER] });
});

afterAll(() => world?.stop());

async function requestsAtLab(): Promise<Counts> {
  const { clusters } = await world.lab.status();
  const counts: Counts = {};
  for (const { requestsFor } of clusters) {
    for (const [about, count] of Object.entries(requestsFor)) {
      counts[about] = (counts[about] ?? 0) + count;
    }
  }
  return counts;
}

function since(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([about, count]) => [about, count - (before[about] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** Returns right after a heartbeat, so that the next one is a whole interval away. */
async function afterHeartbeat(): Promise<Counts> {
  const before = await requestsAtLab();
  return world.eventually(
    'a heartbeat',
    async () => {
      const now = await requestsAtLab();
      return HEARTBEAT in since(before, now) && now;
    },
    { intervalMilliseconds: 20 },
  );
}

async function view(times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    const { status } = await world.portal.get(VIEWS[count % VIEWS.length]);
    expect(status).toBe(200);
  }
}

it('counts what reaches the cluster', async () => {
  const counts = await requestsAtLab();
  expect(counts).toMatchObject({
    'list pods': expect.any(Number),
    'watch pods': expect.any(Number),
  });
  const [cluster] = world.lab.clusters();
  await world.lab.request(cluster, '/api/v1/pods?limit=1');
  expect(since(counts, await requestsAtLab())).toMatchObject({
    'list pods': 1,
  });
});

it('the first views ask the cluster for nothing, nor do the next', async () => {
  const before = await afterHeartbeat();
  const started = Date.now();
  await view(GETS);
  const counted = since(before, await requestsAtLab());
  expect(Date.now() - started).toBeLessThan(WINDOW_MILLISECONDS);
  expect(Object.keys(counted).filter(about => !UNASKED.test(about))).toEqual(
    [],
  );
  // Nor does a view ask whether the cluster is there: at most the next heartbeat falls into the window.
  const { [HEARTBEAT]: heartbeats = 0 } = counted;
  expect(heartbeats).toBeLessThanOrEqual(1);
  // What is left (a watch renewed, a kind looked for) does not depend on the number of views.
  const requests = Object.values(counted).reduce((sum, one) => sum + one, 0);
  expect(requests).toBeLessThan(GETS / 4);
});

async function watchesAtLab() {
  const { clusters } = await world.lab.status();
  return clusters.map(({ watches }) => watches);
}

it('however many look, the portal holds the same watches', async () => {
  const before = await watchesAtLab();
  await Promise.all(
    Array.from({ length: 5 }, () => VIEWS).flatMap(views =>
      views.map(path => world.portal.get(path)),
    ),
  );
  expect(await watchesAtLab()).toEqual(before);
  for (const watches of before) {
    expect(watches).toMatchObject({ pods: 1, namespaces: 1, services: 1 });
    // Some kinds are watched in a few namespaces or by label, each for itself.
    const counts = Object.values(watches);
    expect(Math.max(...counts)).toBeLessThan(10);
  }
});
