import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import {
  requestJson,
  type JsonAnswer,
  type JsonRequest,
} from '../../../../scripts/kubernetes/requestJson';
import { ROOT } from './root';

const execute = promisify(execFile);

const MAIN = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'packages', 'lab', 'src', 'main.ts'),
];

interface Kubeconfig {
  clusters: {
    name: string;
    cluster: { server: string; 'certificate-authority-data': string };
  }[];
  users: { name: string; user: { token: string } }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
}

/** How to reach one API server with an account that may write. */
export interface ClusterAccess {
  url: string;
  ca: string;
  token: string;
}

/** What the lab says about itself. */
export interface LabStatus {
  clusters: {
    name: string;
    /** Since the start, watches included. */
    requests: number;
    /** The same by what they are about: `watch pods`, `list pods`, `GET /version`. */
    requestsFor: Record<string, number>;
    /** Open ones by kind. */
    watches: Record<string, number>;
  }[];
}

/** The simulated clusters of a suite, through what they give to anybody: kubeconfig and command line. */
export class TestLab {
  readonly directory: string;
  readonly kubeconfig: string;

  constructor(directory: string) {
    this.directory = directory;
    this.kubeconfig = join(directory, 'kubeconfig');
  }

  #kubeconfig(): Kubeconfig {
    return parse(readFileSync(this.kubeconfig, 'utf8')) as Kubeconfig;
  }

  /** The same kubeconfig with that cluster as its current context. */
  kubeconfigOf(cluster: string): string {
    const path = join(this.directory, `kubeconfig-${cluster}`);
    const config = { ...this.#kubeconfig(), 'current-context': cluster };
    writeFileSync(path, stringify(config), { mode: 0o600 });
    return path;
  }

  /** A folder with `lab`, the lab's command line, for shells. */
  binDirectory(): string {
    const directory = join(this.directory, 'bin');
    mkdirSync(directory, { recursive: true });
    const line = [...MAIN, '"$@"', '--dir', `'${this.directory}'`].join(' ');
    writeFileSync(join(directory, 'lab'), `#!/bin/sh\nexec ${line}\n`, {
      mode: 0o700,
    });
    return directory;
  }

  /** Names of the contexts, which are those of the clusters. */
  clusters(): string[] {
    return this.#kubeconfig().contexts.map(({ name }) => name);
  }

  access(name: string): ClusterAccess {
    const config = this.#kubeconfig();
    const { context } = named(config.contexts, name);
    const { cluster } = named(config.clusters, context.cluster);
    const { user } = named(config.users, context.user);
    const ca = Buffer.from(cluster['certificate-authority-data'], 'base64');
    return { url: cluster.server, ca: ca.toString(), token: user.token };
  }

  /** One request to the API server; never throws for an HTTP status. */
  request(
    cluster: string,
    path: string,
    request: JsonRequest = {},
  ): Promise<JsonAnswer> {
    const { url, ca, token } = this.access(cluster);
    return requestJson(`${url}${path}`, { token, ca, ...request });
  }

  /** A merge patch; throws unless the API server accepted it. */
  async patch(cluster: string, path: string, body: unknown): Promise<void> {
    const { status, body: answer } = await this.request(cluster, path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body,
    });
    if (status !== 200) {
      throw new Error(`PATCH ${path}: ${status} ${JSON.stringify(answer)}`);
    }
  }

  /** `npm run lab -- hang aws-eks` and its kind; resolves with what it prints. */
  async command(...args: readonly string[]): Promise<string> {
    const [node, ...main] = MAIN;
    const { stdout } = await execute(node, [
      ...main,
      ...args,
      ...['--dir', this.directory],
    ]);
    return stdout;
  }

  /** What each API server counts. */
  async status(): Promise<LabStatus> {
    const file = join(this.directory, 'lab.json');
    const { control } = JSON.parse(readFileSync(file, 'utf8')) as {
      control: string;
    };
    const answer = await fetch(`${control}/v1/status`);
    return (await answer.json()) as LabStatus;
  }
}

function named<T extends { name: string }>(items: T[], name: string): T {
  const item = items.find(one => one.name === name);
  if (!item) throw new Error(`The lab's kubeconfig has no "${name}"`);
  return item;
}
