/** The files of one commit of the repository that Flux follows. */
export interface GitSnapshot {
  /** As Flux writes it: `main@sha1:COMMIT`. */
  revision: string;
  /** Text by path, from the root of the repository. */
  files: ReadonlyMap<string, string>;
}

/** What the branch that Flux follows is at; empty until there is a repository, and told to whoever wants to know. */
export class GitSource {
  /** The address under which GitRepositories name it. */
  readonly url: string;
  private current: GitSnapshot | undefined;
  private problem: string | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(url: string) {
    this.url = url;
  }

  get snapshot(): GitSnapshot | undefined {
    return this.current;
  }

  /** Why it cannot be fetched at the moment, in Git's words. */
  get failure(): string | undefined {
    return this.problem;
  }

  set(snapshot: GitSnapshot): void {
    this.problem = undefined;
    this.current = snapshot;
    this.tell();
  }

  fail(problem: string | undefined): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.tell();
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
