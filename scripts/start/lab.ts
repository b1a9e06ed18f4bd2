import { join } from 'node:path';
import { waitUntil } from '../processes/waitUntil.ts';
import type { Session } from '../processes/Session.ts';

const TIMEOUT_MILLISECONDS = 60_000;

/** What the lab leaves in its folder once it is ready. */
export interface RunningLab {
  kubeconfig: string;
  /** Clusters, their tokens and the catalog, for the backend. */
  appConfig: string;
  /** Where metrics can be asked for; they answer a little later than the clusters. */
  stores: readonly { name: string; url: string }[];
}

interface ReadyLine {
  ready: true;
  stores?: RunningLab['stores'];
}

function readyLine(line: string): ReadyLine | undefined {
  try {
    const said = JSON.parse(line) as { ready?: unknown } | null;
    return said?.ready === true ? (said as ReadyLine) : undefined;
  } catch {
    return undefined;
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
  let ready: ReadyLine | undefined;
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
      for (const line of lines) ready ??= readyLine(line);
    },
  });
  const { stores = [] } = await session.during(
    waitUntil(async () => ready, {
      what: `the lab; its log is ${logFile}`,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    }),
  );
  return {
    kubeconfig: join(directory, 'kubeconfig'),
    appConfig: join(directory, 'app-config.yaml'),
    stores,
  };
}
