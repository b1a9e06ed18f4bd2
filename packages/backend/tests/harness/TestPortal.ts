import {
  createMeshClient,
  type MeshClient,
} from '@meshport/plugin-mesh-common';
import { signInAs, signInAsGuest } from './signIn';

/** One answer of the mesh API, as it came. */
export interface PortalAnswer<Body = unknown> {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined where there is no body (304). */
  body: Body;
  /** From sending the request to having read the answer. */
  milliseconds: number;
}

/** The mesh API of a running portal, as one signed-in person sees it. */
export class TestPortal {
  /** Derived from the contract, with the person's token. */
  readonly client: MeshClient;
  readonly url: string;
  readonly #person: string | undefined;
  readonly #others = new Map<string, TestPortal>();
  #token: Promise<string> | undefined;

  /** @param person name of a User whom the lab lets anybody be; left out: the guest */
  constructor(url: string, person?: string) {
    this.url = url;
    this.#person = person;
    this.client = createMeshClient({
      discoveryApi: { getBaseUrl: async plugin => `${url}/api/${plugin}` },
      fetchApi: {
        fetch: async (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: `Bearer ${await this.token()}`,
            },
          }),
      },
    });
  }

  /** The same portal as somebody else sees it. */
  as(person: string): TestPortal {
    const other = this.#others.get(person) ?? new TestPortal(this.url, person);
    this.#others.set(person, other);
    return other;
  }

  /** What a browser gets at sign-in; it lives longer than any suite. */
  token(): Promise<string> {
    this.#token ??= this.#person
      ? signInAs(this.url, this.#person)
      : signInAsGuest(this.url);
    return this.#token;
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
    return allPages(query => this.client.listServices({ params: {}, query }));
  }

  /** All namespaces of all clusters. */
  async namespaces() {
    return allPages(query => this.client.listNamespaces({ params: {}, query }));
  }

  /** What all clusters offer to others. */
  async exports() {
    return allPages(query => this.client.listExports({ params: {}, query }));
  }

  /** All clusters; for who may read the platform. */
  async clusters() {
    return allPages(query => this.client.listClusters({ params: {}, query }));
  }
}

async function allPages<Item>(
  ask: (query: {
    limit: number;
    cursor?: string;
  }) => Promise<{ items: Item[]; nextCursor?: string }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: 200, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
