import type {
  ExportTarget,
  ExportView,
  Reason,
} from '@meshport/plugin-mesh-common';
import { resolveHost } from '../harness/resolveHost';
import { startWorld, type World } from '../harness/World';
import {
  EXPORT_SITUATIONS,
  type ExportSituation,
} from './situations/exportSituations';
import { LabShell } from './situations/LabShell';
import { suspendFlux } from './situations/suspendFlux';

/** What is offered to other clusters: seen from both sides, held against the objects, broken and mended. */
jest.setTimeout(240_000);

const OFFERS = 'infra';
const TAKES = 'apps';
const PATIENCE = { timeoutMilliseconds: 90_000 };

let world: World;

beforeAll(async () => {
  world = await startWorld({ name: 'exports', speed: 20 });
  const shell = await LabShell.of(world.lab);
  for (const line of [OFFERS, TAKES].map(suspendFlux)) await shell.run(line);
});

afterAll(() => world?.stop());

const platform = () => world.portal.as('platform');

type Wanted = Pick<ExportSituation, 'service' | 'mechanism' | 'from'>;

async function exportOf(wanted: Wanted): Promise<ExportView | undefined> {
  const all = await platform().exports();
  return all.find(
    ({ namespace, name, mechanism, from }) =>
      `${namespace}/${name}` === wanted.service &&
      mechanism === wanted.mechanism &&
      from === wanted.from,
  );
}

function targetIn(
  view: ExportView | undefined,
  cluster: string,
): ExportTarget | undefined {
  return view?.to.find(target => target.cluster === cluster);
}

describe('a host name', () => {
  it.each([
    ['storage/minio', 'cilium-global', 4],
    ['databases/postgres-rw', 'cilium-global', 1],
    ['databases/dragonfly', 'linkerd-mirror', 2],
    ['databases/dragonfly-replica', 'linkerd-mirror', 1],
    ['observability/otel-collector', 'linkerd-federated', 2],
  ])('of %s leads to what the page says', async (service, mechanism, ready) => {
    const view = await exportOf({ service, mechanism, from: OFFERS });
    const target = targetIn(view, TAKES);
    expect(view?.endpoints?.ready).toBe(ready);
    const resolved = await resolveHost(world.lab, TAKES, target?.host ?? '');
    expect(resolved).toMatchObject({
      ready: target?.endpoints.ready,
      total: target?.endpoints.total,
      ports: target?.ports.map(({ port }) => port),
    });
    const [namespace, name] = service.split('/');
    const home = await resolveHost(
      world.lab,
      OFFERS,
      `${name}.${namespace}.svc.cluster.local`,
    );
    expect(home.ready).toBe(ready);
    expect(resolved.asksFor.includes(name)).toBe(
      target?.reachedBy === 'discovery',
    );
  });
});

describe('both clusters tell of the same', () => {
  it.each(['storage/minio', 'databases/postgres-rw', 'databases/dragonfly'])(
    '%s',
    async service => {
      const [namespace, name] = service.split('/');
      const asked = async (cluster: string) => {
        const { items } = await platform().client.listExports({
          params: {},
          query: { cluster: [cluster], q: name, namespace: [namespace] },
        });
        return items.filter(one => one.name === name);
      };
      const [offering, taking] = [await asked(OFFERS), await asked(TAKES)];
      expect(offering).toHaveLength(1);
      expect(taking).toEqual(offering);
      const params = { kind: 'resource', namespace: 'default', name };
      const { services } = await platform().client.getEntity({ params });
      expect(services.flatMap(one => one.exports)).toEqual(
        expect.arrayContaining(offering),
      );
    },
  );
});

it('a service that other pods are behind goes the other way', async () => {
  const shell = await LabShell.of(world.lab, TAKES);
  await shell.run(
    'kubectl -n storage patch service minio -p \'{"spec":{"selector":{"app":"notes"}}}\'',
  );
  const wanted = {
    ...{ service: 'storage/minio', mechanism: 'cilium-global', from: TAKES },
  };
  const view = await world.eventually('an export of the other cluster', () =>
    exportOf(wanted),
  );
  expect(targetIn(view, OFFERS)).toMatchObject({
    arrived: true,
    host: 'minio.storage.svc.cluster.local',
  });
  await shell.run(
    'kubectl -n storage patch service minio --type json -p \'[{"op":"remove","path":"/spec/selector"}]\'',
  );
  // They stay, as in any cluster: without a selector they are whoever's made them.
  await shell.run(
    'kubectl -n storage delete endpointslices -l kubernetes.io/service-name=minio',
  );
  await world.eventually(
    'it to be gone',
    async () => !(await exportOf(wanted)),
  );
});

it('links say what is connected, and what nobody can see', async () => {
  const { items } = await platform().client.listLinks({ params: {} });
  const lines = items.map(({ mesh, from, to, state, services, reasons }) =>
    [mesh, from, to, state, services, ...reasons.map(one => one.code)].join(
      ' ',
    ),
  );
  expect(lines.sort()).toEqual([
    'cilium apps infra connected 2',
    'cilium infra apps unknown 0 link-unobserved',
    'linkerd apps infra connected 3',
  ]);
  expect(items.find(({ mesh }) => mesh === 'linkerd')?.sharedTrust).toBe(true);
});

/** What is said of a situation; undefined where it is not. */
async function reasonOf(
  situation: ExportSituation,
): Promise<Reason | undefined> {
  const view = await exportOf(situation);
  const reasons = situation.to
    ? targetIn(view, situation.to)?.reasons
    : view?.reasons;
  return reasons?.find(
    ({ code, text }) =>
      code === situation.code &&
      (situation.text === undefined || text.id === situation.text),
  );
}

async function mend(
  { by, to = '' }: ExportSituation,
  reason: Reason,
  shell: LabShell,
): Promise<void> {
  if (by === 'manifest') {
    const { manifest = 'no manifest is printed' } = reason.fix ?? {};
    await shell.run(`kubectl --context ${to} apply -f -`, manifest);
    return;
  }
  const { command = 'false' } = reason.fix ?? {};
  for (const line of by === 'command' ? [command] : by) await shell.run(line);
}

describe('why not', () => {
  it.each(EXPORT_SITUATIONS)('$code: $title', async situation => {
    const shell = await LabShell.of(world.lab);
    for (const line of situation.then) await shell.run(line);
    const reason = await world.eventually(
      situation.code,
      () => reasonOf(situation),
      PATIENCE,
    );
    expect(reason.fix?.text.id).toBe(situation.fix);
    await mend(situation, reason, shell);
    await world.eventually(
      `${situation.code} to be gone`,
      async () => (await reasonOf(situation)) === undefined,
      PATIENCE,
    );
    for (const line of situation.undo ?? []) await shell.run(line);
  });
});

describe.each([
  ['that takes', TAKES],
  ['that offers', OFFERS],
])('a cluster %s and hangs', (_, cluster) => {
  const services = [
    ['storage/minio', 'cilium-global'],
    ['databases/postgres-rw', 'cilium-global'],
    ['databases/dragonfly', 'linkerd-mirror'],
  ] as const;
  const seen = () =>
    Promise.all(
      services.map(([service, mechanism]) =>
        exportOf({ service, mechanism, from: OFFERS }),
      ),
    );
  const known = (views: readonly (ExportView | undefined)[]) =>
    views.map(view => {
      const { host, arrived, state } = targetIn(view, TAKES) ?? {};
      return { host, arrived, state };
    });
  const outdated = (view: ExportView | undefined) =>
    [...(view?.reasons ?? []), ...(targetIn(view, TAKES)?.reasons ?? [])].find(
      ({ code }) => code === 'cluster-outdated',
    );

  it('keeps its last state, and since when', async () => {
    const before = known(await seen());
    await world.lab.command('hang', cluster);
    const views = await world.eventually(
      'it to be told',
      async () => {
        const now = await seen();
        return now.every(outdated) && now;
      },
      PATIENCE,
    );
    expect(known(views)).toEqual(before);
    for (const view of views) {
      expect(outdated(view)?.text.params.cluster).toBe(cluster);
      expect(Date.parse(outdated(view)?.since ?? '')).toBeLessThan(Date.now());
    }
    await world.lab.command('heal', cluster);
    await world.eventually(
      'it to be current again',
      async () => (await seen()).every(view => !outdated(view)),
      PATIENCE,
    );
  });
});
