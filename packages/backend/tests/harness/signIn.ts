/** Keeps cookies by name: portal and provider name theirs differently. */
class Visitor {
  readonly #cookies = new Map<string, string>();

  /** One request; redirects are for the caller to follow. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        Cookie: [...this.#cookies].map(pair => pair.join('=')).join('; '),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) this.#cookies.set(name, value);
    }
    return answer;
  }

  /** Follows redirects to the page where they end. */
  async open(url: string, init?: RequestInit): Promise<Response> {
    let answer = await this.ask(url, init);
    let address = url;
    for (
      let location = answer.headers.get('location');
      location;
      location = answer.headers.get('location')
    ) {
      address = new URL(location, address).toString();
      answer = await this.ask(address);
    }
    return answer;
  }
}

async function tokenOf(answer: Response, who: string): Promise<string> {
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${who}: ${answer.status} ${text.slice(0, 400)}`);
  }
  const body = JSON.parse(text) as { backstageIdentity: { token: string } };
  return body.backstageIdentity.token;
}

/** The token that the browser gets when somebody enters as guest. */
export async function signInAsGuest(portal: string): Promise<string> {
  const url = `${portal}/api/auth/guest/refresh`;
  return tokenOf(await fetch(url, { method: 'POST' }), 'Guest sign-in');
}

/** The token after somebody has chosen a person on the provider's page, as a browser gets it. */
export async function signInAs(
  portal: string,
  person: string,
): Promise<string> {
  const visitor = new Visitor();
  const start = `${portal}/api/auth/oidc/start?env=development&scope=openid+profile+email`;
  const question = await visitor.open(start);
  const page = await question.text();
  const [, path] = /action="([^"]+)"/.exec(page) ?? [];
  if (!path) throw new Error(`No page to choose a person on: ${page}`);
  const answered = await visitor.open(new URL(path, question.url).toString(), {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ person }).toString(),
  });
  await answered.text();
  const refreshed = await visitor.ask(
    `${portal}/api/auth/oidc/refresh?env=development`,
    { headers: { 'X-Requested-With': 'XMLHttpRequest' } },
  );
  return tokenOf(refreshed, `Sign-in as ${person}`);
}
