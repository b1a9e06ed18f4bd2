import type { WatchedKind } from '@meshport/plugin-mesh-node';
import type { ListSink } from './KindSink';
import { acceptOf, listPath } from './kindPaths';
import type { KubernetesApi } from './KubernetesApi';
import type { Turn } from './ListQueue';
import { GarbageError } from './requestErrors';
import { listPageSchema } from './schema';
import type { WatchTiming } from './timing';

/**
 * Lists a kind page by page into `list` and commits it. Returns the resourceVersion to
 * watch from. Rejects with one of the classes of `requestErrors`, or with the signal's
 * reason; then nothing was committed.
 */
export async function listKind({
  api,
  kind,
  version,
  list,
  turn,
  timing,
  signal,
}: {
  readonly api: KubernetesApi;
  readonly kind: WatchedKind;
  readonly version: string;
  readonly list: ListSink;
  readonly turn: Turn;
  readonly timing: WatchTiming;
  readonly signal: AbortSignal;
}): Promise<string> {
  const request = {
    accept: acceptOf(kind, 'list'),
    signal,
    deadline: timing.pageDeadline,
    maxBytes: timing.maxPageBytes,
  };
  let token: string | undefined;
  for (;;) {
    const path = listPath(kind, version, { limit: timing.pageSize, token });
    const answer = await turn.page(() => api.getJson(path, request));
    const page = listPageSchema.safeParse(answer);
    if (!page.success) throw new GarbageError('Not a list');
    for (const item of page.data.items) list.add(item);
    const next = page.data.metadata.continue;
    if (!next) {
      list.commit();
      return page.data.metadata.resourceVersion;
    }
    if (next === token) throw new GarbageError('The list does not end');
    token = next;
  }
}
