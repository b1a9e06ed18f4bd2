import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from '../../scripts/processes/ports.ts';
import type { Session } from '../../scripts/processes/Session.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';
import type { StubTask } from './stub/main.ts';
import type { StubRequest } from './stub/server.ts';
import type { StubWorld } from './stub/StubWorld.ts';

const START_MILLISECONDS = 60_000;

/** The process that stands for all metrics stores. */
export class StubStores {
  readonly url: string;

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(start: {
    root: string;
    directory: string;
    session: Session;
    world: StubWorld;
    refuseFrom: StubTask['refuseFrom'];
  }): Promise<StubStores> {
    const { root, directory, session, world, refuseFrom } = start;
    const [port] = await findFreePorts(1);
    const file = join(directory, 'stores.json');
    const logFile = join(directory, 'stores.log');
    const task: StubTask = { port, world, refuseFrom };
    writeFileSync(file, JSON.stringify(task), { mode: 0o600 });
    const output: string[] = [];
    await session.start({
      name: 'The stub of the stores',
      command: process.execPath,
      args: [
        '--no-warnings',
        join(root, 'bench', 'metrics', 'stub', 'main.ts'),
        file,
      ],
      cwd: root,
      env: process.env,
      logFile,
      onOutput: text => output.push(text),
    });
    const isReady = async () => output.join('').includes('ready');
    await session.during(
      waitUntil(isReady, {
        what: `the stub of the stores (${logFile})`,
        timeoutMilliseconds: START_MILLISECONDS,
      }),
    );
    return new StubStores(port);
  }

  /** What the stores were asked since they were asked this last. */
  async requests(): Promise<StubRequest[]> {
    return (await fetch(`${this.url}/requests`)).json() as Promise<
      StubRequest[]
    >;
  }

  /** From now on the store takes questions and says nothing. */
  async hang(store: string): Promise<void> {
    await fetch(`${this.url}/${store}/hang`, { method: 'POST' });
  }
}
