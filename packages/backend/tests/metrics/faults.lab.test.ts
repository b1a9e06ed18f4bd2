import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { cutLinkSuite } from './cutLink.suite';
import { denySuite } from './deny.suite';
import { FAULT_WINDOW_SECONDS, faultConfig } from './faultWindow';
import { noEndpointSuite } from './noEndpoint.suite';

/** What people see of a service that fails, and where they are told to look. */
jest.setTimeout(420_000);

let world: World;

beforeAll(async () => {
  const labArgs = await metricsArgs('10m');
  world = await startWorld({
    name: 'metricFaults',
    labArgs,
    config: faultConfig,
  });
  await new MetricsLab(world.lab).ready();
});

afterAll(() => world?.stop());

const options = {
  world: () => world,
  rename: (name: string) => name,
  windowSeconds: FAULT_WINDOW_SECONDS,
};

noEndpointSuite(options);

cutLinkSuite(options);

denySuite(options);
