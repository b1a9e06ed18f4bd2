import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { startWorld, type World } from '../harness/World';
import {
  FIX_SITUATIONS,
  WITHOUT_ISTIOD,
  WITHOUT_MESH,
} from './situations/fixSituations';
import type { FixSituation } from './situations/FixSituation';
import { LabShell } from './situations/LabShell';
import { expectedStages, walk, walkAll, type Found } from './situations/walk';

/** Every reason is brought about with kubectl, and what the page prints against it is pasted into a shell. */
jest.setTimeout(150_000);

const ALL = [...FIX_SITUATIONS, WITHOUT_ISTIOD, ...WITHOUT_MESH];
const ISTIOD = 'kubectl -n istio-system';

let world: World;
const cluster = ISTIO_CLUSTER;
let shell: LabShell;

/** Pods of the situations run, or wait for a node that does not come. */
async function havePods(): Promise<void> {
  const path = '/api/v1/pods?labelSelector=app%3Dapp';
  await world.eventually('the pods of all situations', async () => {
    const { body } = await world.lab.request(cluster, path);
    const { items } = body as { items: { metadata: { namespace: string } }[] };
    return ALL.every(
      ({ namespace, pods }) =>
        items.filter(({ metadata }) => metadata.namespace === namespace)
          .length >= pods,
    );
  });
}

beforeAll(async () => {
  world = await startWorld({
    name: 'fixes',
    clusters: [ISTIO_CLUSTER],
    speed: 20,
    // One of the situations is in kube-public.
    config: () => ({ mesh: { ignore: { namespaces: [] } } }),
  });
  shell = await LabShell.of(world.lab);
  await shell.apply(ALL.flatMap(({ before }) => before));
  await havePods();
});

afterAll(() => world?.stop());

/** The control plane as the portal shows it: health, reasons, one of which may print a command. */
async function controlPlane(code: string | undefined) {
  return world.eventually(`the control plane with ${code}`, async () => {
    const { items } = await world.portal.client.listClusters({ params: {} });
    const mesh = items[0].meshes.at(0);
    return mesh?.reasons.at(0)?.code === code && mesh;
  });
}

describe('what the page prints, pasted verbatim, leads on', () => {
  let walked: Map<FixSituation, Found[]>;

  beforeAll(async () => {
    walked = await walkAll(FIX_SITUATIONS, { world, shell, cluster });
  });

  it.each(FIX_SITUATIONS.map(({ title }, index) => ({ title, index })))(
    '$title',
    ({ index }) => {
      const situation = FIX_SITUATIONS[index];
      expect(walked.get(situation)).toEqual(expectedStages(situation));
    },
  );
});

describe('without istiod', () => {
  it('a control plane with too few replicas is degraded', async () => {
    const patch = JSON.stringify({
      spec: {
        replicas: 2,
        template: { spec: { nodeSelector: { disk: 'none-has-it' } } },
      },
    });
    await shell.run(`${ISTIOD} patch deployment istiod-canary -p '${patch}'`);
    const mesh = await controlPlane('control-plane-degraded');
    expect(mesh.health).toBe('degraded');
    await shell.run(`${ISTIOD} rollout undo deployment istiod-canary`);
    await shell.run(`${ISTIOD} scale deployment istiod-canary --replicas 1`);
    expect((await controlPlane(undefined)).health).toBe('healthy');
  });

  it('the way back is the printed one', async () => {
    const walked = await walk(WITHOUT_ISTIOD, { world, shell, cluster });
    expect(walked).toEqual(expectedStages(WITHOUT_ISTIOD));
    expect((await controlPlane(undefined)).health).toBe('healthy');
  });

  it('the control plane is down, and says so', async () => {
    await shell.run(`${ISTIOD} scale deployment istiod-canary --replicas 0`);
    const mesh = await controlPlane('control-plane-down');
    // The other revision still serves.
    expect(mesh.health).toBe('degraded');
    const canary = mesh.revisions.find(({ name }) => name === 'canary');
    expect(canary?.health).toBe('failing');
    expect(mesh.reasons[0].text.id).toBe(
      'reason.control-plane-down.scaled-to-zero',
    );
  });

  it('an injector with nothing behind it is told apart', async () => {
    await shell.run(`${ISTIOD} delete deployment istiod-canary`);
    await world.eventually('the missing istiod to be told', async () => {
      const { reasons } = await controlPlane('control-plane-down');
      return reasons[0].text.id === 'reason.control-plane-down.gone';
    });
  });
});

describe('when the mesh is uninstalled', () => {
  let walked: Map<FixSituation, Found[]>;

  beforeAll(async () => {
    await shell.run('kubectl delete mutatingwebhookconfiguration --all');
    await shell.run(`${ISTIOD} delete deployment istiod`);
    walked = await walkAll(WITHOUT_MESH, { world, shell, cluster });
  });

  it.each(WITHOUT_MESH.map(({ title }, index) => ({ title, index })))(
    '$title',
    ({ index }) => {
      const situation = WITHOUT_MESH[index];
      expect(walked.get(situation)).toEqual(expectedStages(situation));
    },
  );
});
