import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a guard does once the process that started it is gone, however it went (its end of the pipe closes even on
 * SIGKILL): end the whole process group of the child, politely first, then remove the child's state directory.
 */
const GUARD = `
while read -r _; do :; done
kill -s TERM -- "-$1" 2>/dev/null && { sleep 1; kill -s KILL -- "-$1" 2>/dev/null; }
[ -z "$2" ] || rm -rf "$2"
`;

/** How a process ended: exactly one of the two is set. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface GuardedProcessOptions {
  /** For messages: "kube-apiserver", "the lab". */
  name: string;
  command: string;
  args?: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Standard output and standard error are appended here. */
  logFile: string;
  /** Also hand standard output, in pieces as they come, to this function (they are then not in the log file). */
  onOutput?: (text: string) => void;
  /** A directory that is removed if this Node process dies without calling `stop`. */
  stateDirectory?: string;
  /** Whose process it becomes; only root may choose. Default: ours. */
  account?: { uid: number; gid: number };
}

/**
 * A child process in a process group of its own that cannot outlive us: a guard process ends it if we are killed, the
 * terminal is closed or we crash.
 */
export interface GuardedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  isRunning(): boolean;
  /** Sends a signal to the process group; does nothing once the process has ended. */
  signal(signal: NodeJS.Signals): void;
  /** Sends `signal` (default SIGTERM), then SIGKILL after `graceMilliseconds` (default 5,000), and waits for the end. */
  stop(options?: {
    signal?: NodeJS.Signals;
    graceMilliseconds?: number;
  }): Promise<ProcessEnd>;
}

function startGuard(pid: number, stateDirectory: string): ChildProcess {
  const guard = spawn('sh', ['-c', GUARD, 'sh', String(pid), stateDirectory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Neither the guard nor the pipe to it may keep a finished test run alive.
  guard.unref();
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  const pipe: unknown = guard.stdin;
  if (hasUnref(pipe)) pipe.unref();
  return guard;
}

function hasUnref(value: unknown): value is { unref(): void } {
  return typeof value === 'object' && value !== null && 'unref' in value;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in the group, which is all that a signal could have asked for.
  }
}

/** Starts a process. Throws when the command cannot be started at all. */
export async function startGuardedProcess(
  options: GuardedProcessOptions,
): Promise<GuardedProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args ?? [], {
    ...options.account,
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', options.onOutput ? 'pipe' : log, log],
    detached: true,
  });
  closeSync(log);
  if (options.onOutput) {
    child.stdout?.setEncoding('utf8').on('data', options.onOutput);
  }
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', cause =>
      reject(
        new Error(`${options.name} could not be started: ${cause.message}`, {
          cause,
        }),
      ),
    );
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.name} has no process id`);
  const guard = startGuard(pid, options.stateDirectory ?? '');
  const ended = new Promise<ProcessEnd>(resolve => {
    child.once('exit', (code, signal) => {
      // The guard must go with the process: the id may be given to a stranger. What the process left behind goes too.
      guard.kill('SIGKILL');
      signalGroup(pid, 'SIGKILL');
      resolve({ code, signal });
    });
  });
  return guardedProcess({ options, child, pid, ended });
}

function guardedProcess({
  options,
  child,
  pid,
  ended,
}: {
  options: GuardedProcessOptions;
  child: ChildProcess;
  pid: number;
  ended: Promise<ProcessEnd>;
}): GuardedProcess {
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals) => {
    if (isRunning()) signalGroup(pid, name);
  };
  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    ended,
    isRunning,
    signal,
    async stop({ signal: first = 'SIGTERM', graceMilliseconds = 5_000 } = {}) {
      signal(first);
      const timer = setTimeout(() => signal('SIGKILL'), graceMilliseconds);
      const end = await ended;
      clearTimeout(timer);
      return end;
    },
  };
}

/** The last lines of a log file, or an empty text when there is none. */
export function tailOfLog(logFile: string, lines = 15): string {
  try {
    return readFileSync(logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } catch {
    return '';
  }
}
