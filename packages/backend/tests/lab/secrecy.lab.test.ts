import { meshContract } from '@meshport/plugin-mesh-common';
import { listEverything, type ListedObject } from '../harness/copyObjects';
import { expectedRows } from '../harness/expectedTables';
import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { stringsIn } from '../harness/strings';
import type { PortalAnswer, TestPortal } from '../harness/TestPortal';
import { startWorld, type World } from '../harness/World';

/**
 * What belongs to one team alone reaches nobody else: all routes are asked as a developer of the payments, with
 * everything that an answer could differ by, and no string of an answer occurs only in the namespaces of gitlab's team.
 */
jest.setTimeout(180_000);

const DEVELOPER = 'dev-payments';
const PLATFORM_ENGINEER = 'platform';
/** Of the group `team-gitlab`, in whatever cluster. */
const THEIRS = ['gitlab', 'wiki', 'notes'];
const REQUESTS = 1_200;

const THEIR_METRICS = '/services/production/gitlab/webservice/metrics';

interface Metrics {
  services: { golden: { requestRate?: number }; queries: unknown[] }[];
}

async function hasTraffic(portal: TestPortal, path: string): Promise<boolean> {
  const { body } = await portal.get<Metrics>(path);
  const { golden, queries } = body.services[0] ?? {};
  return (golden?.requestRate ?? 0) > 0 && (queries?.length ?? 0) > 0;
}

let world: World;
let developer: TestPortal;
let platform: TestPortal;
/** What occurs in their namespaces and nowhere else in any cluster. */
let secrets: Set<string>;

/** A Kustomization names in its status all that it applied. */
const NAMED_AS_THEIRS = ['Namespace', 'Kustomization'];

function isTheirs({ object: { kind, metadata } }: ListedObject): boolean {
  return NAMED_AS_THEIRS.includes(kind)
    ? THEIRS.includes(metadata.name)
    : THEIRS.includes(metadata.namespace ?? '');
}

/** Objects of one cluster that tell the portal something of a namespace of theirs, or do not. */
async function collect(): Promise<Set<string>> {
  const theirs = new Set<string>();
  const others = new Set<string>();
  const { lab } = world;
  for (const cluster of lab.clusters()) {
    const objects = await listEverything((path, request) =>
      lab.request(cluster, path, request),
    );
    for (const one of objects) {
      stringsIn(one.object, isTheirs(one) ? theirs : others);
    }
  }
  // Words that the API itself uses: names of fields, states, headers.
  const own = '/services/production/payments/checkout-api';
  // What is told of a bad question follows from the contract alone: `must be one of ...`.
  const refused = '/exports?state=none';
  for (const path of [own, `${own}/metrics`, refused]) {
    const { headers, body } = await platform.get(path);
    stringsIn([[...headers.entries()], body], others);
  }
  return new Set([...theirs].filter(one => !others.has(one)));
}

beforeAll(async () => {
  world = await startWorld({
    name: 'secrecy',
    labArgs: await metricsArgs(),
    beforePortal: lab => new MetricsLab(lab).ready(),
  });
  developer = world.portal.as(DEVELOPER);
  platform = world.portal.as(PLATFORM_ENGINEER);
  await world.eventually('numbers of what the developer may not see', () =>
    hasTraffic(platform, THEIR_METRICS),
  );
  secrets = await collect();
});

afterAll(() => world?.stop());

/** Repeatable: the same requests in every run. */
function chooser(seed: number) {
  let state = seed;
  return <T>(items: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return items[Math.floor((state / 2_147_483_648) * items.length)];
  };
}

const SETS = ['production', 'staging', 'unassigned', 'none'];
const MESHES = ['istio', 'linkerd', 'cilium', 'consul', ''];
const STATES = [
  ...['enrolled', 'misconfigured', 'idle', 'not-enrolled', 'unknown'],
  ...['available', 'limited', 'missing', 'unused', 'down'],
];
const OWNERS = ['team-gitlab', 'team-payments', 'platform-team', 'nobody'];
const PARTS = ['git', 'wik', 'not', 'reg', 'a', '-', 'checkout'];

/** Values of a query parameter, of the developer's and of others' things. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  q: [...PARTS, ...THEIRS],
  set: SETS,
  cluster: ['apps', 'apps-2', 'apps-staging', 'aws-eks', 'gcp-gke', 'none'],
  namespace: [...THEIRS, 'payments', 'orders', 'none'],
  mesh: MESHES,
  state: STATES,
  owner: OWNERS.map(name => `group:default/${name}`),
  ownedBy: ['key', 'entities', 'nobody'],
  status: ['live', 'unreachable'],
  order: ['asc', 'desc', 'sideways'],
  limit: ['1', '2', '7', '200', '0', 'all'],
  cursor: ['', 'eyJ9', '%00'],
  sort: [
    ...['state', 'name', 'namespace', 'set', 'clusters', 'owner', 'place'],
    ...['cluster', 'services', 'workloads', 'pods', 'meshed', 'status'],
    ...['health', 'rate', 'success', 'p99', 'mechanism', 'from', 'to'],
  ],
  mechanism: ['cilium-global', 'linkerd-mirror', 'linkerd-federated', 'none'],
  health: ['healthy', 'degraded', 'failing', 'idle', 'unknown', 'ill'],
  window: ['15m', '1h', '3h', '24h', '2h'],
  step: ['15', '60', '3600', '1'],
  at: ['2026-11-14T08:00:00Z', '2100-01-01T00:00:00Z', 'yesterday'],
};

const NAMES = [
  ...['webservice', 'registry', 'gitaly', 'wiki', 'notes', 'waypoint'],
  ...['checkout-api', 'order-processor', 'none'],
];

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  cluster: VALUES.cluster,
  set: SETS,
  namespace: [...VALUES.namespace, 'default'],
  kind: ['component', 'resource', 'api', 'system', 'group', 'none'],
  name: NAMES,
};

type Choose = ReturnType<typeof chooser>;

function pathOf(choose: Choose): string {
  const { path, query } = choose(Object.values(meshContract));
  const filled = path
    .replace(/^\/v1/, '')
    .replace(/:(\w+)/g, (_, name: string) => choose(PARAMETERS[name]));
  const fields = Object.keys(query.shape).filter(() => choose([true, false]));
  const search = fields.map(
    field => `${field}=${encodeURIComponent(choose(VALUES[field] ?? ['x']))}`,
  );
  return search.length > 0 ? `${filled}?${search.join('&')}` : filled;
}

/** What was asked for stands in answers that say that it is not there. */
function withoutQuestion(path: string, strings: Set<string>): string[] {
  const asked = stringsIn(decodeURIComponent(path));
  return [...strings].filter(
    one => !asked.has(one) && !decodeURIComponent(one).includes(path),
  );
}

function leaksIn(path: string, { headers, body }: PortalAnswer): string[] {
  const said = stringsIn([[...headers.entries()], body]);
  return withoutQuestion(path, said).filter(one => secrets.has(one));
}

/** Follows the cursor; a page is an answer like any other. */
async function pages(path: string): Promise<[string, PortalAnswer][]> {
  const answers: [string, PortalAnswer][] = [];
  let next: string | undefined = path;
  while (next && answers.length < 10) {
    const answer: PortalAnswer<{ nextCursor?: string } | undefined> =
      await developer.get(next);
    answers.push([next, answer]);
    const cursor = answer.body?.nextCursor;
    next = cursor && `${path.split('?')[0]}?limit=7&cursor=${cursor}`;
  }
  return answers;
}

it('there is something to keep', () => {
  expect(secrets.size).toBeGreaterThan(300);
  for (const name of ['gitaly', 'webservice', 'sidekiq']) {
    expect(secrets).toContain(name);
  }
});

it('who may see it does', async () => {
  const seen = stringsIn(
    await platform.client.listServices({
      params: {},
      query: { limit: 200 },
    }),
  );
  expect([...seen].filter(one => secrets.has(one)).length).toBeGreaterThan(5);
});

it('no answer to any question has a string of theirs', async () => {
  const choose = chooser(20_261_120);
  const statuses = new Set<number>();
  const leaks: string[] = [];
  for (let count = 0; count < REQUESTS; ) {
    for (const [path, answer] of await pages(pathOf(choose))) {
      statuses.add(answer.status);
      const found = leaksIn(path, answer);
      if (found.length > 0) leaks.push(`${path}: ${found.join(', ')}`);
      count++;
    }
  }
  expect([...statuses].sort()).toEqual([200, 400, 403, 404]);
  expect(leaks).toEqual([]);
});

it('no entity of the catalog tells of theirs', async () => {
  const refs = new Set(expectedRows('Entities').map(({ entity }) => entity));
  const leaks: string[] = [];
  for (const ref of refs) {
    const entity = `/entities/${ref.replace(':', '/')}`;
    for (const path of [entity, `${entity}/metrics`]) {
      const found = leaksIn(path, await developer.get(path));
      if (found.length > 0) leaks.push(`${path}: ${found.join(', ')}`);
    }
  }
  expect(refs.size).toBeGreaterThan(60);
  expect(leaks).toEqual([]);
});

interface Page {
  items: unknown[];
  total: number;
  nextCursor?: string;
}

it.each([
  ['/services?namespace=gitlab', '/services?namespace=none'],
  ['/services?q=webservice', '/services?q=xxxxxxxxxx'],
  ['/services?cluster=apps-2', '/services?cluster=onprem-dc1'],
  [
    '/services?owner=group:default/team-gitlab',
    '/services?owner=group:default/x',
  ],
  ['/namespaces?q=gitlab', '/namespaces?q=xxxxxx'],
  ['/namespaces?cluster=apps', '/namespaces?cluster=infra'],
])('%s counts and lists what %s does: nothing', async (theirs, nothing) => {
  const [asked, control] = await Promise.all([
    developer.get<Page>(theirs),
    developer.get<Page>(nothing),
  ]);
  expect(asked.body).toMatchObject({ items: [], total: 0 });
  expect(asked.body).toEqual(control.body);
});

it.each([
  ['/services/production/gitlab/webservice', 'webservice'],
  ['/services/production/gitlab/registry', 'registry'],
  [THEIR_METRICS, 'webservice'],
  [`${THEIR_METRICS}?window=24h`, 'webservice'],
  ['/entities/component/default/gitaly/metrics', 'gitaly'],
  ['/namespaces/apps/gitlab', 'gitlab'],
  ['/entities/component/default/gitaly', 'gitaly'],
])('%s is as little there as a name that nothing has', async (path, name) => {
  const control = path.replace(name, 'x'.repeat(name.length));
  const [asked, nothing] = await Promise.all([
    developer.get(path),
    developer.get(control),
  ]);
  const text = (answer: PortalAnswer) =>
    JSON.stringify(answer.body).replaceAll(control, path);
  expect(asked.status).toBe(nothing.status);
  expect(text(asked)).toBe(text(nothing));
});

/** Rows as they are whatever the traffic is, which changes all the time. */
async function quietRows(): Promise<string> {
  const { items, ...rest } = await developer.client.listServices({
    params: {},
    query: { limit: 200 },
  });
  const rows = items.map(({ golden: _, health: __, ...row }) => row);
  return JSON.stringify([rows, rest]);
}

async function quietAnswers(): Promise<(string | null)[]> {
  const namespaces = await developer.get('/namespaces?limit=200');
  return [namespaces.headers.get('etag'), await quietRows()];
}

it('a change of theirs changes no answer', async () => {
  const before = await world.eventually('a quiet cluster', async () => {
    const [first, second] = [await quietAnswers(), await quietAnswers()];
    return first.join() === second.join() && first;
  });
  await world.lab.command('scale', 'apps', 'gitlab/kas', '0');
  await world.eventually('the platform team to see it', async () => {
    const params = { cluster: 'apps', namespace: 'gitlab' };
    const { workloads } = await platform.client.getNamespace({ params });
    return workloads.some(
      ({ ref, state }) => ref.name === 'kas' && state === 'idle',
    );
  });
  expect(await quietAnswers()).toEqual(before);
});
