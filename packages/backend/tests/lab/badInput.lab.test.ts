import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { NamespaceDetails } from '@meshport/plugin-mesh-common';
import { Session } from '../../../../scripts/processes/Session';
import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { ROOT } from '../harness/root';
import { startScaledLab } from '../harness/scaledLab';
import type { TestLab } from '../harness/TestLab';
import { startWorld, type World } from '../harness/World';
import { look } from './situations/appearance';
import { LabShell } from './situations/LabShell';
import {
  aNamespace,
  aService,
  aWorkload,
  type Manifest,
} from './situations/manifests';

/**
 * What nobody would make on purpose, and clusters that come and go. Two meshes on one pod, conflicting labels, remains of a
 * mesh and versions that nobody knows are in the suites of what is expected and of the fixes.
 */
jest.setTimeout(180_000);

const STAYS = ISTIO_CLUSTER;
const LEAVES = 'onprem-dc2';
/** Every viewer would have to sign in at it: nobody can watch it for all. */
const OF_ITS_USERS = 'behind-sign-in';
const MANY = 5_000;
/** Of all pods of the namespace that the lab's scaled cluster makes. */
const COMMON = { 'security.istio.io/tlsMode': 'istio' };

let world: World;
let shell: LabShell;
let folder: string;
let session: Session;
/** Another lab with one large cluster. */
let crowd: TestLab;

function inUse(lab: TestLab, name: string): ClusterDetails {
  const { url, ca, token } = lab.access(name);
  return {
    ...{ name, url, caData: Buffer.from(ca).toString('base64') },
    authMetadata: {
      'kubernetes.io/auth-provider': 'serviceAccount',
      serviceAccountToken: token,
    },
  };
}

function supply(clusters: readonly ClusterDetails[]): void {
  const file = process.env.CLUSTERS_FILE ?? '';
  // At once: the plugin reads the file with every request.
  writeFileSync(`${file}.new`, JSON.stringify(clusters));
  renameSync(`${file}.new`, file);
}

const ofItsUsers: ClusterDetails = {
  ...{ name: OF_ITS_USERS, url: 'https://127.0.0.1:9' },
  authMetadata: {
    'kubernetes.io/auth-provider': 'oidc',
    'kubernetes.io/oidc-token-provider': 'okta',
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meshport-clusters-'));
  process.env.CLUSTERS_FILE = join(folder, 'clusters.json');
  session = new Session();
  crowd = await startScaledLab({
    ...{ session, directory: join(folder, 'crowd') },
    scale: `clusters=1,services=10,pods=${MANY / 10}`,
    logFile: join(ROOT, '.meshport', 'tests', 'bad-input-crowd.log'),
  });
  const [large] = crowd.clusters();
  world = await startWorld({
    name: 'bad-input',
    clusters: [STAYS, LEAVES],
    speed: 20,
    entry: 'tests/clusters/portal.ts',
    beforePortal: async lab =>
      supply([
        inUse(lab, STAYS),
        inUse(lab, LEAVES),
        ofItsUsers,
        inUse(crowd, large),
      ]),
  });
  shell = await LabShell.of(world.lab, STAYS);
});

afterAll(async () => {
  await Promise.all([world?.stop(), session?.stop()]);
  delete process.env.CLUSTERS_FILE;
  rmSync(folder, { recursive: true, force: true });
});

const clusterNamed = async (name: string) =>
  (await world.portal.clusters()).find(one => one.name === name);

function watchesOf(name: string) {
  return world.lab.status().then(({ clusters }) => {
    const watches = clusters.find(one => one.name === name)?.watches ?? {};
    return Object.values(watches).reduce((sum, count) => sum + count, 0);
  });
}

it("a cluster with each user's own credentials says so, and what to add", async () => {
  const cluster = await clusterNamed(OF_ITS_USERS);
  expect(cluster?.status).toBe('unsupported');
  const { clusters } = await world.portal.client.getSetup({ params: {} });
  const setup = clusters.find(({ name }) => name === OF_ITS_USERS);
  expect(setup?.credentials).toBe('oidc');
  expect(setup?.advice?.configuration).toContain('serviceAccount');
});

it('a cluster that leaves the list is watched no more, and said of no more', async () => {
  expect(await watchesOf(LEAVES)).toBeGreaterThan(10);
  const before = await world.portal.services();
  expect(before.some(isIn(LEAVES))).toBe(true);
  const [large] = crowd.clusters();
  supply([inUse(world.lab, STAYS), ofItsUsers, inUse(crowd, large)]);
  await world.eventually(
    'the cluster to be gone',
    async () => (await clusterNamed(LEAVES)) === undefined,
  );
  const after = await world.portal.services();
  expect(after.some(isIn(LEAVES))).toBe(false);
  expect(after.filter(isIn(STAYS))).toHaveLength(
    before.filter(isIn(STAYS)).length,
  );
  await world.eventually('its watches to end', async () => {
    return (await watchesOf(LEAVES)) === 0;
  });
});

function isIn(name: string) {
  return ({ clusters }: { clusters: { cluster: string }[] }) =>
    clusters.some(({ cluster }) => cluster === name);
}

it('a namespace that is being deleted says so, with what is left in it', async () => {
  const [service, deployment] = aWorkload('leaving', 'app');
  const held: Manifest = {
    ...service,
    metadata: { ...service.metadata, finalizers: ['example.test/hold'] },
  } as Manifest;
  await shell.apply([
    aNamespace('leaving', { 'istio-injection': 'enabled' }),
    ...[held, deployment],
  ]);
  await shell.run('kubectl delete namespace leaving --wait=false');
  const path = `/namespaces/${STAYS}/leaving`;
  const { namespace } = await world.eventually('the namespace', async () => {
    const { status, body } = await world.portal.get<NamespaceDetails>(path);
    return status === 200 && body.namespace.terminating && body;
  });
  expect(namespace.asksFor).toEqual([{ mesh: 'istio', mode: 'sidecar' }]);
  await shell.run(
    `kubectl -n leaving patch service app --type merge -p '{"metadata":{"finalizers":null}}'`,
  );
  await world.eventually('the namespace to be gone', async () => {
    return (await world.portal.get(path)).status === 404;
  });
});

it('an annotation of 1 MiB is carried by no answer, and hides nothing', async () => {
  const [service, deployment] = aWorkload('huge', 'app');
  await shell.apply([aNamespace('huge'), service, deployment]);
  await world.lab.patch(STAYS, '/api/v1/namespaces/huge', {
    metadata: {
      labels: { 'istio-injection': 'enabled' },
      annotations: { 'example.test/huge': 'x'.repeat(1024 * 1024) },
    },
  });
  const subject = { cluster: STAYS, namespace: 'huge', name: 'app' };
  await world.eventually('the label to be seen', async () => {
    const { says } = (await look(world.portal, subject)) ?? {};
    return says === 'pending-restart 0/2 pod-predates-injection';
  });
  const { body } = await world.portal.get(`/namespaces/${STAYS}/huge`);
  expect(JSON.stringify(body).length).toBeLessThan(100_000);
});

it(`${MANY} pods behind one Service are counted, and the answer stays quick`, async () => {
  const [name] = crowd.clusters();
  const path = '/services?namespace=team-000&q=everything';
  interface Listed {
    items: { clusters: { total: number }[] }[];
  }
  const { status } = await crowd.request(
    name,
    '/api/v1/namespaces/team-000/services',
    {
      method: 'POST',
      body: {
        ...aService('team-000', 'everything'),
        spec: { selector: COMMON, ports: [{ port: 80 }] },
      },
    },
  );
  expect(status).toBe(201);
  await world.eventually('all of them', async () => {
    const { body } = await world.portal.get<Listed>(path);
    return body.items.at(0)?.clusters.at(0)?.total === MANY;
  });
  const { milliseconds } = await world.portal.get<Listed>(path);
  expect(milliseconds).toBeLessThan(1_000);
});
