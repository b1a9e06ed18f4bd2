import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiServer } from '../apiserver/ApiServer.ts';
import { faultCommands } from '../apiserver/control/faultCommands.ts';
import {
  startControlServer,
  type ControlServer,
} from '../apiserver/control/ControlServer.ts';
import {
  READ_EVERYTHING,
  WRITE_EVERYTHING,
  type Account,
} from '../apiserver/http/accounts.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { renameWorld, type NameMap } from '../world/rename.ts';
import { buildFleet } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import {
  announce,
  runningLab,
  withdraw,
  type Announcement,
} from './announcement.ts';
import { catalogFiles } from './catalogFiles.ts';
import { appConfig, kubeconfig, type ClusterEndpoint } from './clientFiles.ts';
import {
  loadCredentials,
  type Credentials,
  type Tokens,
} from './credentials.ts';
import { writePrivately } from './privateFiles.ts';
import { healingPodsToo, workloadCommands } from './workloadCommands.ts';

export interface LabOptions {
  /** Where certificates, kubeconfig and app-config are kept. */
  directory: string;
  worldDirectory: string;
  catalogDirectory: string;
  /** The control API's port; the clusters have those that follow, in the order of their names. */
  portBase: number;
  /** Divides every delay of controllers and kubelets. */
  speed: number;
  /** New names for clusters, namespaces, workloads and revisions; empty to keep them. */
  names: NameMap;
  onError(error: unknown): void;
}

export interface RunningLab {
  control: string;
  clusters: { name: string; url: string }[];
  kubeconfig: string;
  appConfig: string;
  stop(): Promise<void>;
}

/** A start that failed for a reason that whoever started it can change. */
export class LabStartError extends Error {}

interface Served {
  cluster: SimulatedCluster;
  server: ApiServer;
}

/**
 * Builds every cluster of the world and serves it. Rejects with LabStartError when a port is taken, or when another lab
 * runs with the folder, whose files it would overwrite.
 */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const { directory } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await refuseSecondLab(directory);
  const worlds = loadWorlds(options.worldDirectory).map(world =>
    renameWorld(world, options.names),
  );
  const now = new Date();
  const credentials = await loadCredentials(
    directory,
    worlds.map(world => world.name),
    now,
  );
  const { ca } = credentials.certificate;
  const served = new Map<string, Served>();
  const stopping = new AbortController();
  let control: ControlServer | undefined;
  const stop = async () => {
    stopping.abort();
    if (control) withdraw(directory, announcementOf(control));
    await Promise.all([
      control?.stop(),
      ...[...served.values()].map(({ server }) => server.stop()),
    ]);
  };
  try {
    const fleet = buildFleet(worlds, { now: new Date(), certificate: ca });
    for (const [i, cluster] of fleet.clusters.entries()) {
      const { name } = cluster.world;
      const port = options.portBase + 1 + i;
      const server = apiServer(cluster, { port, credentials });
      await listening(port, `the cluster ${name}`, () => server.start());
      served.set(name, { cluster, server });
    }
    fleet.goLive({
      speed: options.speed,
      signal: stopping.signal,
      onError: options.onError,
    });
    control = await listening(options.portBase, 'the control API', () =>
      startControl(served, options.portBase),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const files = writeFiles({ options, served, credentials });
  announce(directory, announcementOf(control));
  const clusters = [...served].map(([name, { server }]) => ({
    name,
    url: server.url,
  }));
  return { control: control.url, clusters, ...files, stop };
}

function announcementOf({ url }: ControlServer): Announcement {
  return { control: url, pid: process.pid };
}

async function refuseSecondLab(directory: string): Promise<void> {
  const other = await runningLab(directory);
  if (!other) return;
  throw new LabStartError(
    `A lab runs with ${directory} already (process ${other.pid}), and a second one would overwrite its kubeconfig. End it with Ctrl-C where it was started, or with: kill ${other.pid}. Or give this one another folder with --dir DIRECTORY.`,
  );
}

function apiServer(
  cluster: SimulatedCluster,
  options: { port: number; credentials: Credentials },
): ApiServer {
  const { certificate, tokens } = options.credentials;
  const { cert, key } = certificate;
  const { name, kubernetesVersion } = cluster.world;
  return new ApiServer({
    store: cluster.store,
    accounts: accountsOf(tokens[name]),
    certificate: { cert, key },
    port: options.port,
    gitVersion: kubernetesVersion,
  });
}

function accountsOf({ reader, admin }: Tokens): Account[] {
  return [
    {
      username: 'system:serviceaccount:meshport:reader',
      groups: [
        'system:serviceaccounts',
        'system:serviceaccounts:meshport',
        'system:authenticated',
      ],
      token: reader,
      rules: READ_EVERYTHING,
      portal: true,
    },
    {
      username: 'admin',
      groups: ['system:masters', 'system:authenticated'],
      token: admin,
      rules: WRITE_EVERYTHING,
    },
  ];
}

function startControl(
  served: ReadonlyMap<string, Served>,
  port: number,
): Promise<ControlServer> {
  const servers = new Map(
    [...served].map(([name, { server }]) => [name, server]),
  );
  const clusters = new Map(
    [...served].map(([name, { cluster }]) => [name, cluster]),
  );
  const faults = faultCommands(servers);
  return startControlServer({
    port,
    commands: {
      ...faults,
      ...workloadCommands(clusters),
      heal: healingPodsToo(faults.heal, clusters),
    },
    status: () => ({
      clusters: [...served].map(([name, { server }]) => ({
        name,
        url: server.url,
        faults: server.faults.state,
        ...server.counters(),
      })),
    }),
  });
}

/** Turns "address in use" into a sentence with the way out. */
async function listening<T>(
  port: number,
  what: string,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new LabStartError(
      `Port ${port}, which ${what} of the lab would listen on, is taken. Stop what listens there, or choose other ports with --port-base N.`,
    );
  }
}

function writeFiles(parts: {
  options: LabOptions;
  served: ReadonlyMap<string, Served>;
  credentials: Credentials;
}): { kubeconfig: string; appConfig: string } {
  const { options, served, credentials } = parts;
  const { directory, names, catalogDirectory } = options;
  const endpoints: ClusterEndpoint[] = [...served].map(
    ([name, { cluster, server }]) => ({
      name,
      title: cluster.world.title,
      url: server.url,
      readerToken: credentials.tokens[name].reader,
      adminToken: credentials.tokens[name].admin,
    }),
  );
  const { ca } = credentials.certificate;
  const catalog = catalogFiles({ source: catalogDirectory, directory, names });
  const files = {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
  };
  writePrivately(files.kubeconfig, kubeconfig(endpoints, ca));
  writePrivately(files.appConfig, appConfig(endpoints, ca, catalog));
  return files;
}
