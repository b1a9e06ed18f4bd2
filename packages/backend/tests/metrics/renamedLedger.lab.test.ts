import { metricsArgs } from '../harness/MetricsLab';
import { rename, startRenamedWorld } from '../harness/renamedWorld';
import type { World } from '../harness/World';
import { connectionsOnlySuite } from './connectionsOnly.suite';
import { edgesSuite } from './edges.suite';
import { ledgerSuite } from './ledger.suite';
import { withoutRequestsSuite } from './withoutRequests.suite';

/** The same under other names: nothing that counts calls, or adds them up, knows the lab. */
jest.setTimeout(240_000);

let world: World;

beforeAll(async () => {
  const labArgs = await metricsArgs('1h');
  world = await startRenamedWorld({ name: 'renamedLedger', labArgs });
});

afterAll(() => world?.stop());

ledgerSuite(() => world, rename);

edgesSuite(() => world, rename);

withoutRequestsSuite(() => world, rename);

connectionsOnlySuite(() => world, rename);
