import { startWorld, type World } from '../harness/World';
import { LabShell } from './situations/LabShell';
import { look } from './situations/appearance';
import { aNamespace, aTemplate, aWorkload } from './situations/manifests';

/** A mesh that the plugin does not know, added by a module that knows the contracts of mesh-node only. */
jest.setTimeout(90_000);

const CLUSTER = 'onprem-dc2';
const SIDECAR = {
  name: 'kuma-sidecar',
  image: 'docker.io/kumahq/kuma-dp:2.9.1',
};
const INJECTION = { 'kuma.io/sidecar-injection': 'enabled' };

let world: World;
let shell: LabShell;

beforeAll(async () => {
  world = await startWorld({
    name: 'kuma',
    clusters: [CLUSTER],
    speed: 20,
    entry: 'tests/kuma/portal.ts',
  });
  shell = await LabShell.of(world.lab, CLUSTER);
});

afterAll(() => world?.stop());

function meshes() {
  return world.portal.client
    .getCluster({ params: { cluster: CLUSTER } })
    .then(cluster => cluster.meshes);
}

async function settles(namespace: string, says: string): Promise<void> {
  const subject = { cluster: CLUSTER, namespace, name: 'app', mesh: 'kuma' };
  await world.eventually(says, async () => {
    return (await look(world.portal, subject))?.says === says;
  });
}

it('is not there before its control plane is', async () => {
  expect((await meshes()).map(({ mesh }) => mesh)).toEqual(['consul']);
});

it('is detected, under the title that its module gives it', async () => {
  const [, controlPlane] = aWorkload('kuma-system', 'kuma-control-plane', {
    replicas: 1,
    pod: {
      containers: [
        { name: 'control-plane', image: 'docker.io/kumahq/kuma-cp:2.9.1' },
      ],
    },
  });
  await shell.apply([aNamespace('kuma-system'), controlPlane]);
  const kuma = await world.eventually('Kuma', async () => {
    const found = (await meshes()).find(({ mesh }) => mesh === 'kuma');
    return found?.health === 'healthy' && found;
  });
  expect(kuma).toMatchObject({
    title: 'Kuma',
    versions: ['2.9.1'],
    modes: ['sidecar'],
  });
});

it('has its workloads, whole and in part', async () => {
  const { spec } = aTemplate('app');
  const pod = { containers: [...spec.containers, SIDECAR] };
  await shell.apply([
    aNamespace('kuma-whole', INJECTION),
    ...aWorkload('kuma-whole', 'app', { pod }),
    aNamespace('kuma-older', INJECTION),
    ...aWorkload('kuma-older', 'app'),
    aNamespace('kuma-none'),
    ...aWorkload('kuma-none', 'app'),
  ]);
  await settles('kuma-whole', 'enrolled 2/2 -');
  await settles('kuma-older', 'pending-restart 0/2 pod-predates-injection');
  const outside = await world.eventually('pods of no mesh', async () => {
    const subject = { cluster: CLUSTER, namespace: 'kuma-none', name: 'app' };
    const seen = await look(world.portal, subject);
    return seen?.says.startsWith('not-enrolled 0/2') && seen;
  });
  expect(outside.membership.mesh).toBe('');
});

it('says its own sentences, and filters know it', async () => {
  const seen = await look(world.portal, {
    ...{ cluster: CLUSTER, namespace: 'kuma-older', name: 'app' },
  });
  expect(seen?.membership.reasons[0].text.message).toBe(
    'Pods of Deployment app have no kuma-sidecar, although namespace kuma-older asks for it.',
  );
  const { items } = await world.portal.client.listServices({
    params: {},
    query: { mesh: ['kuma'] },
  });
  expect(items.map(({ namespace }) => namespace).sort()).toEqual([
    'kuma-older',
    'kuma-whole',
  ]);
});

it('is enrolled nowhere by a mesh that was there before', async () => {
  const { items } = await world.portal.client.listServices({
    params: {},
    query: { mesh: ['consul'], namespace: ['kuma-whole', 'kuma-older'] },
  });
  expect(items).toEqual([]);
});
