import { startWorld, type World } from '../harness/World';
import { CHANGES, type Change } from './situations/changes';
import { LabShell } from './situations/LabShell';
import { suspendFlux } from './situations/suspendFlux';

/** What somebody does to a cluster with kubectl is read right within a second, in every mesh. */
jest.setTimeout(120_000);

const SECOND = 1_000;
/** Long enough to tell a slow answer from a wrong one. */
const PATIENCE = 15_000;
const EVERY = { intervalMilliseconds: 25 };

/** They follow a repository. */
const WITH_FLUX = ['infra', 'apps'];

let world: World;
const latencies: string[] = [];

beforeAll(async () => {
  world = await startWorld({ name: 'changes', speed: 20 });
  const shell = await LabShell.of(world.lab);
  for (const cluster of WITH_FLUX) await shell.run(suspendFlux(cluster));
});

afterAll(async () => {
  process.stderr.write(`change to answer:\n${latencies.join('\n')}\n`);
  await world?.stop();
});

/** Ends when the API server has the change, as far as anybody can see. */
async function bringAbout({ cluster, then, visible }: Change): Promise<void> {
  const shell = await LabShell.of(world.lab, cluster);
  for (const line of then) await shell.run(line);
  if (!visible) return;
  const ask = (path: string) => world.lab.request(cluster, path);
  await world.eventually('the change in the API server', () => visible(ask), {
    ...EVERY,
  });
}

it('they are enough', () => {
  expect(CHANGES.length).toBeGreaterThanOrEqual(15);
});

it.each(CHANGES)('$title: $cluster', async change => {
  const { title, cluster, seen, milliseconds = SECOND } = change;
  const saidBefore = change.then.length > 0 && (await seen(world.portal));
  expect(saidBefore).toBe(false);
  await bringAbout(change);
  const started = Date.now();
  await world.eventually(title, () => seen(world.portal), {
    ...EVERY,
    timeoutMilliseconds: milliseconds + PATIENCE,
  });
  const took = Date.now() - started;
  latencies.push(`${took} ms  ${cluster}: ${title}`);
  expect(took).toBeLessThanOrEqual(milliseconds);
});
