import { createHash } from 'node:crypto';
import { GitSource } from '../flux/GitSource.ts';
import { FLEET_URL } from '../flux/running.ts';
import { hasGit } from '../forge/Git.ts';
import {
  prepareForge,
  repositoryUrl,
  type PreparedForge,
} from '../forge/startForge.ts';
import { followsRepository, repositoryFiles } from '../world/fleetFiles.ts';
import { replaceIn } from '../world/rename.ts';
import type { World } from '../world/World.ts';

/** The repository that Flux follows, and what serves it. */
export interface LabFleet {
  /** The worlds, whose GitRepositories name the repository where it is served. */
  worlds: World[];
  git: GitSource;
  /** Missing where there is no git that could have a repository. */
  forge?: PreparedForge;
  /** Lets Flux see the first commit. */
  announce(): Promise<void>;
}

/** Makes the repository of the worlds; without git Flux sees the files as if they were one commit. */
export async function prepareFleet(options: {
  worlds: readonly World[];
  directory: string;
  port: number;
  token: string;
  onError(error: unknown): void;
}): Promise<LabFleet> {
  const { port } = options;
  const url = repositoryUrl(port);
  const worlds = options.worlds.map(world => ({
    ...world,
    manifests: replaceIn(world.manifests, FLEET_URL, url),
  }));
  const files = Object.assign({}, ...worlds.map(repositoryFiles));
  const source = new GitSource(url);
  const git = source;
  if (!worlds.some(followsRepository) || !(await hasGit()))
    return { worlds, git, announce: async () => source.set(asCommit(files)) };
  const forge = await prepareForge({ ...options, files, source });
  return { worlds, git, forge, announce: () => forge.announce() };
}

function asCommit(files: Readonly<Record<string, string>>) {
  const sha = createHash('sha1').update(JSON.stringify(files)).digest('hex');
  return {
    revision: `main@sha1:${sha}`,
    files: new Map(Object.entries(files)),
  };
}
