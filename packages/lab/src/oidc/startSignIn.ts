import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, Provider } from 'oidc-provider';
import type { Person } from './people.ts';
import {
  interactionPath,
  providerConfiguration,
} from './providerConfiguration.ts';
import { failurePage, signInPage } from './signInPage.ts';
import type { SignInSecrets } from './signInSecrets.ts';

export interface SignIn {
  /** The issuer; its metadata are at `/.well-known/openid-configuration` below it. */
  url: string;
  stop(): Promise<void>;
}

/** The addresses by which the browsers of this machine come; a page of elsewhere comes with its own name. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

const INTERACTION = /^\/sign-in\/[\w-]+$/;

/** Enough for a name; nobody fills the lab's memory. */
const LONGEST_BODY = 10_000;

/**
 * An OpenID Connect provider on loopback that lets everybody be one of the people, without a password. Rejects with
 * the error of the operating system when the port is taken.
 */
export async function startSignIn(options: {
  port: number;
  people: readonly Person[];
  secrets: SignInSecrets;
  /** Told of what is the provider's own fault, not that of a request. */
  onError: (error: unknown) => void;
}): Promise<SignIn> {
  const { people, port, secrets, onError } = options;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, providerConfiguration(people, secrets));
  provider.on('server_error', (_context, error) => onError(error));
  const answerProtocol = provider.callback();
  server.on('request', (request, response) => {
    if (!LOOPBACK.test(request.headers.host ?? '')) {
      send(
        response,
        403,
        failurePage(
          'Not for other machines',
          'The lab signs people in on the machine that it runs on only. Open the portal there.',
        ),
      );
      return;
    }
    const path = (request.url ?? '').split('?')[0];
    if (!INTERACTION.test(path)) {
      answerProtocol(request, response);
      return;
    }
    interact(provider, people, { request, response }).catch(error => {
      // The interaction is over, or belongs to another browser: its cookie says so.
      if (!(error instanceof errors.OIDCProviderError)) onError(error);
      send(
        response,
        400,
        failurePage(
          'This sign-in has ended',
          'Nothing has changed. Go back to the portal and start again there.',
        ),
      );
    });
  });
  return {
    url,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function interact(
  provider: Provider,
  people: readonly Person[],
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    send(response, 200, signInPage(people, interactionPath(uid)));
    return;
  }
  const name = new URLSearchParams(await bodyOf(request)).get('person');
  const person = people.find(candidate => candidate.name === name);
  if (request.method !== 'POST' || !person) {
    send(response, 400, signInPage(people, interactionPath(uid)));
    return;
  }
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.name } },
    { mergeWithLastSubmission: false },
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.length > LONGEST_BODY)
      throw new errors.InvalidRequest('The form is too long');
  }
  return text;
}

function send(response: ServerResponse, status: number, html: string): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'Content-Type': 'text/html; charset=utf-8',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(html);
}
