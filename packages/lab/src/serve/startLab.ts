import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultCommands } from '../apiserver/control/faultCommands.ts';
import {
  startControlServer,
  type ControlServer,
} from '../apiserver/control/ControlServer.ts';
import { readPeople } from '../oidc/people.ts';
import { portalAuth } from '../oidc/portalAuth.ts';
import { startSignIn, type SignIn } from '../oidc/startSignIn.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { renameWorld, type NameMap } from '../world/rename.ts';
import { buildFleet } from '../world/buildFleet.ts';
import {
  announce,
  runningLab,
  withdraw,
  type Announcement,
} from './announcement.ts';
import { catalogFiles } from './catalogFiles.ts';
import { appConfig, kubeconfig, type ClusterEndpoint } from './clientFiles.ts';
import { loadCredentials, type Credentials } from './credentials.ts';
import { LabStartError, listening } from './listening.ts';
import { writePrivately } from './privateFiles.ts';
import { renamedSettings } from './renamedSettings.ts';
import { serveClusters, type Served } from './serveClusters.ts';
import { healingPodsToo, workloadCommands } from './workloadCommands.ts';

export interface LabOptions {
  /** Where certificates, kubeconfig and app-config are kept. */
  directory: string;
  worldDirectory: string;
  catalogDirectory: string;
  /** The portal's own configuration, which speaks of the clusters by their names. */
  portalConfig: string;
  /** The control API's port; the clusters have those that follow, in the order of their names, the sign-in one behind. */
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
  /** The OpenID Connect provider, where the catalog has people to sign in as. */
  signIn?: string;
  kubeconfig: string;
  appConfig: string;
  stop(): Promise<void>;
}

/**
 * Builds every cluster of the world and serves it. Rejects with LabStartError when a port is taken, or when another lab
 * runs with the folder, whose files it would overwrite.
 */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const { directory, names } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await refuseSecondLab(directory);
  const worlds = loadWorlds(options.worldDirectory).map(world =>
    renameWorld(world, names),
  );
  const now = new Date();
  const credentials = await loadCredentials(
    directory,
    worlds.map(world => world.name),
    now,
  );
  const { ca } = credentials.certificate;
  const source = options.catalogDirectory;
  const catalog = catalogFiles({ source, directory, names });
  const served = new Map<string, Served>();
  const running: { stop(): Promise<void> }[] = [];
  const stopping = new AbortController();
  let control: ControlServer | undefined;
  let signIn: SignIn | undefined;
  const stop = async () => {
    stopping.abort();
    if (control) withdraw(directory, announcementOf(control));
    await Promise.all(running.map(part => part.stop()));
  };
  try {
    const fleet = buildFleet(worlds, { now: new Date(), certificate: ca });
    await serveClusters(fleet.clusters, {
      portBase: options.portBase,
      credentials,
      served,
      running,
    });
    fleet.goLive({
      speed: options.speed,
      signal: stopping.signal,
      onError: options.onError,
    });
    control = await listening(options.portBase, 'the control API', () =>
      startControl(served, options.portBase),
    );
    running.push(control);
    signIn = await startPeople({ options, catalog, credentials, worlds });
    if (signIn) running.push(signIn);
  } catch (error) {
    await stop();
    throw error;
  }
  const files = writeFiles({ options, served, credentials, catalog, signIn });
  announce(directory, announcementOf(control));
  const clusters = [...served].map(([name, { server }]) => ({
    name,
    url: server.url,
  }));
  const addresses = { control: control.url, clusters, signIn: signIn?.url };
  return { ...addresses, ...files, stop };
}

/** Behind the ports of control API and clusters, at a distance that lets worlds grow without moving it. */
const SIGN_IN_PORT = 15;

function startPeople(parts: {
  options: LabOptions;
  catalog: readonly string[];
  credentials: Credentials;
  worlds: readonly unknown[];
}): Promise<SignIn> | undefined {
  const { options, catalog, credentials, worlds } = parts;
  const people = readPeople(catalog, options.names);
  if (people.length === 0) return undefined;
  const port = options.portBase + Math.max(SIGN_IN_PORT, worlds.length + 1);
  const secrets = credentials.signIn;
  return listening(port, 'the sign-in', () =>
    startSignIn({ port, people, secrets, onError: options.onError }),
  );
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

function writeFiles(parts: {
  options: LabOptions;
  served: ReadonlyMap<string, Served>;
  credentials: Credentials;
  catalog: readonly string[];
  signIn?: SignIn;
}): { kubeconfig: string; appConfig: string } {
  const { options, served, credentials, catalog, signIn } = parts;
  const { directory } = options;
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
  const files = {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
  };
  writePrivately(files.kubeconfig, kubeconfig(endpoints, ca));
  const auth = signIn && portalAuth(signIn.url, credentials.signIn);
  const mesh = renamedSettings(options.portalConfig, options.names);
  writePrivately(
    files.appConfig,
    appConfig({ clusters: endpoints, ca, catalogFiles: catalog, auth, mesh }),
  );
  return files;
}
