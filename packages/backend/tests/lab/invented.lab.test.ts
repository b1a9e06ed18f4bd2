import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { startWorld, type World } from '../harness/World';
import { look, type Appearance } from './situations/appearance';
import {
  INVENTED_SITUATIONS,
  WITHOUT_DEFAULT,
  type InventedSituation,
} from './situations/inventedSituations';
import { LabShell } from './situations/LabShell';

/** Situations that nobody had in mind when the checks were written, with what Istio itself makes of them. */
jest.setTimeout(120_000);

const ALL = [...INVENTED_SITUATIONS, ...WITHOUT_DEFAULT];

let world: World;
let shell: LabShell;

async function havePods(): Promise<void> {
  const cluster = ISTIO_CLUSTER;
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

function verdict({ says, mTLS, membership }: Appearance) {
  return { says, mTLS, proxies: membership.proxyVersions.join(', ') };
}

/** What the portal says once it says what is expected, or what it says in the end. */
async function settled({ namespace, says, mTLS }: InventedSituation) {
  let seen: Appearance | undefined;
  await world
    .eventually(
      says,
      async () => {
        seen = await look(world.portal, {
          ...{ cluster: ISTIO_CLUSTER, namespace, name: 'app' },
        });
        return seen?.says === says && seen.mTLS === mTLS;
      },
      { timeoutMilliseconds: 45_000, intervalMilliseconds: 200 },
    )
    .catch(() => undefined);
  return seen && verdict(seen);
}

async function bringAbout(
  situations: readonly InventedSituation[],
): Promise<void> {
  for (const line of situations.flatMap(({ then = [] }) => then)) {
    await shell.run(line);
  }
}

beforeAll(async () => {
  world = await startWorld({
    name: 'invented',
    clusters: [ISTIO_CLUSTER],
    speed: 20,
  });
  shell = await LabShell.of(world.lab);
  await shell.apply(ALL.flatMap(({ before }) => before));
  await havePods();
  await bringAbout(INVENTED_SITUATIONS);
});

afterAll(() => world?.stop());

function rows(situations: readonly InventedSituation[]) {
  return situations.map(situation => ({ ...situation, situation }));
}

it.each(rows(INVENTED_SITUATIONS))('$title: $says', async ({ situation }) => {
  const { says, mTLS, proxies = expect.any(String) } = situation;
  expect(await settled(situation)).toEqual({ says, mTLS, proxies });
});

describe('without a default revision', () => {
  beforeAll(async () => {
    await shell.run(
      'kubectl delete mutatingwebhookconfiguration istio-revision-tag-default',
    );
    await bringAbout(WITHOUT_DEFAULT);
  });

  it.each(rows(WITHOUT_DEFAULT))('$title: $says', async ({ situation }) => {
    const { says, mTLS, proxies = expect.any(String) } = situation;
    expect(await settled(situation)).toEqual({ says, mTLS, proxies });
  });
});
