import { metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { connectionsOnlySuite } from './connectionsOnly.suite';
import { edgesSuite } from './edges.suite';
import { ledgerSuite } from './ledger.suite';
import { withoutRequestsSuite } from './withoutRequests.suite';

/** Traffic as the portal tells it, through real Prometheus servers, against every single call that was made. */
jest.setTimeout(240_000);

const itself = (name: string) => name;

let world: World;

beforeAll(async () => {
  // So that what ended before the lab started is still in its counters.
  const labArgs = await metricsArgs('1h');
  world = await startWorld({ name: 'ledger', labArgs });
});

afterAll(() => world?.stop());

ledgerSuite(() => world, itself);

edgesSuite(() => world, itself);

withoutRequestsSuite(() => world, itself);

connectionsOnlySuite(() => world, itself);
