import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { askJson } from '../processes/askJson.ts';
import { waitUntil } from '../processes/waitUntil.ts';
import type { Session } from '../processes/Session.ts';

const PORTAL_TIMEOUT_MILLISECONDS = 120_000;
const CLUSTER_TIMEOUT_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 250;

/**
 * From 2 GiB on V8 lets the heap grow to four times of what lives in it before it collects, below to at most twice: that
 * much of the process's memory is garbage.
 */
export const PORTAL_NODE_ARGS = ['--max-old-space-size=2000'];

export interface PortalOptions {
  root: string;
  session: Session;
  host: string;
  port: number;
  /** Configuration that is added to app-config.yaml, later files winning. */
  appConfigs: readonly string[];
  logFile: string;
  /** Where the configuration made here is written; default `.meshport`. */
  directory?: string;
  /** What starts the backend, relative to packages/backend; default `src/index.ts`. */
  entry?: string;
}

/** The address that people and the app's own code use. */
export function portalUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** App and backend on one address, over clusters that the home page calls simulated. JSON is YAML. */
function writeConfig({
  root,
  host,
  port,
  directory = join(root, '.meshport'),
}: PortalOptions): string {
  const path = join(directory, 'app-config.start.yaml');
  const baseUrl = portalUrl(port);
  const config = {
    app: { baseUrl, meshport: { simulatedClusters: true } },
    backend: { baseUrl, listen: { host, port }, cors: { origin: baseUrl } },
  };
  writeFileSync(path, JSON.stringify(config, null, 2));
  return path;
}

/**
 * Starts the backend once, without the watching and restarting of `backstage-cli package start`, and waits until it says
 * that it is ready. NODE_ENV is development because Backstage's guest sign-in refuses anything else.
 */
export async function startPortal(options: PortalOptions): Promise<void> {
  const { root, session, port, appConfigs, logFile } = options;
  const { entry = 'src/index.ts' } = options;
  const transform = createRequire(join(root, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const configs = [
    join(root, 'app-config.yaml'),
    ...appConfigs,
    writeConfig(options),
  ];
  await session.start({
    name: 'The portal',
    command: process.execPath,
    args: [
      ...PORTAL_NODE_ARGS,
      ...['--no-warnings', '--require', transform, entry],
      ...configs.flatMap(file => ['--config', file]),
    ],
    cwd: join(root, 'packages', 'backend'),
    env: { ...process.env, NODE_ENV: 'development' },
    logFile,
  });
  const readiness = `${portalUrl(port)}/.backstage/health/v1/readiness`;
  await session.during(
    waitUntil(() => askJson<object>(readiness), {
      what: `the portal; its log is ${logFile}`,
      timeoutMilliseconds: PORTAL_TIMEOUT_MILLISECONDS,
      intervalMilliseconds: POLL_MILLISECONDS,
    }),
  );
}

async function guestToken(port: number): Promise<string | undefined> {
  const url = `${portalUrl(port)}/api/auth/guest/refresh`;
  const answer = await askJson<{ backstageIdentity?: { token?: string } }>(
    url,
    { method: 'POST' },
  );
  return answer?.backstageIdentity?.token;
}

/**
 * Waits until the portal has read the first cluster completely and knows from the catalog whose its services are: from then
 * on its pages answer.
 */
export async function waitForFirstCluster({
  session,
  port,
}: Pick<PortalOptions, 'session' | 'port'>): Promise<void> {
  await session.during(
    waitUntil(() => hasReadClusterAndCatalog(port), {
      what: 'the first cluster and the catalog to be read; the logs in .meshport say more',
      timeoutMilliseconds: CLUSTER_TIMEOUT_MILLISECONDS,
      intervalMilliseconds: POLL_MILLISECONDS,
    }),
  );
}

async function hasReadClusterAndCatalog(port: number): Promise<boolean> {
  const token = await guestToken(port);
  if (!token) return false;
  const answer = await askJson<{
    items: { entityRefs: string[] }[];
    clusters: { status: string }[];
  }>(`${portalUrl(port)}/api/mesh/v1/services?limit=200`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!answer) return false;
  return (
    answer.clusters.some(({ status }) => status === 'live') &&
    answer.items.some(({ entityRefs }) => entityRefs.length > 0)
  );
}
