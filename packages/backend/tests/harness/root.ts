import { resolve } from 'node:path';

/** The repository. Suites are started from several working directories, so it is found from here. */
export const ROOT = resolve(__dirname, '../../../..');
