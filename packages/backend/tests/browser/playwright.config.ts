import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { WorldFixture } from './fixtures';

const ROOT = join(__dirname, '../../../..');

/** What must be there within a second, whatever else a browser does; nothing else runs beside them. */
const MEASURED = /(home|live|largeGraph)\.spec\.ts$/;

/**
 * Each worker has a browser, a lab and a portal of its own (see fixtures.ts), and two of them wait for things most of the
 * time. Files of one worker share its world. They start in order of their names: the long ones before those whose tests
 * any worker can take.
 */
export default defineConfig<object, WorldFixture>({
  testDir: __dirname,
  testMatch: '*.spec.ts',
  outputDir: join(ROOT, '.meshport', 'test-results'),
  globalSetup: join(__dirname, 'builtApp.ts'),
  workers: 2,
  fullyParallel: false,
  projects: [
    {
      name: 'renamed',
      testMatch: 'expected.spec.ts',
      // One such world is enough.
      workers: 1,
      use: { isRenamed: true },
    },
    { name: 'plain', testIgnore: MEASURED },
    {
      name: 'measured',
      testMatch: MEASURED,
      dependencies: ['renamed', 'plain'],
      workers: 1,
    },
  ],
  // The first test of a worker waits for the lab and the portal.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: 'list',
});
