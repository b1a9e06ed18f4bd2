import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import {
  startGuardedProcess,
  tailOfLog,
} from '../../../../scripts/processes/GuardedProcess';
import { findFreePorts } from '../../../../scripts/processes/ports';
import { waitUntil } from '../../../../scripts/processes/waitUntil';

const START_MILLISECONDS = 90_000;
const ENTRY = join(__dirname, 'portal', 'main.ts');

/** A running backend with the Kubernetes plugin, and how a client calls it. */
export interface KubernetesPlugin {
  /** Of the plugin: `http://127.0.0.1:PORT/api/kubernetes`. */
  readonly url: string;
  /** Of a service that may call it. */
  readonly token: string;
  /** What it lists from now on; undefined makes the list fail. */
  supply(clusters: readonly ClusterDetails[] | undefined): Promise<void>;
  stop(): Promise<void>;
}

const config = (port: number, token: string) => ({
  app: { baseUrl: `http://127.0.0.1:${port}` },
  backend: {
    baseUrl: `http://127.0.0.1:${port}`,
    listen: { host: '127.0.0.1', port },
    database: { client: 'better-sqlite3', connection: ':memory:' },
    auth: {
      keys: [{ secret: randomUUID() }],
      externalAccess: [
        { type: 'static', options: { token, subject: 'meshport' } },
      ],
    },
  },
  kubernetes: {
    serviceLocatorMethod: { type: 'multiTenant' },
    clusterLocatorMethods: [],
    proxy: {
      middlewareCache: { ttl: { milliseconds: 86_400_000 }, maxSize: 1000 },
    },
  },
});

/**
 * The real plugin in a backend process of its own, with real authentication and the
 * default middlewares: their compression is what keeps a watch back.
 */
export async function startKubernetesPlugin({
  withProxyModule,
}: {
  withProxyModule: boolean;
}): Promise<KubernetesPlugin> {
  const directory = await mkdtemp(join(tmpdir(), 'meshport-portal-'));
  const [port] = await findFreePorts(1);
  const token = randomUUID();
  const configFile = join(directory, 'app-config.yaml');
  const clustersFile = join(directory, 'clusters.json');
  await writeFile(configFile, JSON.stringify(config(port, token)));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const portal = await startGuardedProcess({
    name: 'the portal',
    command: process.execPath,
    args: [
      '--no-warnings',
      ...[
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      ...[ENTRY, '--config', configFile],
    ],
    env: {
      ...env,
      NODE_ENV: 'development',
      CLUSTERS_FILE: clustersFile,
      WITH_PROXY_MODULE: withProxyModule ? 'yes' : '',
    },
    logFile: join(directory, 'portal.log'),
    stateDirectory: directory,
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitUntil(
    async () => {
      if (!portal.isRunning()) throw new Error(tailOfLog(portal.logFile));
      const health = `${origin}/.backstage/health/v1/readiness`;
      return (await fetch(health).catch(() => undefined))?.ok;
    },
    { what: 'the portal', timeoutMilliseconds: START_MILLISECONDS },
  );
  return {
    url: `${origin}/api/kubernetes`,
    token,
    async supply(clusters) {
      if (!clusters) return rm(clustersFile, { force: true });
      // At once: the plugin reads the file with every request.
      await writeFile(`${clustersFile}.new`, JSON.stringify(clusters));
      return rename(`${clustersFile}.new`, clustersFile);
    },
    async stop() {
      await portal.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
