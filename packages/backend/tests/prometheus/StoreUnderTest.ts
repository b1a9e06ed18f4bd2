import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../plugins/mesh-backend/src/io/clock';
import type { MetricsSource } from '../../../../plugins/mesh-backend/src/io/prometheus/MetricsSource';
import { PrometheusMetricsSource } from '../../../../plugins/mesh-backend/src/io/prometheus/PrometheusMetricsSource';
import { findFreePorts } from '../../../../scripts/processes/ports';
import { startReady } from '../../../../scripts/processes/startReady';

const START_LIMIT_MILLISECONDS = 30_000;
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;
const QUERY_LIMIT_MILLISECONDS = 30_000;

/** A metrics store that has a recording. */
export interface StoreUnderTest {
  readonly url: string;
  readonly source: MetricsSource;
  stop(): Promise<void>;
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Starts a store of one process with a directory of its own that goes with it. */
export async function startStore({
  name,
  command,
  readyPath,
  prepare,
  args,
}: {
  name: string;
  command: string;
  readyPath: string;
  /** Before the process is started. */
  prepare: (directory: string) => Promise<void>;
  args: (options: { directory: string; address: string }) => string[];
}): Promise<StoreUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), `meshport-${name}-`));
  await prepare(directory);
  const [port] = await findFreePorts(1);
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}`;
  const server = await startReady({
    name,
    command,
    args: args({ directory, address }),
    logFile: join(directory, 'log'),
    stateDirectory: directory,
    isReady: () => isAnswering(`${url}${readyPath}`),
    timeoutMilliseconds: START_LIMIT_MILLISECONDS,
  });
  const store = {
    name,
    url,
    headers: {},
    matchers: [],
  };
  const source = new PrometheusMetricsSource({
    store,
    clock: systemClock,
    deadlineMilliseconds: QUERY_LIMIT_MILLISECONDS,
    maxAnswerBytes: ANSWER_LIMIT_BYTES,
  });
  return {
    url,
    source,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
