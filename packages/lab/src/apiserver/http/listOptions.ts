import {
  parseFieldSelector,
  parseLabelSelector,
  type Predicate,
} from '../selectors.ts';
import type { ResourceKind } from '../kinds.ts';
import { badRequest, invalid, StatusError } from '../StatusError.ts';

/** The query of a list or watch, checked. */
export interface ListOptions {
  matches: Predicate;
  /** Whether a selector narrows the list; a list that is narrowed does not tell how many items remain. */
  selective: boolean;
  limit?: number;
  continueToken?: string;
  /** `undefined` and `0` differ: "the most recent" and "any". */
  resourceVersion?: number;
  exact: boolean;
  bookmarks: boolean;
  timeoutSeconds?: number;
  sendInitialEvents: boolean;
}

export function parseListOptions(
  query: URLSearchParams,
  kind: ResourceKind,
): ListOptions {
  const watch = isTrue(query.get('watch'));
  checkVersionMatch(query, watch);
  const resourceVersion = parseVersion(query.get('resourceVersion'), watch);
  const continueToken = query.get('continue') ?? undefined;
  if (continueToken && resourceVersion) {
    throw badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  return {
    ...selection(query, kind),
    limit: integer(query.get('limit')),
    continueToken: continueToken || undefined,
    resourceVersion,
    exact: query.get('resourceVersionMatch') === 'Exact',
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutSeconds: integer(query.get('timeoutSeconds')),
    sendInitialEvents: isTrue(query.get('sendInitialEvents')),
  };
}

function selection(
  query: URLSearchParams,
  kind: ResourceKind,
): Pick<ListOptions, 'matches' | 'selective'> {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const byLabel = parseLabelSelector(labels);
  const byField = parseFieldSelector(fields, kind.selectableFields ?? {});
  return {
    matches: object => byLabel(object) && byField(object),
    selective: labels !== '' || fields !== '',
  };
}

export function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true';
}

function integer(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) {
    throw badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const number = Number(text);
  return number > 0 ? number : undefined;
}

function parseVersion(text: string | null, watch: boolean): number | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const why = `resourceVersion: Invalid value: ${JSON.stringify(
    text,
  )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  // A real server answers a watch with 500 and no reason here.
  if (watch) throw new StatusError({ code: 500, message: why });
  throw badRequest(`invalid resource version: ${why}`);
}

function checkVersionMatch(query: URLSearchParams, watch: boolean): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const initialEvents = query.has('sendInitialEvents');
  if (watch && initialEvents && match !== 'NotOlderThan') {
    throw forbiddenMatch(
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  if (match === '') return;
  if (watch && !initialEvents) {
    throw forbiddenMatch(
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  if (!watch && version === '') {
    throw forbiddenMatch(
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalidOptions({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(
        match,
      )}: supported values: "Exact", "NotOlderThan", ""`,
    });
  }
}

function forbiddenMatch(why: string): StatusError {
  return invalidOptions({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${why}`,
  });
}

function invalidOptions(problem: {
  reason: 'FieldValueForbidden' | 'FieldValueNotSupported';
  message: string;
}): StatusError {
  return invalid({
    group: 'meta.k8s.io',
    kind: 'ListOptions',
    name: '',
    problems: [{ field: 'resourceVersionMatch', ...problem }],
  });
}
