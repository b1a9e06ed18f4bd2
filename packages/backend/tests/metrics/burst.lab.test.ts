import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { burstSuite } from './burst.suite';

/** "Is it me?" as it is configured by default, with its window of five minutes. */
jest.setTimeout(600_000);

let world: World;

beforeAll(async () => {
  const labArgs = await metricsArgs('20m');
  world = await startWorld({ name: 'burst', labArgs });
  await new MetricsLab(world.lab).ready();
});

afterAll(() => world?.stop());

burstSuite({
  world: () => world,
  rename: name => name,
  windowSeconds: 300,
});
