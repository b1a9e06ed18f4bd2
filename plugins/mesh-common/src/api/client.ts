import {
  meshContract,
  type MeshContract,
  type MeshOperation,
  type MeshRequestInput,
  type MeshResponse,
} from './contract';

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
};

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

function pathOf(operation: MeshOperation, params: Record<string, string>) {
  return meshContract[operation].path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(params[name] ?? ''),
  );
}

function queryOf(query: Record<string, unknown> | undefined): string {
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
    operation: MeshOperation,
    input: MeshRequestInput<MeshOperation>,
    { signal, token }: MeshRequestOptions = {},
  ): Promise<unknown> => {
    const base = await options.discoveryApi.getBaseUrl('mesh');
    const url = `${base}${pathOf(operation, input.params)}${queryOf(
      input.query,
    )}`;
    const response = await doFetch(url, {
      method: meshContract[operation].method,
      signal,
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    });
    if (!response.ok) throw await failure(response);
    return response.json();
  };
  const operations = Object.keys(meshContract) as (keyof MeshContract)[];
  return Object.fromEntries(
    operations.map(operation => [
      operation,
      (
        input: MeshRequestInput<MeshOperation>,
        callOptions?: MeshRequestOptions,
      ) => call(operation, input, callOptions),
    ]),
  ) as MeshClient;
}
