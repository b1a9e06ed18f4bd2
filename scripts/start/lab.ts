import { join } from 'node:path';
import { waitUntil } from '../processes/waitUntil.ts';
import type { Session } from '../processes/Session.ts';

const TIMEOUT_MILLISECONDS = 60_000;

/** What the lab leaves in its folder once it is ready. */
export interface RunningLab {
  kubeconfig: string;
  /** Clusters, their tokens and the catalog, for the backend. */
  appConfig: string;
}

function isReadyLine(line: string): boolean {
  try {
    return (JSON.parse(line) as { ready?: unknown } | null)?.ready === true;
  } catch {
    return false;
  }
}

/** Starts the simulated clusters and waits until they say, by one line of JSON, that they can be asked. */
export async function startLab({
  root,
  session,
  logFile,
  directory = join(root, '.lab'),
  args = [],
}: {
  root: string;
  session: Session;
  logFile: string;
  /** Where the lab keeps its certificates and what it writes for others; default `.lab`. */
  directory?: string;
  /** Further options of `serve`, for example `--port-base`. */
  args?: readonly string[];
}): Promise<RunningLab> {
  let isReady = false;
  let output = '';
  await session.start({
    name: 'The lab',
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      join(root, 'packages', 'lab', 'src', 'main.ts'),
      ...['serve', '--dir', directory, ...args],
    ],
    cwd: root,
    env: process.env,
    logFile,
    onOutput: text => {
      output += text;
      const lines = output.split('\n');
      output = lines.pop() ?? '';
      isReady ||= lines.some(isReadyLine);
    },
  });
  await session.during(
    waitUntil(async () => isReady, {
      what: `the lab; its log is ${logFile}`,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    }),
  );
  return {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
  };
}
