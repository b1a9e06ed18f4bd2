import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Session } from '../../../../scripts/processes/Session';
import { startLab } from '../../../../scripts/start/lab';
import { copyClusters } from '../harness/copiedClusters';
import { findFreePortBase } from '../harness/portBase';
import { ROOT } from '../harness/root';
import { TestLab } from '../harness/TestLab';
import type { RepositoryUnderTest } from './sourceControl.suite';

/** Its objects come from the repository; without such a cluster there is no forge. */
const CLUSTER = 'infra';

/** With those of metrics before it, which are not started. */
const LAB_PORTS = 20;

type GitHubIntegration = { host: string; apiBaseUrl: string; token: string };

/** The forge of a lab of its own. */
export class LabForge {
  private constructor(
    readonly lab: TestLab,
    /** What the portal is told of it. */
    readonly integrations: { github: GitHubIntegration[] },
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<LabForge> {
    const directory = mkdtempSync(join(tmpdir(), 'meshport-scm-'));
    const session = new Session();
    const into = join(directory, 'world');
    const world = copyClusters({ clusters: [CLUSTER], into });
    const portBase = String(await findFreePortBase(LAB_PORTS));
    const { appConfig } = await startLab({
      root: ROOT,
      session,
      directory,
      logFile: join(directory, 'lab.log'),
      args: ['--port-base', portBase, '--world', world],
    });
    const { integrations } = parse(readFileSync(appConfig, 'utf8')) as {
      integrations: { github: GitHubIntegration[] };
    };
    return new LabForge(new TestLab(directory), integrations, async () => {
      await session.stop();
      rmSync(directory, { recursive: true, force: true });
    });
  }

  get #integration(): GitHubIntegration {
    return this.integrations.github[0];
  }

  get token(): string {
    return this.#integration.token;
  }

  /** Of the repository, as people know it. */
  get url(): string {
    return `http://${this.#integration.host}/platform/fleet`;
  }

  /** Through the forge's API, as somebody else might. */
  readonly push: RepositoryUnderTest['push'] = async (
    { path, content },
    branch = 'main',
  ) => {
    const { apiBaseUrl, token } = this.#integration;
    const url = `${apiBaseUrl}/repos/platform/fleet/contents/${path}`;
    const headers = { authorization: `Bearer ${token}` };
    const old = await fetch(`${url}?ref=${encodeURIComponent(branch)}`, {
      headers,
    });
    const { sha } = (await old.json()) as { sha?: string };
    const body = {
      message: 'Somebody else',
      branch,
      content: Buffer.from(content).toString('base64'),
      ...(sha ? { sha } : {}),
    };
    const answer = await fetch(url, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  };
}
