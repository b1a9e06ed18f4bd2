import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tailOfLog } from '../../../../scripts/processes/GuardedProcess';
import { findFreePorts } from '../../../../scripts/processes/ports';
import { Session } from '../../../../scripts/processes/Session';
import {
  waitUntil,
  type WaitOptions,
} from '../../../../scripts/processes/waitUntil';
import { startLab } from '../../../../scripts/start/lab';
import {
  portalUrl,
  startPortal,
  waitForFirstCluster,
} from '../../../../scripts/start/portal';
import { copyClusters } from './copiedClusters';
import { findFreePortBase } from './portBase';
import { ROOT } from './root';
import { TestLab } from './TestLab';
import { TestPortal } from './TestPortal';

/** Eight clusters, the control port and some to spare; the sign-in, with metrics and the forge behind it. */
const LAB_PORTS = 20;
const TIMEOUT_MILLISECONDS = 30_000;
/** Another process may take a port between our choice and the lab's or the portal's listen. */
const ATTEMPTS = 3;
const TAKEN = 'EADDRINUSE';
const LOG_LINES = 25;
const LOG_COLUMNS = 400;

export interface WorldOptions {
  /** Names the logs: `.meshport/tests/<name>-portal.log`. */
  name: string;
  /** Those of the lab's clusters that there are; all of them by default. */
  clusters?: readonly string[];
  /** Divides the delays of the lab's controllers; 1 is life-like. */
  speed?: number;
  /** Further options of the lab's `serve`. */
  labArgs?: readonly string[];
  /** Done when the lab serves and the portal is not there yet. */
  beforePortal?: (lab: TestLab) => Promise<void>;
  /** More configuration of the portal, which wins over that of the lab. */
  config?: (lab: TestLab) => unknown;
  /** A backend of the suite's own in place of the portal's, relative to packages/backend. */
  entry?: string;
}

/** A lab and a portal over it, as processes, on ports of their own. */
export interface World {
  readonly lab: TestLab;
  readonly portal: TestPortal;
  /**
   * Asks until the answer is neither `undefined` nor `false`. When it never is, or a process ends, the error carries
   * the last lines of the logs.
   */
  eventually<T>(
    what: string,
    condition: () => Promise<T | undefined | false>,
    options?: Partial<WaitOptions>,
  ): Promise<T>;
  /** The last lines of both logs. */
  logs(): string;
  stop(): Promise<void>;
}

interface Folders {
  /** Certificates, kubeconfig and generated configuration; removed at the end. */
  state: string;
  labLog: string;
  portalLog: string;
}

function makeFolders(name: string): Folders {
  const logs = join(ROOT, '.meshport', 'tests');
  mkdirSync(logs, { recursive: true });
  const folders = {
    state: mkdtempSync(join(tmpdir(), `meshport-${name}-`)),
    labLog: join(logs, `${name}-lab.log`),
    portalLog: join(logs, `${name}-portal.log`),
  };
  rmSync(folders.labLog, { force: true });
  rmSync(folders.portalLog, { force: true });
  return folders;
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
/** A line per request says nothing about what went wrong. */
const CHATTER = /incomingRequest|token-factory|task worker|isAuditEvent/i;

function tail(file: string): string {
  return tailOfLog(file, 5_000)
    .replace(COLOURS, '')
    .split('\n')
    .filter(line => !CHATTER.test(line))
    .slice(-LOG_LINES)
    .map(line => line.slice(0, LOG_COLUMNS))
    .join('\n');
}

function logsOf({ labLog, portalLog }: Folders): string {
  return [labLog, portalLog]
    .map(file => `--- ${file}\n${tail(file)}`)
    .join('\n');
}

/** Services belong to entities, and no cluster is still being read. */
async function hasReadEverything(portal: TestPortal): Promise<boolean> {
  const { items, sources } = await portal.client.listServices({ params: {} });
  const isMatched = items.some(({ entityRefs }) => entityRefs.length > 0);
  return isMatched && sources.every(({ status }) => status !== 'syncing');
}

/** Starts a portal alone, over the clusters that the given configuration names. */
export async function startTestPortal({
  session,
  state,
  appConfigs,
  logFile,
  entry,
}: {
  session: Session;
  /** A folder of its own: the address is written there. */
  state: string;
  appConfigs: readonly string[];
  logFile: string;
  entry?: string;
}): Promise<TestPortal> {
  const [port] = await findFreePorts(1);
  const host = '127.0.0.1';
  await startPortal({
    ...{ root: ROOT, session, host, port, appConfigs, logFile, entry },
    directory: state,
  });
  await waitForFirstCluster({ session, port });
  const portal = new TestPortal(portalUrl(port));
  await session.during(
    waitUntil(() => hasReadEverything(portal), {
      what: 'the portal to have read catalog and clusters',
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    }),
  );
  return portal;
}

async function startBoth(
  session: Session,
  folders: Folders,
  options: WorldOptions,
): Promise<{ lab: TestLab; portal: TestPortal }> {
  const { clusters, labArgs = [] } = options;
  const speed = options.speed ? ['--speed', String(options.speed)] : [];
  const world = clusters
    ? [
        '--world',
        copyClusters({ clusters, into: join(folders.state, 'world') }),
      ]
    : [];
  const portBase = String(await findFreePortBase(LAB_PORTS));
  const { appConfig } = await startLab({
    root: ROOT,
    session,
    directory: folders.state,
    logFile: folders.labLog,
    args: ['--port-base', portBase, ...speed, ...world, ...labArgs],
  });
  const lab = new TestLab(folders.state);
  await options.beforePortal?.(lab);
  const more = join(folders.state, 'app-config.test.yaml');
  writeFileSync(more, JSON.stringify(options.config?.(lab) ?? {}));
  const portal = await startTestPortal({
    session,
    state: folders.state,
    appConfigs: [appConfig, more],
    entry: options.entry,
    logFile: folders.portalLog,
  });
  return { lab, portal };
}

/** Starts lab and portal and waits until the first cluster is live. Ends what was started when that fails. */
export async function startWorld(options: WorldOptions): Promise<World> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes(TAKEN);
      if (!isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: WorldOptions): Promise<World> {
  const folders = makeFolders(options.name);
  const session = new Session();
  const stop = async () => {
    await session.stop();
    rmSync(folders.state, { recursive: true, force: true });
  };
  try {
    const both = await startBoth(session, folders, options);
    return {
      ...both,
      eventually: (what, condition, waiting = {}) =>
        session
          .during(
            waitUntil(condition, {
              what,
              timeoutMilliseconds: TIMEOUT_MILLISECONDS,
              ...waiting,
            }),
          )
          .catch(cause => {
            throw new Error(`${cause.message}\n${logsOf(folders)}`, { cause });
          }),
      logs: () => logsOf(folders),
      stop,
    };
  } catch (cause) {
    await stop();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n${logsOf(folders)}`, { cause });
  }
}
