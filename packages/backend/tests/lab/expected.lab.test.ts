import { expectationsSuite } from '../harness/expectations.suite';
import { startWorld, type World } from '../harness/World';

/** The portal says about the lab what was written down from its manifests. */
jest.setTimeout(90_000);

let world: World;

beforeAll(async () => {
  world = await startWorld({ name: 'expected' });
});

afterAll(() => world?.stop());

expectationsSuite(() => world);
