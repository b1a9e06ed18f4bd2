import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from '../../../../scripts/processes/ports';
import { startReady } from '../../../../scripts/processes/startReady';
import { findTool } from '../../../../scripts/tools/findTool';

const run = promisify(execFile);

const START_LIMIT_MILLISECONDS = 30_000;

/** PostgreSQL refuses to run as root; this is nobody, on Linux. */
const NOBODY = { uid: 65534, gid: 65534 };

/** The server's own account cannot look into root's home, where the cache may be. */
async function reachable(program: string, directory: string): Promise<string> {
  const installation = dirname(dirname(program));
  const copy = join(directory, 'installation');
  await cp(installation, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin', basename(program));
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** A PostgreSQL of its own with one empty database; it goes with its directory. */
export async function startPostgres() {
  const tool = await findTool('postgres');
  const directory = await mkdtemp(join(tmpdir(), 'meshport-postgres-'));
  const asRoot = process.getuid?.() === 0;
  const account = asRoot ? NOBODY : undefined;
  const program = asRoot ? await reachable(tool.path, directory) : tool.path;
  await chmod(directory, 0o755);
  if (account) await chown(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const programs = dirname(program);
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'mesh', '--auth=trust', '--no-sync', '-E', 'UTF8'],
    { ...account, cwd: directory },
  );
  const [port] = await findFreePorts(1);
  const server = await startReady({
    name: 'PostgreSQL',
    command: program,
    args: [
      ...['-D', data, '-p', String(port), '-k', directory],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    ],
    cwd: directory,
    account,
    logFile: join(directory, 'log'),
    stateDirectory: directory,
    isReady: () => isListening(port),
    timeoutMilliseconds: START_LIMIT_MILLISECONDS,
  });
  return {
    connection: {
      ...{ host: '127.0.0.1', port, user: 'mesh', database: 'postgres' },
    },
    async stop() {
      // At once, whoever is still connected.
      await server.stop({ signal: 'SIGINT' });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
