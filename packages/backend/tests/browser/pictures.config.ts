import { defineConfig } from '@playwright/test';

/** See pictures.ts: no test, and not run by `npm test`. */
export default defineConfig({
  testDir: __dirname,
  testMatch: 'pictures.ts',
  workers: 1,
  reporter: 'list',
});
