import { startWorld, type World } from '../harness/World';
import {
  AMBIENT_CLUSTER,
  AMBIENT_NODE_SITUATIONS,
  AMBIENT_SITUATIONS,
} from './situations/ambientSituations';
import {
  CILIUM_CLUSTER,
  CILIUM_NODE_SITUATIONS,
  CILIUM_SITUATIONS,
} from './situations/ciliumSituations';
import {
  CONSUL_CLUSTER,
  CONSUL_INJECTOR_SITUATIONS,
  CONSUL_SITUATIONS,
} from './situations/consulSituations';
import { EXPORT_SITUATIONS } from './situations/exportSituations';
import type { FixSituation } from './situations/FixSituation';
import { LabShell } from './situations/LabShell';
import {
  LINKERD_INJECTOR_SITUATIONS,
  LINKERD_SITUATIONS,
} from './situations/linkerdSituations';
import {
  PLATFORM_SITUATIONS,
  WITHOUT_SITUATION,
  type PlatformSituation,
} from './situations/platformSituations';
import {
  FIX_SITUATIONS,
  WITHOUT_ISTIOD,
  WITHOUT_MESH,
} from './situations/fixSituations';
import { reasonCodes } from '@meshport/plugin-mesh-common';
import { expectedStages, walk, walkAll, type Found } from './situations/walk';

/**
 * As for Istio's sidecars, for ambient mode and the other meshes: every reason is brought about with kubectl, and what the
 * page prints against it is pasted into a shell.
 */
jest.setTimeout(180_000);

interface Group {
  mesh: string;
  cluster: string;
  /** Several at a time: each has a namespace of its own. */
  apart: readonly FixSituation[];
  /** One after the other: these change what others depend on. */
  inTurn: readonly FixSituation[];
}

const GROUPS: readonly Group[] = [
  {
    ...{ mesh: 'Istio, ambient mode', cluster: AMBIENT_CLUSTER },
    apart: AMBIENT_SITUATIONS,
    inTurn: AMBIENT_NODE_SITUATIONS,
  },
  {
    ...{ mesh: 'Linkerd', cluster: AMBIENT_CLUSTER },
    apart: LINKERD_SITUATIONS,
    inTurn: LINKERD_INJECTOR_SITUATIONS,
  },
  {
    ...{ mesh: 'Consul', cluster: CONSUL_CLUSTER },
    apart: CONSUL_SITUATIONS,
    inTurn: CONSUL_INJECTOR_SITUATIONS,
  },
  {
    ...{ mesh: 'Cilium', cluster: CILIUM_CLUSTER },
    apart: CILIUM_SITUATIONS,
    inTurn: CILIUM_NODE_SITUATIONS,
  },
];

let world: World;

beforeAll(async () => {
  const clusters = [
    ...new Set(
      [...GROUPS, ...PLATFORM_SITUATIONS].map(({ cluster }) => cluster),
    ),
  ];
  world = await startWorld({ name: 'mesh-fixes', clusters, speed: 20 });
});

afterAll(() => world?.stop());

/** Pods of the situations run, or wait. */
async function havePods({ cluster, apart, inTurn }: Group): Promise<void> {
  const path = '/api/v1/pods?labelSelector=app%3Dapp';
  await world.eventually('the pods of all situations', async () => {
    const { body } = await world.lab.request(cluster, path);
    const { items } = body as { items: { metadata: { namespace: string } }[] };
    return [...apart, ...inTurn].every(
      ({ namespace, pods }) =>
        items.filter(({ metadata }) => metadata.namespace === namespace)
          .length >= pods,
    );
  });
}

describe.each(GROUPS)('$mesh', group => {
  const { cluster, apart, inTurn } = group;
  const walked = new Map<FixSituation, Found[]>();

  beforeAll(async () => {
    const shell = await LabShell.of(world.lab, cluster);
    await shell.apply([...apart, ...inTurn].flatMap(({ before }) => before));
    await havePods(group);
    const options = { world, shell, cluster };
    for (const [situation, found] of await walkAll(apart, options)) {
      walked.set(situation, found);
    }
    for (const situation of inTurn) {
      walked.set(situation, await walk(situation, options));
    }
  });

  const all = [...apart, ...inTurn];
  it.each(all.map(({ title }, index) => ({ title, index })))(
    '$title',
    ({ index }) => {
      expect(walked.get(all[index])).toEqual(expectedStages(all[index]));
    },
  );
});

/** The reason of the platform team with that code and sentence, if the portal gives it. */
async function platformReason({ cluster, code, text }: PlatformSituation) {
  const { reasons, meshes } = await world.portal
    .as('platform')
    .client.getCluster({ params: { cluster } });
  return [...reasons, ...meshes.flatMap(mesh => mesh.reasons)].find(
    reason =>
      reason.code === code && (text === undefined || reason.text.id === text),
  );
}

describe('what the platform team is told of', () => {
  it.each(PLATFORM_SITUATIONS)('$code: $title', async situation => {
    const shell = await LabShell.of(world.lab, situation.cluster);
    for (const line of situation.then) await shell.run(line);
    const reason = await world.eventually(situation.code, () =>
      platformReason(situation),
    );
    expect(reason.fix?.text.id).toBe(situation.fix);
    const lines =
      situation.by === 'command'
        ? [reason.fix?.command ?? 'false']
        : situation.by;
    for (const line of lines) await shell.run(line);
    await world.eventually(`${situation.code} to be gone`, async () => {
      return (await platformReason(situation)) === undefined;
    });
  });
});

it('every documented reason is brought about somewhere, or said why not', () => {
  const situations = [
    ...GROUPS.flatMap(({ apart, inTurn }) => [...apart, ...inTurn]),
    ...[...FIX_SITUATIONS, WITHOUT_ISTIOD, ...WITHOUT_MESH],
  ];
  const reached = new Set([
    ...situations.flatMap(({ stages }) =>
      stages.flatMap(({ says }) => says.split(/,? /).slice(2)),
    ),
    ...PLATFORM_SITUATIONS.map(({ code }) => code),
    ...EXPORT_SITUATIONS.map(({ code }) => code),
  ]);
  const missing = reasonCodes.filter(code => !reached.has(code));
  expect(missing.sort()).toEqual(Object.keys(WITHOUT_SITUATION).sort());
});
