import {
  meshContract,
  type MeshOperation,
  type MeshRequestInput,
  type MeshResponse,
} from './contract';
import {
  requestContract,
  type RequestOperation,
  type RequestOperationInput,
  type RequestResponse,
} from './requestContract';

/** Per-call options: a signal to give up, a token where `fetch` adds none. */
export interface MeshRequestOptions {
  signal?: AbortSignal;
  token?: string;
}

/** One method per operation of the contract. */
export type MeshClient = {
  [Operation in MeshOperation]: (
    input: MeshRequestInput<Operation>,
    options?: MeshRequestOptions,
  ) => Promise<MeshResponse<Operation>>;
} & {
  [Operation in RequestOperation]: (
    input: RequestOperationInput<Operation>,
    options?: MeshRequestOptions,
  ) => Promise<RequestResponse<Operation>>;
};

/** What the client knows of an operation, whichever part of the contract it is in. */
interface ClientRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

const ROUTES: Readonly<Record<string, ClientRoute>> = {
  ...meshContract,
  ...requestContract,
};

/** What any operation is given. */
interface ClientInput {
  readonly params: object;
  readonly query?: object;
  readonly body?: object;
}

/** An answer of the API that is not a success; `message` is written for people. */
export class MeshApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'MeshApiError';
    this.status = status;
  }
}

/** What the client needs of its surroundings: where the plugin is, and `fetch`. */
export interface MeshClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi?: { fetch: typeof fetch };
}

function pathOf({ path }: ClientRoute, params: object): string {
  const values = new Map(Object.entries(params));
  return path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(String(values.get(name) ?? '')),
  );
}

function queryOf(query: object | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) search.append(name, String(item));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

async function failure(response: Response): Promise<MeshApiError> {
  const fallback = `The mesh plugin answered ${response.status} ${response.statusText}`;
  const body: unknown = await response.json().catch(() => undefined);
  const message =
    typeof body === 'object' && body !== null && 'error' in body
      ? (body.error as { message?: unknown }).message
      : undefined;
  return new MeshApiError(
    response.status,
    typeof message === 'string' ? message : fallback,
  );
}

/**
 * A client derived from the contract. Answers are typed, not parsed: they come from
 * the same version of the contract. Throws {@link MeshApiError} for every answer
 * that is not a success, and what `fetch` throws when there is none.
 */
export function createMeshClient(options: MeshClientOptions): MeshClient {
  const doFetch = options.fetchApi?.fetch ?? fetch;
  const call = async (
    route: ClientRoute,
    input: ClientInput,
    { signal, token }: MeshRequestOptions = {},
  ): Promise<unknown> => {
    const base = await options.discoveryApi.getBaseUrl('mesh');
    const url = `${base}${pathOf(route, input.params)}${queryOf(input.query)}`;
    const { method } = route;
    const response = await doFetch(url, {
      method,
      signal,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(input.body ?? {}) } : {}),
    });
    if (!response.ok) throw await failure(response);
    return response.json();
  };
  return Object.fromEntries(
    Object.entries(ROUTES).map(([operation, route]) => [
      operation,
      (input: ClientInput, callOptions?: MeshRequestOptions) =>
        call(route, input, callOptions),
    ]),
  ) as unknown as MeshClient;
}
