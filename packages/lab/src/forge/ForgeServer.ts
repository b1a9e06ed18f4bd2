import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isJsonObject, type JsonObject } from '../apiserver/KubeObject.ts';
import type { Forge } from './Forge.ts';
import type { ForgeFaults } from './ForgeFaults.ts';
import { answerGit } from './httpBackend.ts';
import { pullList, pullPage, type Viewer } from './pages/pullPages.ts';
import { ApiError, notFound, type Answer } from './rest/Answer.ts';
import { pullIn } from './rest/pulls.ts';
import { answerCall } from './rest/routes.ts';

export interface ForgeServerOptions {
  forge: Forge;
  faults: ForgeFaults;
  /** By token, whose it is. */
  tokens: Readonly<Record<string, string>>;
  /** Whom one can be in a browser; the first is who one is. */
  people: readonly string[];
  port: number;
  onError(error: unknown): void;
}

interface Exchange {
  incoming: IncomingMessage;
  response: ServerResponse;
  url: URL;
  options: ForgeServerOptions;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Serves the API below /api/v3, Git at /OWNER/NAME.git and pages for people; plain HTTP on loopback. */
export async function startForgeServer(
  options: ForgeServerOptions,
): Promise<{ stop(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', options.forge.url);
    answer({ incoming, response, url, options }).catch(error => {
      if (error instanceof ApiError) {
        const { status, message, errors } = error;
        const more = errors.length > 0 ? { errors } : {};
        sendJson(response, status, {
          message,
          ...more,
          status: String(status),
        });
        return;
      }
      options.onError(error);
      sendJson(response, 500, { message: 'Server Error', status: '500' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(exchange: Exchange): Promise<void> {
  const { incoming, response, url, options } = exchange;
  const { faults, forge } = options;
  // A name of elsewhere that leads to loopback would make a foreign page one of ours.
  if (!LOOPBACK.test(incoming.headers.host ?? ''))
    throw new ApiError(403, 'Call the forge by a loopback address.');
  if (faults.delay > 0) await wait(faults.delay, undefined, { ref: false });
  if (faults.state === 'down') throw new ApiError(503, 'Service unavailable');
  const repository = `/${forge.owner}/${forge.name}`;
  if (url.pathname.startsWith('/api/v3/')) return answerApi(exchange);
  if (url.pathname.startsWith(`${repository}.git/`))
    return answerGitRequest(
      exchange,
      url.pathname.slice(repository.length + 4),
    );
  const { status, text } = await answerPage(exchange, repository);
  if (status === 303 && text) response.setHeader('Location', text.content);
  else if (text) response.setHeader('Content-Type', text.type);
  // Nothing of elsewhere is loaded, and nothing in a description runs.
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  );
  response.writeHead(status);
  response.end(status === 303 ? undefined : text?.content);
  return undefined;
}

async function answerApi(exchange: Exchange): Promise<void> {
  const { incoming, response, url, options } = exchange;
  const user = userOf(exchange);
  if (!user) throw new ApiError(401, 'Bad credentials');
  const { status, body, text } = await answerCall(
    options.forge,
    incoming.method ?? 'GET',
    url.pathname.slice('/api/v3'.length),
    {
      user,
      query: url.searchParams,
      body: await readJson(incoming),
      accept: incoming.headers.accept ?? '',
    },
  );
  if (!text) {
    sendJson(response, status, body);
    return;
  }
  response.writeHead(status, { 'Content-Type': text.type });
  response.end(text.content);
}

/** Whose token a request carries: as a bearer, as GitHub's own scheme, or as the password of Git. */
function userOf({ incoming, options }: Exchange): string | undefined {
  const [scheme = '', value = ''] = (
    incoming.headers.authorization ?? ''
  ).split(' ');
  const token = /^basic$/i.test(scheme)
    ? Buffer.from(value, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '')
    : value;
  return Object.hasOwn(options.tokens, token)
    ? options.tokens[token]
    : undefined;
}

async function answerGitRequest(
  exchange: Exchange,
  path: string,
): Promise<void> {
  const { incoming, response, url, options } = exchange;
  const user = userOf(exchange);
  if (!user) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="fleet"' });
    response.end('A token is needed, as the password.\n');
    return;
  }
  const { directory } = options.forge.git;
  const query = url.search.slice(1);
  const isPush = path === '/git-receive-pack';
  const done = async () => {
    if (isPush) await options.forge.afterPush();
  };
  const request = { directory, path, query, user, done };
  await answerGit({ incoming, response }, request);
}

async function answerPage(
  { incoming, url, options }: Exchange,
  repository: string,
): Promise<Answer> {
  const { forge, people } = options;
  const [name = 'reviewer'] = people;
  const viewer: Viewer = {
    name: url.searchParams.get('as') ?? name,
    others: people,
  };
  const show = (content: string) => ({
    status: 200,
    text: { type: 'text/html; charset=utf-8', content },
  });
  const rest = url.pathname.slice(repository.length);
  if (['/', repository, `${repository}/pulls`].includes(url.pathname)) {
    if (rest === '/pulls') return show(pullList(forge, viewer).text);
    return redirect(`${repository}/pulls`);
  }
  const isOurs = url.pathname.startsWith(`${repository}/`);
  const [, number, action] =
    /^\/pull\/(\d+)(?:\/(merge|close))?$/.exec(rest) ?? [];
  if (!isOurs || !number) throw notFound();
  const pull = pullIn(forge, { path: [number] });
  if (!action && incoming.method === 'GET')
    return show((await pullPage(forge, pull, viewer)).text);
  if (!action || incoming.method !== 'POST') throw notFound();
  refuseForeignForm(incoming);
  if (action === 'close' && pull.state === 'open') forge.pulls.close(pull);
  if (action === 'merge') {
    const by = viewer.name;
    const outcome = await forge.merge(pull, { by, method: 'merge' });
    if (outcome.type !== 'merged')
      throw new ApiError(
        409,
        'It cannot be merged: it is closed, or conflicts.',
      );
  }
  const as = encodeURIComponent(viewer.name);
  return redirect(`${repository}/pull/${number}?as=${as}`);
}

function redirect(content: string): Answer {
  return { status: 303, text: { type: '', content } };
}

/** A page of elsewhere may not press our buttons; browsers say where a form comes from. */
function refuseForeignForm({ headers }: IncomingMessage): void {
  const { origin, host } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new ApiError(403, 'This form is of another page.');
}

const MOST_BYTES = 10 * 1024 * 1024;

async function readJson(incoming: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) throw new ApiError(413, 'Payload too large');
    chunks.push(bytes);
  }
  if (size === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return isJsonObject(value) ? value : {};
  } catch {
    throw new ApiError(400, 'Problems parsing JSON');
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
