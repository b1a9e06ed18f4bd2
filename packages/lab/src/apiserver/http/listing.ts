import type { KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { keyOfObject } from '../Collections.ts';
import type { Store } from '../Store.ts';
import { badRequest, expired, StatusError } from '../StatusError.ts';
import type { ListOptions } from './listOptions.ts';

/** One page of a list: what stands in the list's `metadata`, and its items. */
export interface Page {
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
  items: readonly KubeObject[];
}

/** Where the next page starts. All pages show the state at `resourceVersion`; -1 stands for "whatever is current". */
interface Position {
  resourceVersion: number;
  start: string;
}

const TOKEN_VERSION = 'meta.k8s.io/v1';
const CURRENT = -1;

export function listPage(
  store: Store,
  target: { resource: string; namespace?: string },
  options: ListOptions,
): Page {
  const position = options.continueToken
    ? decodeToken(options.continueToken)
    : undefined;
  const version = versionToRead(store, options, position);
  const state = stateAt({
    store,
    resource: target.resource,
    version,
    position,
  });
  const { namespace } = target;
  const items = state.filter(
    object =>
      (!namespace || object.metadata.namespace === namespace) &&
      (!position || keyOfObject(object) >= position.start) &&
      options.matches(object),
  );
  return paginate(items, version, options);
}

function versionToRead(
  store: Store,
  options: ListOptions,
  position: Position | undefined,
): number {
  const current = Number(store.resourceVersion);
  if (position) {
    return position.resourceVersion === CURRENT
      ? current
      : position.resourceVersion;
  }
  const { resourceVersion = 0, exact } = options;
  if (resourceVersion > current) throw tooLarge(resourceVersion, current);
  return exact ? resourceVersion : current;
}

function stateAt(request: {
  store: Store;
  resource: string;
  version: number;
  position: Position | undefined;
}): readonly KubeObject[] {
  const { store, resource, version, position } = request;
  if (store.remembers(version)) return store.listAt(resource, version);
  if (!position) {
    throw expired('The resourceVersion for the provided list is too old.');
  }
  const rest = encodeToken({ resourceVersion: CURRENT, start: position.start });
  throw expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    { continue: rest },
  );
}

function paginate(
  items: readonly KubeObject[],
  version: number,
  options: ListOptions,
): Page {
  const resourceVersion = String(version);
  const { limit = Infinity, selective } = options;
  if (items.length <= limit) return { metadata: { resourceVersion }, items };
  const page = items.slice(0, limit);
  const last = page[page.length - 1];
  // The smallest key behind the last one, as etcd ranges are continued.
  const start = `${keyOfObject(last)}\u0000`;
  return {
    metadata: {
      resourceVersion,
      continue: encodeToken({ resourceVersion: version, start }),
      ...(selective ? {} : { remainingItemCount: items.length - limit }),
    },
    items: page,
  };
}

function encodeToken(position: Position): string {
  const { resourceVersion: rv, start } = position;
  const json = JSON.stringify({ v: TOKEN_VERSION, rv, start });
  return Buffer.from(json).toString('base64url');
}

function decodeToken(token: string): Position {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(
      `invalid continue token: continue key is not valid: ${why}`,
    );
  }
  if (
    !isJsonObject(value) ||
    value.v !== TOKEN_VERSION ||
    typeof value.rv !== 'number' ||
    typeof value.start !== 'string'
  ) {
    throw badRequest(
      'invalid continue token: continue key is not valid: server does not recognize this encoded version',
    );
  }
  return { resourceVersion: value.rv, start: value.start };
}

function tooLarge(wanted: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  });
}
