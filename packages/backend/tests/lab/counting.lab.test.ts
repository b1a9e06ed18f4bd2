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

let world: World;

beforeAll(async () => {
  world = await startWorld({ name: 'counting' });
});

afterAll(() => world?.stop());

async function requestsAtLab(): Promise<number> {
  const { clusters } = await world.lab.status();
  return clusters.reduce((sum, { requests }) => sum + requests, 0);
}

/** Returns right after a heartbeat, so that the next one is a whole interval away. */
async function afterHeartbeat(): Promise<number> {
  const before = await requestsAtLab();
  return world.eventually(
    'a heartbeat',
    async () => {
      const now = await requestsAtLab();
      return now > before && now;
    },
    { intervalMilliseconds: 20 },
  );
}

/** Requests that reached the API server while so many pages were viewed within one heartbeat interval. */
async function requestsDuringViews(): Promise<number> {
  const before = await afterHeartbeat();
  const started = Date.now();
  for (let count = 0; count < GETS; count++) {
    const { status } = await world.portal.get(VIEWS[count % VIEWS.length]);
    expect(status).toBe(200);
  }
  const after = await requestsAtLab();
  expect(Date.now() - started).toBeLessThan(WINDOW_MILLISECONDS);
  return after - before;
}

it(`${GETS} views cause no request to the cluster`, async () => {
  // A watch that is renewed or a kind that is looked for again once a minute may fall into a window; not into three.
  const counts = [];
  do {
    counts.push(await requestsDuringViews());
  } while (counts.at(-1) !== 0 && counts.length < 3);
  expect(counts).toContain(0);
});

it('the portal holds one watch per kind, however many look', async () => {
  await Promise.all(VIEWS.map(path => world.portal.get(path)));
  const { clusters } = await world.lab.status();
  for (const { watches } of clusters) {
    expect(Object.keys(watches)).toContain('pods');
    expect(Object.values(watches).every(count => count === 1)).toBe(true);
  }
});
