import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const ROOT = join(__dirname, '../../../..');

/**
 * One browser, one lab, one portal for all files (see fixtures.ts): the machine that runs this has few cores, and times
 * are measured.
 */
export default defineConfig({
  testDir: __dirname,
  testMatch: '*.spec.ts',
  outputDir: join(ROOT, '.meshport', 'test-results'),
  workers: 1,
  fullyParallel: false,
  // The first test of a worker waits for the build of the app, the lab and the portal.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: 'list',
});
