import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { gitEnvironment } from './Git.ts';

/**
 * Git's smart HTTP protocol for one bare repository, spoken by git's own `http-backend` (CGI). Resolves when the answer is
 * out; `user` is who pushes. `path` is what follows the repository's address, such as `/info/refs`.
 */
export function answerGit(
  exchange: { incoming: IncomingMessage; response: ServerResponse },
  options: {
    directory: string;
    path: string;
    query: string;
    user: string;
    /** Called when git is done and before the client knows it. */
    done(): Promise<void>;
  },
): Promise<void> {
  const { incoming, response } = exchange;
  const { headers, method = 'GET' } = incoming;
  const { directory, path, query, user } = options;
  const name = directory.slice(dirname(directory).length);
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: dirname(directory),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `${name}${path}`,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_TYPE: headers['content-type'] ?? '',
      ...optional('CONTENT_LENGTH', headers['content-length']),
      ...optional('HTTP_CONTENT_ENCODING', headers['content-encoding']),
      ...optional('GIT_PROTOCOL', textOf(headers['git-protocol'])),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  incoming.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  response.on('close', () => child.kill());
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    let isBody = false;
    child.stdout.on('data', (chunk: Buffer) => {
      if (isBody) {
        response.write(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      isBody = true;
      writeHead(response, head.toString('latin1', 0, end));
      response.write(head.subarray(end + 4));
    });
    child.on('error', reject);
    child.on('close', () => {
      if (!isBody) response.writeHead(500);
      options
        .done()
        .finally(() => response.end())
        .then(resolve, reject);
    });
  });
}

/** The header of a CGI answer, whose status is a line among the others. */
function writeHead(response: ServerResponse, head: string): void {
  const lines = head.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const status = lines.find(([name]) => name.toLowerCase() === 'status');
  for (const [name, value] of lines)
    if (name.toLowerCase() !== 'status') response.setHeader(name, value);
  response.writeHead(status ? Number.parseInt(status[1], 10) : 200);
}

function optional(name: string, value: string | undefined) {
  return value === undefined ? {} : { [name]: value };
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
