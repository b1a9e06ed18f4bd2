import { spawn } from 'node:child_process';

/** Git said no. */
export class GitError extends Error {
  readonly exitCode: number;

  constructor(args: readonly string[], exitCode: number, said: string) {
    super(`git ${args[0]}: ${said.trim() || `exit code ${exitCode}`}`);
    this.name = 'GitError';
    this.exitCode = exitCode;
  }
}

interface RunOptions {
  input?: string | Buffer;
  environment?: Readonly<Record<string, string>>;
  /** Exit codes beside 0 that are answers too. */
  accepts?: readonly number[];
}

/** Runs git on one bare repository, untouched by the configuration of whoever runs the lab. */
export class Git {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Standard output as text, without the last line break. */
  async text(args: readonly string[], options?: RunOptions): Promise<string> {
    const { output } = await this.run(args, options);
    return output.toString('utf8').replace(/\n$/, '');
  }

  /** Standard output and exit code; rejects with GitError for codes that are not accepted. */
  run(
    args: readonly string[],
    { input, environment, accepts = [] }: RunOptions = {},
  ): Promise<{ output: Buffer; exitCode: number }> {
    return new Promise((resolve, reject) => {
      const child = spawn('git', [`--git-dir=${this.directory}`, ...args], {
        env: { ...gitEnvironment(), ...environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const output: Buffer[] = [];
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
      child.on('error', reject);
      child.on('close', code => {
        const exitCode = code ?? 1;
        if (exitCode === 0 || accepts.includes(exitCode))
          resolve({ output: Buffer.concat(output), exitCode });
        else reject(new GitError(args, exitCode, said));
      });
      // One that ends without reading its input says why on standard error.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}

/** Neither the machine's nor the person's settings: hooks, signing and templates would change what happens here. */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'fleet',
    GIT_AUTHOR_EMAIL: 'fleet@example.com',
    GIT_COMMITTER_NAME: 'fleet',
    GIT_COMMITTER_EMAIL: 'fleet@example.com',
    LC_ALL: 'C',
  };
}

/** Whether there is a git new enough to merge without a work tree (2.38). */
export async function hasGit(): Promise<boolean> {
  try {
    const { output } = await new Git('/nonexistent').run(['version']);
    const [, major, minor] = /(\d+)\.(\d+)/.exec(output.toString()) ?? [];
    return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 38);
  } catch {
    return false;
  }
}
