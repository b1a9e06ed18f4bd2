import {
  createMeshClient,
  type MeshClient,
} from '@meshport/plugin-mesh-common';

/** One answer of the mesh API, as it came. */
export interface PortalAnswer<Body = unknown> {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined where there is no body (304). */
  body: Body;
  /** From sending the request to having read the answer. */
  milliseconds: number;
}

/** The mesh API of a running portal, as a signed-in guest sees it. */
export class TestPortal {
  /** Derived from the contract, with the guest's token. */
  readonly client: MeshClient;
  readonly url: string;
  #token: Promise<string> | undefined;

  constructor(url: string) {
    this.url = url;
    this.client = createMeshClient({
      discoveryApi: { getBaseUrl: async plugin => `${url}/api/${plugin}` },
      fetchApi: {
        fetch: async (input, init) =>
          fetch(input, {
            ...init,
            headers: { Authorization: `Bearer ${await this.token()}` },
          }),
      },
    });
  }

  /** The token that the browser gets when somebody enters as guest; it lives longer than any suite. */
  token(): Promise<string> {
    this.#token ??= this.#refresh();
    return this.#token;
  }

  async #refresh(): Promise<string> {
    const url = `${this.url}/api/auth/guest/refresh`;
    const answer = await fetch(url, { method: 'POST' });
    if (!answer.ok) {
      throw new Error(`Guest sign-in answered ${answer.status}`);
    }
    const body = (await answer.json()) as {
      backstageIdentity: { token: string };
    };
    return body.backstageIdentity.token;
  }

  /** GET below `/api/mesh/v1`, whatever the status. `token: null` asks without signing in. */
  async get<Body = unknown>(
    path: string,
    {
      headers = {},
      token,
    }: { headers?: Record<string, string>; token?: string | null } = {},
  ): Promise<PortalAnswer<Body>> {
    const bearer = token === undefined ? await this.token() : token;
    const started = performance.now();
    const answer = await fetch(`${this.url}/api/mesh/v1${path}`, {
      headers: bearer
        ? { ...headers, Authorization: `Bearer ${bearer}` }
        : headers,
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as Body,
      milliseconds: performance.now() - started,
    };
  }

  /** The entity's answer; `name` is that of a Component in namespace `default` unless a full ref is given. */
  entity(ref: string) {
    const [kind, namespace, name] = ref.includes(':')
      ? ref.split(/[:/]/)
      : ['component', 'default', ref];
    return this.client.getEntity({ params: { kind, namespace, name } });
  }

  /** All services, whatever the page size. */
  async services() {
    const items = [];
    let cursor: string | undefined;
    do {
      const query = cursor ? { cursor } : {};
      const page = await this.client.listServices({ params: {}, query });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return items;
  }
}
