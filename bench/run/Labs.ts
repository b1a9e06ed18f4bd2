import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findFreePortRange } from './freePorts.ts';
import type { BenchOptions } from '../options.ts';
import { requestJson } from '../../scripts/kubernetes/requestJson.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';

/** Worlds of the lab whose clusters the synthetic ones are like, in turn: sidecars of two meshes, and ambient. */
const LIKE = ['aws-eks', 'aws-eks', 'apps', 'aws-eks', 'apps-2'];
const START_MILLISECONDS = 180_000;

/** What a process of the lab counts. */
interface LabStatus {
  clusters: { name: string; requestsFor: Record<string, number> }[];
  cpuMicroseconds: number;
  residentBytes: number;
}

interface Lab {
  control: string;
  kubeconfig: string;
  appConfig: string;
}

/** One simulated cluster, as whoever may write reaches it. */
export interface BenchCluster {
  name: string;
  url: string;
  token: string;
  ca: string;
  lab: Lab;
}

interface Kubeconfig {
  clusters: {
    name: string;
    cluster: { server: string; 'certificate-authority-data': string };
  }[];
  users: { name: string; user: { token: string } }[];
}

function clustersOf(lab: Lab): BenchCluster[] {
  const config = parse(readFileSync(lab.kubeconfig, 'utf8')) as Kubeconfig;
  return config.clusters.map(({ name, cluster }, index) => ({
    name,
    url: cluster.server,
    token: config.users[index].user.token,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64').toString(),
    lab,
  }));
}

async function startOne(
  { root, session, directory, like = LIKE }: StartOptions,
  part: { first: number; clusters: number; scale: string },
): Promise<Lab> {
  const folder = join(directory, `lab-${part.first}`);
  mkdirSync(folder, { recursive: true });
  const ready: string[] = [];
  const logFile = join(directory, `lab-${part.first}.log`);
  await session.start({
    name: 'The lab',
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      join(root, 'packages', 'lab', 'src', 'scale', 'main.ts'),
      ...['--scale', `clusters=${part.clusters},${part.scale}`],
      ...['--first', String(part.first), '--dir', folder],
      ...['--port-base', String(await findFreePortRange(part.clusters + 1))],
      ...['--like', like.join(',')],
    ],
    cwd: root,
    env: process.env,
    logFile,
    onOutput: text => ready.push(text),
  });
  return session.during(
    waitUntil(
      async () => {
        const text = ready.join('');
        return text.endsWith('\n') && (JSON.parse(text) as Lab);
      },
      { what: `the lab (${logFile})`, timeoutMilliseconds: START_MILLISECONDS },
    ),
  );
}

interface StartOptions {
  root: string;
  session: Session;
  /** For what the processes write. */
  directory: string;
  options: Pick<
    BenchOptions,
    'clusters' | 'clustersPerLab' | 'services' | 'pods'
  >;
  /** Worlds of the lab, other than those of every benchmark. */
  like?: readonly string[];
}

/** The simulated clusters of a run, in as many processes as were asked for. */
export class Labs {
  readonly clusters: readonly BenchCluster[];
  readonly #labs: readonly Lab[];

  private constructor(labs: readonly Lab[]) {
    this.#labs = labs;
    this.clusters = labs.flatMap(clustersOf);
  }

  static async start(start: StartOptions): Promise<Labs> {
    const { clusters, clustersPerLab, services, pods } = start.options;
    const labs: Lab[] = [];
    for (let first = 0; first < clusters; first += clustersPerLab) {
      labs.push(
        await startOne(start, {
          first,
          clusters: Math.min(clustersPerLab, clusters - first),
          scale: `services=${services},pods=${pods}`,
        }),
      );
    }
    return new Labs(labs);
  }

  /** Configuration of the portal that each process has written. */
  appConfigs(): string[] {
    return this.#labs.map(({ appConfig }) => appConfig);
  }

  /** So many objects change a second, over all clusters. */
  async change(perSecond: number): Promise<void> {
    const each = String(perSecond / this.#labs.length);
    for (const lab of this.#labs) await command(lab, 'changes', each);
  }

  /** `hang`, `garble` or `heal` a cluster. */
  async fault(name: string, cluster: BenchCluster): Promise<void> {
    await command(cluster.lab, name, cluster.name);
  }

  /** Sums over all processes; requests by what they are about, watches included. */
  async status() {
    const requests: Record<string, number> = {};
    let cpuMilliseconds = 0;
    let residentBytes = 0;
    for (const { control } of this.#labs) {
      const answer = await fetch(`${control}/v1/status`);
      const status = (await answer.json()) as LabStatus;
      cpuMilliseconds += status.cpuMicroseconds / 1000;
      residentBytes += status.residentBytes;
      for (const { requestsFor } of status.clusters) {
        for (const [about, count] of Object.entries(requestsFor)) {
          requests[about] = (requests[about] ?? 0) + count;
        }
      }
    }
    return { requests, cpuMilliseconds, residentBytes };
  }

  /** The synthetic services of a cluster, in their order; not what every cluster has. */
  async services({ url, token, ca }: BenchCluster) {
    const path = '/api/v1/services';
    const { body } = await requestJson(`${url}${path}`, { token, ca });
    const { items } = body as {
      items: { metadata: { name: string; namespace: string } }[];
    };
    return items
      .map(({ metadata: { namespace, name } }) => ({ namespace, name }))
      .filter(({ namespace }) => /^team-\d+$/.test(namespace));
  }

  /** Names of the EndpointSlices of a namespace, by Service. */
  async slices(cluster: BenchCluster, namespace: string) {
    const { url, token, ca } = cluster;
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    const { body } = await requestJson(`${url}${path}`, { token, ca });
    const { items } = body as {
      items: { metadata: { name: string; labels: Record<string, string> } }[];
    };
    return new Map(
      items.map(({ metadata }) => [
        metadata.labels['kubernetes.io/service-name'],
        `${url}${path}/${metadata.name}`,
      ]),
    );
  }
}

async function command(lab: Lab, name: string, ...args: string[]) {
  const answer = await fetch(`${lab.control}/v1/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ command: name, args }),
  });
  if (!answer.ok) {
    throw new Error(`The lab refused ${name}: ${await answer.text()}`);
  }
}
