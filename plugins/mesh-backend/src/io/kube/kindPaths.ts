import type { WatchedKind } from '@meshport/plugin-mesh-node';

type Query = Record<string, string | number | undefined>;

function kindPath(kind: WatchedKind, version: string, query: Query): string {
  const { group, plural, only = {} } = kind;
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const scope = only.namespace
    ? `/namespaces/${encodeURIComponent(only.namespace)}`
    : '';
  const parameters = new URLSearchParams();
  const { labelSelector, fieldSelector } = only;
  for (const [name, value] of Object.entries({
    labelSelector,
    fieldSelector,
    ...query,
  })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `${root}${scope}/${plural}?${parameters}`;
}

/** One page of a list; `token` continues an earlier page. */
export function listPath(
  kind: WatchedKind,
  version: string,
  page: { limit: number; token?: string },
): string {
  return kindPath(kind, version, { limit: page.limit, continue: page.token });
}

/**
 * A watch of what happens after `resourceVersion`. Not `sendInitialEvents`: that
 * delivers the whole kind unpaged.
 */
export function watchPath(
  kind: WatchedKind,
  version: string,
  watch: { resourceVersion: string; timeoutSeconds: number },
): string {
  return kindPath(kind, version, {
    watch: 'true',
    allowWatchBookmarks: 'true',
    ...watch,
  });
}

/** `Accept` of a kind's lists or watches. */
export function acceptOf(kind: WatchedKind, what: 'list' | 'watch'): string {
  if (!kind.metadataOnly) return 'application/json';
  const form =
    what === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  // Plain JSON where the server does not know the form: more bytes, the same fields.
  return `application/json;as=${form};g=meta.k8s.io;v=v1,application/json`;
}
