import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../processes/ports.ts';
import { tailOfLog, type GuardedProcess } from '../processes/GuardedProcess.ts';
import { startReady } from '../processes/startReady.ts';
import { findTool, type FindToolOptions } from '../tools/findTool.ts';
import {
  apiServerArguments,
  etcdArguments,
  type Authorization,
} from './arguments.ts';
import { writeAccounts, writeKubeconfig, type KubeUser } from './accounts.ts';
import {
  requestJson,
  type JsonAnswer,
  type JsonRequest,
} from './requestJson.ts';
import { runKubectl } from './runKubectl.ts';

const ETCD_TIMEOUT_MILLISECONDS = 30_000;
const API_SERVER_TIMEOUT_MILLISECONDS = 120_000;
/** Measured: with an open watch an API server takes 60 s to end on SIGTERM, so tests that stop it do not wait. */
const STOP_GRACE_MILLISECONDS = 1_500;
/** Another process may take a port between our choice and the server's listen. */
const ATTEMPTS = 3;

export interface KubeApiServerOptions extends FindToolOptions {
  /** Name of cluster and context in the kubeconfig files; default `real`. */
  name?: string;
  /** Accounts beside `admin` (who is in system:masters). Without RBAC rules they may read discovery and nothing else. */
  users?: readonly KubeUser[];
  /** Default `RBAC`. */
  authorization?: Authorization;
  /** Added after our own flags, so that they win; for example `--watch-cache=false`. */
  apiServerArgs?: readonly string[];
  etcdArgs?: readonly string[];
}

/** A real kube-apiserver with its own etcd, on loopback, in a temporary directory. No controllers, no scheduler. */
export interface KubeApiServer {
  /** https://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** PEM of the self-signed authority; the certificate is valid for 127.0.0.1, not for localhost. */
  readonly caPem: string;
  readonly adminToken: string;
  /** Bearer token by user name, `admin` included. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Kubeconfig of `admin`. */
  readonly kubeconfigPath: string;
  /** Kubeconfig of any of the users. */
  kubeconfigOf(user: string): string;
  /** State and logs; removed by `stop`. */
  readonly directory: string;
  /** One HTTPS request; default: GET as admin. Never throws for an HTTP status. */
  request(path: string, request?: JsonRequest): Promise<JsonAnswer>;
  /** Runs kubectl as admin (or `user`) and returns its standard output; rejects with its standard error. */
  kubectl(
    args: readonly string[],
    options?: { input?: string; user?: string },
  ): Promise<string>;
  /** A new token of an existing ServiceAccount through the TokenRequest API. */
  createServiceAccountToken(account: {
    namespace: string;
    name: string;
    /** At least 600, the API server's minimum; default 3600. */
    expirationSeconds?: number;
  }): Promise<string>;
  /** Forgets all history in etcd up to now. With the watch cache on (default) that alone gives no 410. */
  compact(): Promise<void>;
  /** Ends kube-apiserver, keeps etcd, and waits for the end. Default SIGKILL: open watches break off half way. */
  killApiServer(signal?: NodeJS.Signals): Promise<void>;
  /** Starts kube-apiserver again on the same port and state and waits until it is ready. */
  restartApiServer(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers any more. */
  pauseApiServer(): void;
  /** SIGCONT. */
  resumeApiServer(): void;
  /** Last lines of the logs, for the message of a failing test. */
  logs(): string;
  /** Ends both processes and removes the directory. May be called twice. */
  stop(): Promise<void>;
}

/** Everything that stays the same over a restart of the API server. */
interface Cluster {
  name: string;
  directory: string;
  port: number;
  etcdUrl: string;
  apiServerPath: string;
  authorization: Authorization;
  extraArgs: readonly string[];
}

async function startEtcd(
  path: string,
  {
    directory,
    clientPort,
    peerPort,
    extraArgs,
  }: {
    directory: string;
    clientPort: number;
    peerPort: number;
    extraArgs: readonly string[];
  },
): Promise<GuardedProcess> {
  const url = `http://127.0.0.1:${clientPort}/health`;
  return startReady({
    name: 'etcd',
    command: path,
    args: etcdArguments({ directory, clientPort, peerPort, extraArgs }),
    // ETCD_* variables are read as flags.
    env: { PATH: process.env.PATH },
    logFile: join(directory, 'etcd.log'),
    stateDirectory: directory,
    isReady: async () =>
      (await requestJson(url).catch(() => undefined))?.status === 200,
    timeoutMilliseconds: ETCD_TIMEOUT_MILLISECONDS,
    graceMilliseconds: STOP_GRACE_MILLISECONDS,
  });
}

async function startApiServer(cluster: Cluster): Promise<GuardedProcess> {
  const url = `https://127.0.0.1:${cluster.port}/readyz`;
  return startReady({
    name: 'kube-apiserver',
    command: cluster.apiServerPath,
    args: apiServerArguments(cluster),
    env: { PATH: process.env.PATH, NO_PROXY: '127.0.0.1' },
    logFile: join(cluster.directory, 'kube-apiserver.log'),
    stateDirectory: cluster.directory,
    isReady: async () => {
      const ca = await authorityOf(cluster.directory).catch(() => undefined);
      if (!ca) return false;
      const answer = await requestJson(url, { ca }).catch(() => undefined);
      return answer?.status === 200;
    },
    timeoutMilliseconds: API_SERVER_TIMEOUT_MILLISECONDS,
    graceMilliseconds: STOP_GRACE_MILLISECONDS,
  });
}

/** kube-apiserver writes its own certificate and the authority that signed it into one file on first start. */
function authorityOf(directory: string): Promise<string> {
  return readFile(join(directory, 'certificates', 'apiserver.crt'), 'utf8');
}

async function startOnce(
  options: KubeApiServerOptions,
): Promise<KubeApiServer> {
  const apiServerTool = await findTool('kube-apiserver', options);
  const etcdTool = await findTool('etcd', options);
  const directory = await mkdtemp(join(tmpdir(), 'meshport-kube-'));
  const running: GuardedProcess[] = [];
  try {
    const [port, clientPort, peerPort] = await findFreePorts(3);
    const users = [
      { name: 'admin', token: randomUUID(), groups: ['system:masters'] },
      ...(options.users ?? []),
    ];
    await writeAccounts(directory, users);
    running.push(
      await startEtcd(etcdTool.path, {
        directory,
        clientPort,
        peerPort,
        extraArgs: options.etcdArgs ?? [],
      }),
    );
    const cluster: Cluster = {
      name: options.name ?? 'real',
      directory,
      port,
      etcdUrl: `http://127.0.0.1:${clientPort}`,
      apiServerPath: apiServerTool.path,
      authorization: options.authorization ?? 'RBAC',
      extraArgs: options.apiServerArgs ?? [],
    };
    running.push(await startApiServer(cluster));
    return await kubeApiServer({ cluster, running, users, options });
  } catch (error) {
    await end(running, directory);
    throw error;
  }
}

async function end(
  running: readonly GuardedProcess[],
  directory: string,
): Promise<void> {
  // kube-apiserver first: without its etcd it does nothing but log errors.
  for (const one of [...running].reverse()) {
    one.signal('SIGCONT');
    await one.stop({ graceMilliseconds: STOP_GRACE_MILLISECONDS });
  }
  await rm(directory, { recursive: true, force: true });
}

async function kubeApiServer({
  cluster,
  running,
  users,
  options,
}: {
  cluster: Cluster;
  running: GuardedProcess[];
  users: readonly KubeUser[];
  options: KubeApiServerOptions;
}): Promise<KubeApiServer> {
  const { directory, port } = cluster;
  const url = `https://127.0.0.1:${port}`;
  const ca = await authorityOf(directory);
  const tokens = Object.fromEntries(users.map(u => [u.name, u.token]));
  const kubeconfigOf = (user: string) => join(directory, `${user}.kubeconfig`);
  for (const { name, token } of users) {
    const to = { cluster: cluster.name, url, ca, token };
    await writeKubeconfig(kubeconfigOf(name), to);
  }
  const request = (path: string, how: JsonRequest = {}) =>
    requestJson(`${url}${path}`, { token: tokens.admin, ...how, ca });
  const etcd = running[0];
  let apiServer = running[1];

  return {
    url,
    port,
    caPem: ca,
    adminToken: tokens.admin,
    tokens,
    kubeconfigPath: kubeconfigOf('admin'),
    kubeconfigOf,
    directory,
    request,
    kubectl: (args, { input, user = 'admin' } = {}) =>
      runKubectl(args, { kubeconfig: kubeconfigOf(user), input, ...options }),
    createServiceAccountToken: account => requestToken(request, account),
    compact: () => compact(cluster.etcdUrl),
    async killApiServer(signal = 'SIGKILL') {
      apiServer.signal(signal);
      await apiServer.ended;
    },
    async restartApiServer() {
      await apiServer.stop({ graceMilliseconds: STOP_GRACE_MILLISECONDS });
      apiServer = await startApiServer(cluster);
    },
    pauseApiServer: () => apiServer.signal('SIGSTOP'),
    resumeApiServer: () => apiServer.signal('SIGCONT'),
    logs: () =>
      [etcd, apiServer].map(one => tailOfLog(one.logFile)).join('\n---\n'),
    stop: () => end([etcd, apiServer], directory),
  };
}

async function requestToken(
  request: KubeApiServer['request'],
  {
    namespace,
    name,
    expirationSeconds = 3600,
  }: { namespace: string; name: string; expirationSeconds?: number },
): Promise<string> {
  const { status, body } = await request(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    {
      method: 'POST',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds },
      },
    },
  );
  if (status !== 201) {
    throw new Error(
      `No token for ServiceAccount ${namespace}/${name}: ${status} ${JSON.stringify(
        body,
      )}`,
    );
  }
  return (body as { status: { token: string } }).status.token;
}

/** Through etcd's JSON gateway; an empty range (key "\0") is the cheapest way to learn the current revision. */
async function compact(etcdUrl: string): Promise<void> {
  const range = await requestJson(`${etcdUrl}/v3/kv/range`, {
    method: 'POST',
    body: { key: 'AA==', count_only: true },
  });
  const { revision } = (range.body as { header: { revision: string } }).header;
  const answer = await requestJson(`${etcdUrl}/v3/kv/compaction`, {
    method: 'POST',
    body: { revision, physical: true },
  });
  if (answer.status !== 200) {
    throw new Error(`etcd refused to compact: ${JSON.stringify(answer.body)}`);
  }
}

/**
 * Starts etcd and kube-apiserver and waits until `/readyz` says ok (2-4 s). Rejects with a ToolMissingError, whose
 * message says how to get them, when the binaries can neither be found nor built.
 */
export async function startKubeApiServer(
  options: KubeApiServerOptions = {},
): Promise<KubeApiServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      const inUse = /address already in use/.test(String(error));
      if (!inUse || attempt === ATTEMPTS) throw error;
    }
  }
}
