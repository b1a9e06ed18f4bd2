import { startWorld, type World } from '../harness/World';

/** People of the simulated company, signed in through its OpenID Connect provider. */
jest.setTimeout(120_000);

let world: World;

beforeAll(async () => {
  world = await startWorld({ name: 'people' });
});

afterAll(() => world?.stop());

/** Who a Backstage token is for: the user, and the groups; only the portal can say the latter. */
async function identityOf(person: string) {
  const portal = world.portal.as(person);
  const answer = await fetch(`${portal.url}/api/auth/v1/userinfo`, {
    headers: { Authorization: `Bearer ${await portal.token()}` },
  });
  const { claims } = (await answer.json()) as {
    claims: { sub: string; ent: string[] };
  };
  return claims;
}

const everything = { params: {}, query: { limit: 200 } };

/** What a person gets of what there is: how many of the services, and the answer on clusters. */
async function rightsOf(person: string) {
  const portal = world.portal.as(person);
  const all = await world.portal.client.listServices(everything);
  const own = await portal.client.listServices(everything);
  const { status } = await portal.get('/clusters');
  return { share: own.total / all.total, clusters: status };
}

it.each(['dev-gitlab', 'dev-payments', 'platform'])(
  '%s is the user of that name in the catalog, with the group there',
  async name => {
    const { sub, ent } = await identityOf(name);
    expect(sub).toBe(`user:default/${name}`);
    expect(ent.filter(ref => ref.startsWith('group:'))).toHaveLength(1);
  },
);

it.each(['dev-gitlab', 'dev-payments'])(
  '%s sees some services, and no cluster as a whole',
  async name => {
    const { share, clusters } = await rightsOf(name);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.5);
    expect(clusters).toBe(403);
  },
);

it('platform sees everything', async () => {
  expect(await rightsOf('platform')).toEqual({ share: 1, clusters: 200 });
});

it('a developer finds only namespaces that belong to the own groups', async () => {
  const { ent } = await identityOf('dev-payments');
  const { items } = await world.portal
    .as('dev-payments')
    .client.listNamespaces(everything);
  expect(items.length).toBeGreaterThan(0);
  for (const { owners } of items) {
    expect(owners.filter(ref => ent.includes(ref))).not.toEqual([]);
  }
});

it('a guest may read everything, and belongs to the group that the configuration says', async () => {
  const { portal } = world;
  expect((await portal.get('/setup')).status).toBe(200);
  const owner = ['group:default/team-payments'];
  const query = { limit: 200, owner };
  const { total } = await portal.client.listServices({ params: {}, query });
  expect(total).toBeGreaterThan(0);
});

describe('setup', () => {
  it('tells of every cluster that it is live, what is kept, and what its clock says', async () => {
    const { clusters, warnings } = await world.portal.client.getSetup({
      params: {},
    });
    expect(clusters.map(({ name }) => name).sort()).toEqual(
      world.lab.clusters().sort(),
    );
    expect(warnings).toEqual([]);
    for (const cluster of clusters) {
      expect(cluster).toMatchObject({
        status: 'live',
        credentials: 'serviceAccount',
      });
      expect(cluster.objects).toBeGreaterThan(10);
      expect(cluster.watches).toBeGreaterThan(10);
      expect(Math.abs(cluster.clockSkewMilliseconds ?? NaN)).toBeLessThan(2000);
    }
  });

  it('counts the watches that a cluster counts', async () => {
    const [name] = world.lab.clusters();
    await world.eventually('both to count alike', async () => {
      const { clusters } = await world.portal.client.getSetup({ params: {} });
      const { clusters: counted } = await world.lab.status();
      const watches = counted.find(one => one.name === name)?.watches ?? {};
      const sum = Object.values(watches).reduce((all, one) => all + one, 0);
      return clusters.find(one => one.name === name)?.watches === sum;
    });
  });

  it('prints the rule for a kind that may not be read', async () => {
    const [name] = world.lab.clusters();
    await world.lab.command('forbid', name, 'pods');
    const cluster = await world.eventually('the refusal', async () => {
      const { clusters } = await world.portal.client.getSetup({ params: {} });
      const found = clusters.find(one => one.name === name);
      return found?.status === 'forbidden' ? found : undefined;
    });
    const pods = cluster.kinds.find(({ part }) => part === 'pods');
    expect(pods?.manifest).toContain('resources: ["pods"]');
    expect(cluster.manifest).toBe(pods?.manifest);
    await world.lab.command('heal', name);
  });
});
