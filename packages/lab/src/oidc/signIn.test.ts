import { createHash } from 'node:crypto';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { Person } from './people.ts';
import { CLIENT_ID } from './providerConfiguration.ts';
import { newSignInSecrets } from './signInSecrets.ts';
import { startSignIn, type SignIn } from './startSignIn.ts';

const people: Person[] = [
  {
    name: 'cart-dev',
    displayName: 'Carla Cart',
    email: 'carla@example.test',
    description: 'Developer, owns <cart>',
  },
  {
    name: 'operator',
    displayName: 'Olga Operator',
    email: 'olga@example.test',
    description: 'Runs it',
  },
];
const secrets = newSignInSecrets();
const verifier = 'a'.repeat(64);
const redirectUri = 'http://localhost:3456/api/auth/oidc/handler/frame';

const told: unknown[] = [];
const onError = (error: unknown) => told.push(error);

let signIn: SignIn;
beforeAll(async () => {
  signIn = await startSignIn({ port: 0, people, secrets, onError });
});
afterAll(() => signIn.stop());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, response => {
      let text = '';
      response.on('data', chunk => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A form that sends itself: the provider ends the session of somebody else by one. */
function hiddenForm(
  html: string,
): { action: string; body: string } | undefined {
  const [, action] = /<form method="post" action="([^"]+)"/.exec(html) ?? [];
  const inputs = html.matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]+)"/g,
  );
  const fields = [...inputs].map(([, name, value]) => [name, value]);
  return action && fields.length > 0
    ? { action, body: new URLSearchParams(fields).toString() }
    : undefined;
}

/** A browser: keeps cookies, follows redirects that stay at the provider. */
class Browser {
  private readonly cookies = new Map<string, string>();
  page: Answer = { status: 0, headers: {}, body: '' };
  url = '';

  async open(
    url: string,
    options: { method?: string; body?: string } = {},
  ): Promise<this> {
    const cookie = [...this.cookies].map(pair => pair.join('=')).join('; ');
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    this.url = url;
    this.page = await ask(url, {
      ...options,
      headers: { Cookie: cookie, ...(options.body ? type : {}) },
    });
    for (const line of this.page.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const { location } = this.page.headers;
    const form = location ? undefined : hiddenForm(this.page.body);
    if (form)
      return this.open(form.action, { method: 'POST', body: form.body });
    if (!location) return this;
    const next = new URL(location, url).toString();
    if (next.startsWith(signIn.url)) return this.open(next);
    this.url = next;
    return this;
  }

  choose(person: string): Promise<this> {
    return this.open(this.url, { method: 'POST', body: `person=${person}` });
  }
}

function authorization(overrides: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'xyz',
    prompt: 'login',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...overrides,
  });
  return `${signIn.url}/auth?${parameters}`;
}

async function token(parameters: Record<string, string>) {
  const basic = Buffer.from(`${CLIENT_ID}:${secrets.clientSecret}`);
  const answer = await ask(`${signIn.url}/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${basic.toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(parameters).toString(),
  });
  return JSON.parse(answer.body) as Record<string, string>;
}

async function signInAs(person: string) {
  const browser = await new Browser().open(authorization());
  await browser.choose(person);
  const code = new URL(browser.url).searchParams.get('code') ?? '';
  return token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
}

describe('signing in', () => {
  it('asks who the visitor is, by a button per person and without a password', async () => {
    const { page } = await new Browser().open(authorization());
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1>Who are you today?</h1>');
    expect(page.body).toContain('no password is asked for');
    const offered = [...page.body.matchAll(/<button [^>]*value="([^"]+)"/g)];
    expect(offered.map(([, name]) => name)).toEqual(['cart-dev', 'operator']);
    expect(page.body).toContain('owns &lt;cart&gt;');
    expect(page.body).not.toContain('type="password"');
  });

  it('answers at the portal with a code, on whatever port of loopback the portal is', async () => {
    const browser = await new Browser().open(authorization());
    await browser.choose('operator');
    const { origin, pathname, searchParams } = new URL(browser.url);
    expect(`${origin}${pathname}`).toBe(redirectUri);
    expect(searchParams.get('state')).toBe('xyz');
    expect(searchParams.get('code')).toBeTruthy();
  });

  it('tells the portal who it is as the catalog knows the person', async () => {
    const { access_token: access, id_token: id } = await signInAs('cart-dev');
    const expected = {
      sub: 'cart-dev',
      email: 'carla@example.test',
      email_verified: true,
      name: 'Carla Cart',
      preferred_username: 'cart-dev',
    };
    expect(claimsOf(id)).toMatchObject({ ...expected, iss: signIn.url });
    const { body } = await ask(`${signIn.url}/me`, {
      headers: { Authorization: `Bearer ${access}` },
    });
    expect(JSON.parse(body)).toEqual(expected);
  });

  it('lets a page that is loaded again go on as the same person', async () => {
    const { refresh_token: refresh } = await signInAs('operator');
    const renewed = await token({
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
    expect(claimsOf(renewed.id_token).sub).toBe('operator');
  });

  it('asks again although somebody is signed in', async () => {
    const browser = await new Browser().open(authorization());
    await browser.choose('cart-dev');
    await browser.open(authorization());
    expect(browser.page.body).toContain('Who are you today?');
    await browser.choose('operator');
    const code = new URL(browser.url).searchParams.get('code') ?? '';
    const { id_token: id } = await token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    expect(claimsOf(id).sub).toBe('operator');
  });
});

describe('what is refused', () => {
  it('somebody who is not offered', async () => {
    const browser = await new Browser().open(authorization());
    await browser.choose('root');
    expect(browser.page.status).toBe(400);
    expect(browser.page.body).toContain('Who are you today?');
  });

  it.each([
    ['an address outside of this machine', { redirect_uri: 'https://x.test/' }],
    [
      'another path of the portal',
      { redirect_uri: 'http://localhost:3456/elsewhere' },
    ],
    ['a client that is not the portal', { client_id: 'other' }],
  ])('%s to answer at', async (_title, overrides) => {
    const { page } = await new Browser().open(authorization(overrides));
    expect(page.status).toBe(400);
    expect(page.body).toContain('Nobody is signed in');
  });

  it('a request without PKCE', async () => {
    const url = new URL(authorization());
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const browser = await new Browser().open(url.toString());
    expect(new URL(browser.url).searchParams.get('error')).toBe(
      'invalid_request',
    );
  });

  it('a sign-in that has ended, or is of another browser', async () => {
    const browser = await new Browser().open(authorization());
    const { page } = await new Browser().open(browser.url);
    expect(page.status).toBe(400);
    expect(page.body).toContain('This sign-in has ended');
    expect(told).toEqual([]);
  });

  it('nothing silently: a fault of our own is told', async () => {
    const fault = new Error('no name');
    const nameless = {
      ...people[0],
      get name(): string {
        throw fault;
      },
    };
    const broken = await startSignIn({
      ...{ port: 0, secrets, onError },
      people: [nameless],
    });
    const url = authorization().replace(signIn.url, broken.url);
    const { headers } = await ask(url);
    const cookies = headers['set-cookie'] ?? [];
    const { status } = await ask(`${broken.url}${headers.location}`, {
      headers: { Cookie: cookies.map(line => line.split(';')[0]).join('; ') },
    });
    await broken.stop();
    expect(status).toBe(400);
    expect(told).toEqual([fault]);
  });

  it('a page of elsewhere whose name leads to this machine', async () => {
    const answer = await ask(`${signIn.url}/auth`, {
      headers: { Host: 'evil.test' },
    });
    expect(answer.status).toBe(403);
  });
});
