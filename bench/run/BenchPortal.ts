import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ProcessFigures } from '../report/ProcessFigures.ts';
import { askJson } from '../../scripts/processes/askJson.ts';
import { findFreePorts } from '../../scripts/processes/ports.ts';
import { Session } from '../../scripts/processes/Session.ts';
import { PORTAL_NODE_ARGS } from '../../scripts/start/portal.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';
import { OBSERVER_TOKEN, portalConfig, type Reads } from './portalConfig.ts';

const START_MILLISECONDS = 180_000;
const POLL_MILLISECONDS = 50;

export interface BenchPortalOptions {
  root: string;
  directory: string;
  labConfigs: readonly string[];
  reads: Reads;
  /** More configuration; it wins over all other. */
  configFiles?: readonly string[];
  /** More arguments of Node, for example `--cpu-prof`. */
  nodeArgs: readonly string[];
}

/** The portal under measurement, in a process of its own. */
export class BenchPortal {
  readonly url: string;
  /** Milliseconds from the start of the process until the backend said that it is ready. */
  readonly startMilliseconds: number;
  /** Of its own, so that it can end before the others do. */
  readonly #session: Session;

  private constructor(
    session: Session,
    portal: { url: string; startMilliseconds: number },
  ) {
    this.#session = session;
    this.url = portal.url;
    this.startMilliseconds = portal.startMilliseconds;
  }

  static async start(options: BenchPortalOptions): Promise<BenchPortal> {
    const [port] = await findFreePorts(1);
    const session = new Session();
    const started = performance.now();
    const url = `http://localhost:${port}`;
    try {
      const logFile = await startProcess(session, port, options);
      await session.during(
        waitUntil(
          () => askJson<object>(`${url}/.backstage/health/v1/readiness`),
          {
            what: `the portal (${logFile})`,
            timeoutMilliseconds: START_MILLISECONDS,
            intervalMilliseconds: POLL_MILLISECONDS,
          },
        ),
      );
    } catch (error) {
      await session.stop();
      throw error;
    }
    const startMilliseconds = performance.now() - started;
    return new BenchPortal(session, { url, startMilliseconds });
  }

  async figures(
    options: { gc?: boolean; reset?: boolean } = {},
  ): Promise<ProcessFigures> {
    const query = new URLSearchParams({
      gc: options.gc ? 'yes' : 'no',
      reset: options.reset ? 'yes' : 'no',
    });
    const answer = await fetch(`${this.url}/api/bench/figures?${query}`);
    return (await answer.json()) as ProcessFigures;
  }

  /** The token that the developer's browser gets; for an hour. */
  async signIn(): Promise<string> {
    const url = `${this.url}/api/auth/guest/refresh`;
    const answer = await fetch(url, { method: 'POST' });
    const body = (await answer.json()) as {
      backstageIdentity: { token: string };
    };
    return body.backstageIdentity.token;
  }

  /** GET as a service that may read everything; undefined while there is no good answer. */
  observe<T>(path: string): Promise<T | undefined> {
    return askJson<T>(`${this.url}/api/${path}`, {
      headers: { Authorization: `Bearer ${OBSERVER_TOKEN}` },
    });
  }

  async stop(): Promise<void> {
    await this.#session.stop();
  }
}

async function startProcess(
  session: Session,
  port: number,
  options: BenchPortalOptions,
): Promise<string> {
  const { root, directory, labConfigs, reads, nodeArgs } = options;
  const name = `portal-${port}`;
  const config = join(directory, `${name}.json`);
  const logFile = join(directory, `${name}.log`);
  const content = portalConfig({ port, labConfigs, reads });
  writeFileSync(config, JSON.stringify(content), { mode: 0o600 });
  const transform = createRequire(join(root, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  await session.start({
    name: 'The portal',
    command: process.execPath,
    args: [
      ...PORTAL_NODE_ARGS,
      ...['--no-warnings', '--expose-gc', ...nodeArgs, '--require', transform],
      join(root, 'bench', 'portal', 'main.ts'),
      ...[join(root, 'app-config.yaml'), config, ...(options.configFiles ?? [])]
        .map(file => ['--config', file])
        .flat(),
    ],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    logFile,
  });
  return logFile;
}
