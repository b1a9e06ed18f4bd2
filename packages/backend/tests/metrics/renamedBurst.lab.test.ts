import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { rename, startRenamedWorld } from '../harness/renamedWorld';
import type { World } from '../harness/World';
import { burstSuite } from './burst.suite';
import { denySuite } from './deny.suite';
import { FAULT_WINDOW_SECONDS, faultConfig } from './faultWindow';

/** The same under other names: nothing that blames anybody knows the lab. */
jest.setTimeout(420_000);

let world: World;

beforeAll(async () => {
  const labArgs = await metricsArgs('10m');
  world = await startRenamedWorld({
    name: 'renamedBurst',
    labArgs,
    config: faultConfig,
  });
  await new MetricsLab(world.lab).ready();
});

afterAll(() => world?.stop());

const options = {
  world: () => world,
  rename,
  windowSeconds: FAULT_WINDOW_SECONDS,
};

burstSuite(options);

denySuite(options);
