import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import { parse, stringify } from 'yaml';
import {
  startKubeApiServer,
  type KubeApiServer,
} from '../../../../scripts/kubernetes/KubeApiServer';
import { Session } from '../../../../scripts/processes/Session';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { allAnswers } from '../harness/allAnswers';
import { labEntityRefs } from '../harness/catalogEntities';
import { comparable } from '../harness/comparable';
import {
  createEverything,
  listEverything,
  resourcesOf,
  type ListedObject,
} from '../harness/copyObjects';
import { ROOT } from '../harness/root';
import type { TestPortal } from '../harness/TestPortal';
import { startTestPortal, startWorld, type World } from '../harness/World';

/** What the portal says about the lab, it says about the same objects on a real API server. */
jest.setTimeout(150_000);

const READER = { name: 'portal', token: 'portal-reads-everything' };

let world: World;
let real: KubeApiServer;
let session: Session;
let state: string;
let overReal: TestPortal;
let objects: ListedObject[];
let labAnswers: Record<string, unknown>;
let realAnswers: Record<string, unknown>;

interface PortalConfig {
  kubernetes: {
    clusterLocatorMethods: {
      clusters?: { url: string; caData: string; serviceAccountToken: string }[];
    }[];
  };
}

/** The lab's configuration of the portal, the API server exchanged. */
function configOverReal(): string {
  const labConfig = join(world.lab.directory, 'app-config.yaml');
  const config = parse(readFileSync(labConfig, 'utf8')) as PortalConfig;
  for (const { clusters = [] } of config.kubernetes.clusterLocatorMethods) {
    for (const cluster of clusters) {
      cluster.url = real.url;
      cluster.caData = Buffer.from(real.caPem).toString('base64');
      cluster.serviceAccountToken = READER.token;
    }
  }
  const path = join(state, 'app-config.yaml');
  writeFileSync(path, stringify(config));
  return path;
}

async function allowReading(): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const metadata = { name: 'read-everything' };
  await real.request(`${rbac}/clusterroles`, {
    method: 'POST',
    body: {
      metadata,
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
      ],
    },
  });
  await real.request(`${rbac}/clusterrolebindings`, {
    method: 'POST',
    body: {
      metadata,
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: metadata.name,
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'User',
          name: READER.name,
        },
      ],
    },
  });
}

/** While a cluster is being read, what one answer lists may not be there for the next: then there is no answer yet. */
const ask = (portal: TestPortal) =>
  allAnswers(portal, labEntityRefs()).catch(error => {
    if (error instanceof MeshApiError && error.status === 404) return undefined;
    throw error;
  });

/** Objects and answers of one moment: between two equal answers nothing has changed. */
async function listSettled(cluster: string): Promise<void> {
  await world.eventually('the lab to be settled', async () => {
    const before = await ask(world.portal);
    objects = await listEverything((path, request) =>
      world.lab.request(cluster, path, request),
    );
    const after = await ask(world.portal);
    if (!after) return false;
    labAnswers = after;
    return JSON.stringify(before) === JSON.stringify(after);
  });
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'meshport-equivalence-'));
  session = new Session();
  [world, real] = await Promise.all([
    startWorld({ name: 'equivalence', clusters: [ISTIO_CLUSTER] }),
    startKubeApiServer({
      users: [READER],
      // The webhooks are part of the world, but nothing stands behind them here: pods come injected already.
      apiServerArgs: [
        '--disable-admission-plugins=ServiceAccount,MutatingAdmissionWebhook',
      ],
    }),
  ]);
  const [cluster] = world.lab.clusters();
  await listSettled(cluster);
  await allowReading();
  const kinds = await resourcesOf((path, request) =>
    world.lab.request(cluster, path, request),
  );
  await createEverything(real.request, objects, kinds);
  overReal = await startTestPortal({
    ...{ session, state },
    appConfigs: [configOverReal()],
    logFile: join(ROOT, '.meshport', 'tests', 'equivalence-real-portal.log'),
  });
  // The portal answers while kinds are still being read; a settled answer is one that stays.
  await waitUntil(
    async () => {
      const answers = await ask(overReal);
      if (!answers) return false;
      realAnswers = answers;
      return (
        JSON.stringify(comparable(answers)) ===
        JSON.stringify(comparable(await ask(overReal)))
      );
    },
    { what: 'the real cluster to be read', timeoutMilliseconds: 30_000 },
  );
});

afterAll(async () => {
  await session?.stop();
  await Promise.all([world?.stop(), real?.stop()]);
  rmSync(state, { recursive: true, force: true });
});

it('is fed with a whole cluster', () => {
  const kinds = new Set(objects.map(({ object }) => object.kind));
  for (const kind of [
    ...['Namespace', 'Node', 'Pod', 'Service', 'EndpointSlice', 'Deployment'],
    ...['ReplicaSet', 'DaemonSet', 'CronJob', 'Job'],
    ...['MutatingWebhookConfiguration', 'PeerAuthentication'],
  ]) {
    expect(kinds).toContain(kind);
  }
});

it('reads the partly enrolled service right on a real API server', async () => {
  const { services } = await overReal.entity('order-processor');
  expect(services[0].instances[0].membership).toMatchObject([
    {
      state: 'pending-restart',
      pods: { enrolled: 1, total: 3 },
      reasons: [{ code: 'pod-predates-injection' }],
    },
  ]);
});

it('gives the same services on both', () => {
  const names = (answers: Record<string, unknown>) => Object.keys(answers);
  expect(names(realAnswers)).toEqual(names(labAnswers));
});

it('gives the same answers on both, times, uids and addresses apart', () => {
  for (const [question, answer] of Object.entries(labAnswers)) {
    expect({ [question]: comparable(realAnswers[question]) }).toEqual({
      [question]: comparable(answer),
    });
  }
});
