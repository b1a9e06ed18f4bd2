import type { GitSnapshot, GitSource } from '../flux/GitSource.ts';
import { MAIN } from './createRepository.ts';
import type { Git } from './Git.ts';

/** How often the branch is looked at, for whoever writes into the repository past the forge. */
const LOOK_MILLISECONDS = 10_000;

/** Tells Flux's source what the branch is at: at once when the forge changed it, else every ten seconds. */
export class FleetRepository {
  readonly git: Git;
  private readonly source: GitSource;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(git: Git, source: GitSource) {
    this.git = git;
    this.source = source;
  }

  /** Reads the branch; a look that is under way is waited for, so that the last one sees the last commit. */
  refresh(): Promise<void> {
    this.looking = this.looking.then(
      () => this.look(),
      () => this.look(),
    );
    return this.looking;
  }

  follow(onError: (error: unknown) => void): void {
    this.timer = setInterval(
      () => this.refresh().catch(onError),
      LOOK_MILLISECONDS,
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking.catch(() => undefined);
  }

  private async look(): Promise<void> {
    const commit = await this.git.text(['rev-parse', `refs/heads/${MAIN}`]);
    const revision = `${MAIN}@sha1:${commit}`;
    if (this.source.snapshot?.revision === revision) return;
    this.source.set(await snapshotOf(this.git, commit, revision));
  }
}

async function snapshotOf(
  git: Git,
  commit: string,
  revision: string,
): Promise<GitSnapshot> {
  const list = await git.text(['ls-tree', '-r', '-z', commit]);
  const entries = list
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const [meta, path] = line.split('\t');
      return { path, blob: meta.split(' ')[2] };
    });
  const input = entries.map(({ blob }) => `${blob}\n`).join('');
  const { output } = await git.run(['cat-file', '--batch'], { input });
  const files = new Map<string, string>();
  let at = 0;
  for (const { path } of entries) {
    const lineEnd = output.indexOf('\n', at);
    const size = Number(output.toString('utf8', at, lineEnd).split(' ')[2]);
    const start = lineEnd + 1;
    files.set(path, output.toString('utf8', start, start + size));
    at = start + size + 1;
  }
  return { revision, files };
}
