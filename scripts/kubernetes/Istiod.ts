import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import { findFreePorts } from '../processes/ports.ts';
import { startReady } from '../processes/startReady.ts';
import { waitUntil } from '../processes/waitUntil.ts';
import { findTool, type FindToolOptions } from '../tools/findTool.ts';
import { istioManifest, type ManifestObject } from './istioManifest.ts';
import type { KubeApiServer } from './KubeApiServer.ts';
import { requestJson } from './requestJson.ts';

const TIMEOUT_MILLISECONDS = 120_000;
const STOP_GRACE_MILLISECONDS = 1_500;
const NAMESPACE = 'istio-system';

export interface IstiodOptions extends FindToolOptions {
  /** `ambient` also installs what sidecars need. */
  profile: 'ambient' | 'default';
  /** Istio's own name of the cluster. */
  clusterId: string;
  network: string;
  meshId: string;
  /** Default: no revision, which Istio calls `default`. */
  revision?: string;
}

/** A real istiod that serves a cluster from outside, as a process on loopback. */
export interface Istiod {
  /** Name of the MutatingWebhookConfiguration that injects. */
  readonly injector: string;
  /** What `/debug/<path>` answers: istiod's own view. */
  debug(path: string): Promise<unknown>;
  /** Last lines of its log, for the message of a failing test. */
  logs(): string;
  stop(): Promise<void>;
}

async function applyAll(
  server: KubeApiServer,
  objects: readonly ManifestObject[],
): Promise<void> {
  const items = { apiVersion: 'v1', kind: 'List', items: objects };
  await server.kubectl(
    ['apply', '--server-side', '--force-conflicts', '-f', '-'],
    { input: JSON.stringify(items) },
  );
}

async function install(
  server: KubeApiServer,
  options: IstiodOptions,
  webhookPort: number,
): Promise<Record<string, string>> {
  const { profile, clusterId, network, meshId, revision } = options;
  const { definitions, objects, env } = await istioManifest(
    {
      profile,
      'values.global.meshID': meshId,
      'values.global.multiCluster.clusterName': clusterId,
      'values.global.network': network,
      ...(revision ? { revision } : {}),
    },
    { ...options, webhookUrl: `https://127.0.0.1:${webhookPort}` },
  );
  const gatewayApi = await findTool('gateway-api', options);
  await server.kubectl([
    ...['apply', '--server-side', '--force-conflicts'],
    ...['-f', gatewayApi.path],
  ]);
  await applyAll(server, definitions);
  await server.kubectl([
    ...['wait', '--for=condition=Established', 'crd', '--all'],
    '--timeout=60s',
  ]);
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: NAMESPACE,
      labels: { 'topology.istio.io/network': network },
    },
  };
  await applyAll(server, [namespace, ...objects]);
  return env;
}

/** istiod signs its own webhook certificate and writes the authority into the configuration. */
async function waitForAuthority(
  server: KubeApiServer,
  injector: string,
): Promise<void> {
  await waitUntil(
    async () => {
      const bundle = await server.kubectl([
        ...['get', 'mutatingwebhookconfiguration', injector],
        ...['-o', 'jsonpath={.webhooks[0].clientConfig.caBundle}'],
      ]);
      return bundle.length > 0;
    },
    { what: `${injector} to trust istiod`, timeoutMilliseconds: 60_000 },
  );
}

const local = (port: number) => `127.0.0.1:${port}`;

async function freePorts() {
  const [http, grpc, secureGrpc, https, metrics, control] = await findFreePorts(
    6,
  );
  return { http, grpc, secureGrpc, https, metrics, control };
}

type Ports = Awaited<ReturnType<typeof freePorts>>;

function istiodArguments(
  { kubeconfigPath }: KubeApiServer,
  { clusterId }: IstiodOptions,
  ports: Ports,
): string[] {
  return [
    'discovery',
    ...['--kubeconfig', kubeconfigPath],
    ...['--domain', 'cluster.local', '--clusterID', clusterId],
    ...['--httpAddr', local(ports.http), '--grpcAddr', local(ports.grpc)],
    ...['--secureGRPCAddr', local(ports.secureGrpc)],
    ...['--httpsAddr', local(ports.https)],
    ...['--monitoringAddr', local(ports.metrics)],
    ...['--ctrlz_port', String(ports.control), '--ctrlz_address', '127.0.0.1'],
  ];
}

/**
 * Installs Istio into a cluster and runs its istiod here. Resolves when istiod is ready and the API server trusts its
 * webhooks. Rejects with a ToolMissingError where it can neither be found nor built.
 */
export async function startIstiod(
  server: KubeApiServer,
  options: IstiodOptions,
): Promise<Istiod> {
  const { path } = await findTool('pilot-discovery', options);
  const ports = await freePorts();
  const env = await install(server, options, ports.https);
  const name = options.revision ? `istiod-${options.revision}` : 'istiod';
  const directory = join(server.directory, name);
  await mkdir(directory, { recursive: true });
  const logFile = join(directory, 'istiod.log');
  const istiod = await startReady({
    name,
    command: path,
    cwd: directory,
    args: istiodArguments(server, options, ports),
    env: {
      ...env,
      PATH: process.env.PATH,
      POD_NAME: `${name}-local`,
      POD_NAMESPACE: NAMESPACE,
      SERVICE_ACCOUNT: 'istiod',
      // Names that the webhook's certificate is for.
      ISTIOD_CUSTOM_HOST: '127.0.0.1,localhost',
    },
    logFile,
    isReady: async () => {
      const answer = await requestJson(
        `http://${local(ports.http)}/ready`,
      ).catch(() => undefined);
      return answer?.status === 200;
    },
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    graceMilliseconds: STOP_GRACE_MILLISECONDS,
  });
  const injector = options.revision
    ? `istio-sidecar-injector-${options.revision}`
    : 'istio-sidecar-injector';
  const stop = async () => {
    await istiod.stop({ graceMilliseconds: STOP_GRACE_MILLISECONDS });
  };
  try {
    await waitForAuthority(server, injector);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    injector,
    debug: async what =>
      (await requestJson(`http://${local(ports.http)}/debug/${what}`)).body,
    logs: () => tailOfLog(logFile),
    stop,
  };
}
