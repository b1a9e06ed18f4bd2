import { text, type ObjectRef } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { LiveObject } from '../../core/requests/plan';
import type { Clock } from '../clock';
import { clusterFailureText, kindFailureText } from './failureTexts';
import { listPath } from './kindPaths';
import { KubernetesApi } from './KubernetesApi';
import type { KubernetesTransport } from './KubernetesTransport';
import type { LiveObjects } from './LiveObjects';
import { objectPath } from './objectPaths';
import { isRecord } from './rawObject';
import { GarbageError, HttpStatusError } from './requestErrors';
import { listPageSchema } from './schema';

/** Somebody waits for the answer. */
const DEADLINE_MILLISECONDS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** More policies or quotas than that in one namespace are not read. */
const MAX_ITEMS = 500;

function isMissing(error: unknown): boolean {
  return error instanceof HttpStatusError && error.status === 404;
}

/** Through the portal's transport for reading. */
export class KubernetesLiveObjects implements LiveObjects {
  constructor(
    private readonly options: {
      readonly transport: KubernetesTransport;
      readonly clock: Clock;
      /** Ends reads that are under way. */
      readonly signal: AbortSignal;
    },
  ) {}

  async get(ref: ObjectRef): Promise<LiveObject> {
    try {
      const answer = await this.read(ref.cluster, objectPath(ref));
      const page = listPageSchema.safeParse(answer);
      if (!page.success) throw new GarbageError('Not a list');
      const [object] = page.data.items;
      if (object === undefined) return { state: 'missing' };
      if (!isRecord(object)) throw new GarbageError('Not an object');
      const { apiVersion, kind } = ref;
      // Items of a list do not say what they are.
      return { state: 'found', object: { apiVersion, kind, ...object } };
    } catch (error) {
      if (isMissing(error)) return { state: 'missing' };
      const isForbidden =
        error instanceof HttpStatusError && error.status === 403;
      const reason = isForbidden
        ? text('preflight.read-forbidden', {
            object: `${ref.kind} ${ref.name}`,
            cluster: ref.cluster,
          })
        : clusterFailureText(error);
      return { state: 'unreadable', reason };
    }
  }

  async list(
    { cluster, namespace }: { cluster: string; namespace: string },
    kind: WatchedKind,
  ): Promise<KindState> {
    const there = { ...kind, only: { ...kind.only, namespace } };
    for (const version of kind.versions) {
      try {
        const path = listPath(there, version, { limit: MAX_ITEMS });
        return this.itemsOf(await this.read(cluster, path), kind);
      } catch (error) {
        if (!isMissing(error)) return failed(error, kind);
      }
    }
    return { status: 'absent', items: [] };
  }

  private read(cluster: string, path: string): Promise<unknown> {
    const { transport, clock, signal } = this.options;
    return new KubernetesApi({ cluster, transport, clock }).getJson(path, {
      signal,
      deadline: DEADLINE_MILLISECONDS,
      maxBytes: MAX_BYTES,
    });
  }

  private itemsOf(answer: unknown, kind: WatchedKind): KindState {
    const page = listPageSchema.safeParse(answer);
    // A part of the whole is not known to be enough.
    if (!page.success || page.data.metadata.continue) {
      throw new GarbageError('Not a whole list');
    }
    const items = page.data.items.map(item => kind.schema.safeParse(item));
    if (items.some(({ success }) => !success)) {
      throw new GarbageError('An object that cannot be read');
    }
    return {
      status: 'live',
      items: items.flatMap(({ data }) => (data === undefined ? [] : [data])),
    };
  }
}

function failed(error: unknown, kind: WatchedKind): KindState {
  const isForbidden = error instanceof HttpStatusError && error.status === 403;
  return {
    status: isForbidden ? 'forbidden' : 'stale',
    reason: kindFailureText(error, kind, 'list'),
    items: [],
  };
}
