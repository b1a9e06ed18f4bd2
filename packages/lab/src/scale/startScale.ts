import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiServer } from '../apiserver/ApiServer.ts';
import { CommandError } from '../apiserver/control/Command.ts';
import { startControlServer } from '../apiserver/control/ControlServer.ts';
import { faultCommands } from '../apiserver/control/faultCommands.ts';
import { announce } from '../serve/announcement.ts';
import { appConfig, kubeconfig } from '../serve/clientFiles.ts';
import { loadCredentials, type Credentials } from '../serve/credentials.ts';
import { listening } from '../serve/listening.ts';
import { accountsOf } from '../serve/serveClusters.ts';
import { writePrivately } from '../serve/privateFiles.ts';
import type { World } from '../world/World.ts';
import { keepChanging } from './changes.ts';
import { templateOf, type Template } from './prototypes.ts';
import { scaledCatalog } from './scaledCatalog.ts';
import { scaledCluster } from './scaledCluster.ts';
import type { ScaleOptions } from './scaleOptions.ts';

export interface StartScaleOptions extends ScaleOptions {
  /** Where certificates, kubeconfig and app-config are kept. */
  directory: string;
  portBase: number;
  /** Index of the first cluster, where several processes make one world. */
  first: number;
  /** The clusters that they are like, in turn. */
  worlds: readonly World[];
}

interface RunningScale {
  control: string;
  clusters: { name: string; url: string }[];
  kubeconfig: string;
  appConfig: string;
  stop(): Promise<void>;
}

function nameOf(index: number): string {
  return `cluster-${String(index).padStart(2, '0')}`;
}

/** What each cluster is made like; a world that comes several times lives through its history once. */
function templatesFor(
  { clusters, worlds }: StartScaleOptions,
  certificate: string,
): Template[] {
  const now = new Date();
  const templates = new Map<World, Template>();
  return Array.from({ length: clusters }, (_, index) => {
    const world = worlds[index % worlds.length];
    const template =
      templates.get(world) ?? templateOf(world, { now, certificate });
    templates.set(world, template);
    return template;
  });
}

async function startServers(
  names: readonly string[],
  { certificate, tokens }: Credentials,
  options: StartScaleOptions,
): Promise<Map<string, ApiServer>> {
  const { ca, cert, key } = certificate;
  const templates = templatesFor(options, ca);
  const servers = new Map<string, ApiServer>();
  for (const [index, name] of names.entries()) {
    const port = options.portBase + 1 + index;
    const server = new ApiServer({
      store: scaledCluster(templates[index], {
        ...options,
        index: options.first + index,
      }),
      accounts: accountsOf(tokens[name]),
      certificate: { cert, key },
      port,
      gitVersion: templates[index].cluster.world.kubernetesVersion,
    });
    await listening(port, `the cluster ${name}`, () => server.start());
    servers.set(name, server);
  }
  return servers;
}

/** Writes the catalog of the world, and says which files are it. */
function writeCatalog(
  directory: string,
  options: Parameters<typeof scaledCatalog>[0],
): string[] {
  mkdirSync(directory, { recursive: true });
  return [...scaledCatalog(options)].map(([name, documents]) => {
    const file = join(directory, name);
    writeFileSync(file, documents);
    return file;
  });
}

/** Serves a synthetic world: many like clusters, for measurements. Nothing acts on its objects but `changes N`. */
export async function startScale(
  options: StartScaleOptions,
): Promise<RunningScale> {
  const { directory, portBase, first } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const names = Array.from({ length: options.clusters }, (_, i) =>
    nameOf(first + i),
  );
  const credentials = await loadCredentials(directory, names, new Date());
  const { certificate, tokens } = credentials;
  const { ca } = certificate;
  const servers = await startServers(names, credentials, options);
  const control = await startControl(servers, portBase);
  const endpoints = names.map(name => ({
    name,
    title: name,
    url: servers.get(name)?.url ?? '',
    readerToken: tokens[name].reader,
    adminToken: tokens[name].admin,
  }));
  const files = {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
  };
  const catalogFiles = writeCatalog(join(directory, 'catalog'), options);
  writePrivately(files.kubeconfig, kubeconfig(endpoints, ca));
  writePrivately(
    files.appConfig,
    appConfig({ clusters: endpoints, ca, catalogFiles }),
  );
  announce(directory, { control: control.url, pid: process.pid });
  return {
    control: control.url,
    clusters: endpoints.map(({ name, url }) => ({ name, url })),
    ...files,
    stop: async () => {
      await control.stop();
      await Promise.all([...servers.values()].map(server => server.stop()));
    },
  };
}

/** Faults as in the lab, and `changes N`: so many objects change a second from now on. */
async function startControl(
  servers: ReadonlyMap<string, ApiServer>,
  portBase: number,
) {
  const stores = [...servers.values()].map(({ store }) => store);
  let changing = new AbortController();
  const control = await listening(portBase, 'the control API', () =>
    startControlServer({
      port: portBase,
      commands: {
        ...faultCommands(servers),
        changes: {
          usage: 'N',
          summary: 'so many objects change a second from now on',
          async run([text]) {
            const perSecond = Number(text);
            if (!(perSecond >= 0)) {
              throw new CommandError('Give a number: changes 20');
            }
            changing.abort();
            changing = new AbortController();
            keepChanging(stores, { perSecond, signal: changing.signal });
            return { message: `${perSecond} objects change a second` };
          },
        },
      },
      status: () => ({
        clusters: [...servers].map(([name, server]) => ({
          name,
          url: server.url,
          faults: server.faults.state,
          ...server.counters(),
        })),
        cpuMicroseconds: process.cpuUsage().user + process.cpuUsage().system,
        residentBytes: process.memoryUsage.rss(),
      }),
    }),
  );
  return {
    ...control,
    stop: async () => {
      changing.abort();
      await control.stop();
    },
  };
}
