import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlServer } from '../apiserver/control/ControlServer.ts';
import { hasKustomizations } from '../flux/kustomizationController.ts';
import type { PreparedForge, RunningForge } from '../forge/startForge.ts';
import { readPeople } from '../oidc/people.ts';
import { portalAuth } from '../oidc/portalAuth.ts';
import { startSignIn, type SignIn } from '../oidc/startSignIn.ts';
import { withMetrics } from '../prometheus/portalMetrics.ts';
import type { MetricsStore } from '../prometheus/startMetrics.ts';
import { loadTraffic } from '../traffic/readTraffic.ts';
import { runTraffic } from '../traffic/runTraffic.ts';
import { TrafficFaults } from '../traffic/TrafficFaults.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { renameWorld, type NameMap } from '../world/rename.ts';
import type { World } from '../world/World.ts';
import { buildFleet } from '../world/buildFleet.ts';
import {
  announce,
  runningLab,
  withdraw,
  type Announcement,
} from './announcement.ts';
import { catalogFiles } from './catalogFiles.ts';
import { appConfig, kubeconfig } from './clientFiles.ts';
import { loadCredentials, type Credentials } from './credentials.ts';
import {
  historyOf,
  startLabMetrics,
  type LabMetricsOptions,
} from './labMetrics.ts';
import { prepareFleet } from './labFleet.ts';
import { LabStartError, listening } from './listening.ts';
import {
  forgeIntegration,
  pullRequestComment,
  withDeliveries,
  type DeliveryTarget,
} from './portalDeliveries.ts';
import { writePrivately } from './privateFiles.ts';
import { renamedSettings } from './renamedSettings.ts';
import { serveClusters, type Served } from './serveClusters.ts';
import { startControl } from './startControl.ts';

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
  metrics?: LabMetricsOptions;
  onError(error: unknown): void;
}

export interface RunningLab {
  control: string;
  clusters: { name: string; url: string }[];
  /** The OpenID Connect provider, where the catalog has people to sign in as. */
  signIn?: string;
  /** Where the repository of Flux and its pull requests are; missing without git. */
  forge?: string;
  /** Where metrics can be asked for, soon after the start. */
  stores: { name: string; url: string }[];
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
  const source = options.catalogDirectory;
  const catalog = catalogFiles({ source, directory, names });
  const served = new Map<string, Served>();
  const running: { stop(): Promise<void> }[] = [];
  const stopping = new AbortController();
  let started: Started | undefined;
  const stop = async () => {
    stopping.abort();
    if (started) withdraw(directory, announcementOf(started.control));
    await Promise.all(running.map(part => part.stop()));
  };
  const known = { options, worlds, credentials, catalog };
  const { signal } = stopping;
  try {
    started = await startEverything({ ...known, served, running, signal });
  } catch (error) {
    await stop();
    throw error;
  }
  const { control, signIn, stores, forge } = started;
  const files = writeFiles({ ...known, served, signIn, stores, forge });
  announce(directory, announcementOf(control));
  const clusters = [...served].map(([name, { server }]) => ({
    name,
    url: server.url,
  }));
  return {
    control: control.url,
    clusters,
    signIn: signIn?.url,
    forge: forge?.url,
    stores: stores.map(({ name, url }) => ({ name, url })),
    ...files,
    stop,
  };
}

interface Started {
  control: ControlServer;
  signIn?: SignIn;
  stores: readonly MetricsStore[];
  forge?: RunningForge;
}

/** What runs is in `running` at once, so that it can be stopped. */
async function startEverything(parts: {
  options: LabOptions;
  worlds: readonly World[];
  credentials: Credentials;
  catalog: readonly string[];
  served: Map<string, Served>;
  running: { stop(): Promise<void> }[];
  signal: AbortSignal;
}): Promise<Started> {
  const { options, credentials, served, running, signal } = parts;
  const { portBase, speed, onError, worldDirectory, names } = options;
  const { ca } = credentials.certificate;
  const faults = new TrafficFaults();
  const firstPort = signInPort(options, parts.worlds) + 1;
  const gitOps = await prepareFleet({
    ...options,
    worlds: parts.worlds,
    port: firstPort + FOR_METRICS,
    token: credentials.forge,
  });
  const { worlds, git } = gitOps;
  const fleet = buildFleet(worlds, {
    ...{ now: new Date(), certificate: ca, ways: faults, git },
  });
  await gitOps.announce();
  fleet.timeline.runFor(SETTLING);
  const into = { portBase, credentials, served, running };
  await serveClusters(fleet.clusters, into);
  fleet.goLive({ speed, signal, onError });
  const settings = options.metrics ?? {};
  const traffic = runTraffic(fleet.clusters, {
    plan: loadTraffic(worldDirectory, names),
    faults,
    onError,
    history: historyOf(settings),
  });
  running.push(traffic);
  const control = await listening(portBase, 'the control API', () =>
    startControl(served, { traffic, forge: gitOps.forge?.faults }, portBase),
  );
  running.push(control);
  const signIn = await startPeople(parts);
  if (signIn) running.push(signIn);
  const forge = await startForge(gitOps.forge, {
    port: firstPort + FOR_METRICS,
    people: readPeople(parts.catalog, names).map(({ name }) => name),
  });
  if (forge) running.push(forge);
  const metrics = await startLabMetrics(fleet.clusters, {
    ...options,
    metrics: settings,
    traffic,
    firstPort,
    servers: [...served.values()].map(({ server }) => server),
  });
  if (metrics) running.push(metrics);
  return { control, signIn, forge, stores: metrics?.stores ?? [] };
}

/** Milliseconds in which Flux has looked at everything for the first time, before anybody sees the clusters. */
const SETTLING = 1_000;

/** Ports of metrics behind the sign-in: two stores and what they scrape. The forge is behind those. */
const FOR_METRICS = 3;

function startForge(
  forge: PreparedForge | undefined,
  { port, people }: { port: number; people: readonly string[] },
): Promise<RunningForge> | undefined {
  return forge && listening(port, 'the forge', () => forge.serve(people));
}

/** Behind the ports of control API and clusters, at a distance that lets worlds grow without moving it. */
const SIGN_IN_PORT = 15;

function signInPort(
  { portBase }: Pick<LabOptions, 'portBase'>,
  worlds: readonly unknown[],
): number {
  return portBase + Math.max(SIGN_IN_PORT, worlds.length + 1);
}

function startPeople(parts: {
  options: LabOptions;
  catalog: readonly string[];
  credentials: Credentials;
  worlds: readonly unknown[];
}): Promise<SignIn> | undefined {
  const { options, catalog, credentials, worlds } = parts;
  const people = readPeople(catalog, options.names);
  if (people.length === 0) return undefined;
  const port = signInPort(options, worlds);
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

function writeFiles(parts: {
  options: LabOptions;
  served: ReadonlyMap<string, Served>;
  credentials: Credentials;
  catalog: readonly string[];
  signIn?: SignIn;
  stores: readonly MetricsStore[];
  forge?: RunningForge;
}): { kubeconfig: string; appConfig: string } {
  const { options, served, credentials, catalog, signIn, stores } = parts;
  const access = parts.forge && {
    host: new URL(parts.forge.url).host,
    token: credentials.forge,
  };
  const { directory } = options;
  const endpoints: DeliveryTarget[] = [...served].map(
    ([name, { cluster, server }]) => ({
      name,
      title: cluster.world.title,
      url: server.url,
      readerToken: credentials.tokens[name].reader,
      adminToken: credentials.tokens[name].admin,
      writerToken: credentials.tokens[name].writer,
      followsGit: hasKustomizations(cluster.store),
    }),
  );
  const { ca } = credentials.certificate;
  const files = {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
  };
  writePrivately(files.kubeconfig, kubeconfig(endpoints, ca));
  const auth = signIn && portalAuth(signIn.url, credentials.signIn);
  const settings = renamedSettings(options.portalConfig, options.names);
  const mesh = withDeliveries(withMetrics(settings, stores), endpoints);
  const integrations = access && forgeIntegration(access);
  const config = appConfig({
    ...{ clusters: endpoints, ca, catalogFiles: catalog },
    ...{ auth, mesh, integrations },
  });
  const comment = access ? pullRequestComment(endpoints, access) : '';
  writePrivately(files.appConfig, config + comment);
  return files;
}
