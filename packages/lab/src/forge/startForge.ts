import { join } from 'node:path';
import type { GitSource } from '../flux/GitSource.ts';
import { createRepository } from './createRepository.ts';
import { FleetRepository } from './FleetRepository.ts';
import { Forge } from './Forge.ts';
import { ForgeFaults } from './ForgeFaults.ts';
import { startForgeServer } from './ForgeServer.ts';

export const OWNER = 'platform';
export const REPOSITORY = 'fleet';

/** Where the repository is, as Flux and everybody else names it. */
export function repositoryUrl(port: number): string {
  return `http://127.0.0.1:${port}/${OWNER}/${REPOSITORY}.git`;
}

/** The forge with its repository, not yet reachable. */
export interface PreparedForge {
  faults: ForgeFaults;
  /** Lets Flux see what the repository has. */
  announce(): Promise<void>;
  /** Rejects when the port is taken. */
  serve(people: readonly string[]): Promise<RunningForge>;
}

export interface RunningForge {
  url: string;
  stop(): Promise<void>;
}

/** Makes the repository in `directory`/git anew, with these files in it. */
export async function prepareForge(options: {
  directory: string;
  files: Readonly<Record<string, string>>;
  source: GitSource;
  port: number;
  /** Of the portal, with which it clones, pushes and opens pull requests. */
  token: string;
  onError(error: unknown): void;
}): Promise<PreparedForge> {
  const { files, source, port, token, onError } = options;
  const directory = join(options.directory, 'git', `${REPOSITORY}.git`);
  const git = await createRepository({ directory, files, now: new Date() });
  const repository = new FleetRepository(git, source);
  const faults = new ForgeFaults();
  faults.onChange(() => {
    const isDown = faults.state === 'down';
    source.fail(isDown ? 'unexpected client error: 503' : undefined);
    if (!isDown) repository.refresh().catch(onError);
  });
  const url = `http://127.0.0.1:${port}`;
  const forge = new Forge({
    ...{ git, url, owner: OWNER, name: REPOSITORY },
    // What is pushed while Flux cannot fetch waits until it can.
    onPush: async () => {
      if (faults.state !== 'down') await repository.refresh();
    },
  });
  return {
    faults,
    announce: () => repository.refresh(),
    serve: async people => {
      const tokens = { [token]: 'portal' };
      const served = { forge, faults, tokens, people, port, onError };
      const server = await startForgeServer(served);
      repository.follow(onError);
      return {
        url,
        stop: async () => {
          await Promise.all([server.stop(), repository.stop()]);
        },
      };
    },
  };
}
