import type { Writer } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  deploymentKind,
  kindKey,
  namespaceKind,
  statefulSetKind,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { isWritten, type RecordedChange, refOf, type Written } from './changes';
import { writerOf } from './writerOf';

/** One object, as far as it is compared with itself a moment later. */
interface Seen {
  readonly object: RecordedChange['object'];
  readonly writer: Writer;
  /** Pods that are wanted, of what has some. */
  readonly replicas?: number;
}

/** Objects of one kind, by namespace and name. */
type SeenKind = ReadonlyMap<string, Seen>;

/** What of a snapshot is compared with the next one; by kind, where it could be read. */
export type ChangeBasis = ReadonlyMap<string, SeenKind>;

const SCALED: readonly WatchedKind[] = [deploymentKind, statefulSetKind];

const NOBODY: Writer = { kind: 'unknown' };

interface Scaled extends Written {
  readonly spec?: { readonly replicas?: number };
}

function seenOf(snapshot: ClusterSnapshot, kind: WatchedKind): SeenKind {
  const items = snapshot.kind(kind).items as readonly Scaled[];
  const hasReplicas = SCALED.includes(kind);
  return new Map(
    items.map(item => [
      `${item.metadata.namespace ?? ''}/${item.metadata.name}`,
      {
        object: refOf(snapshot, kind, item),
        writer: writerOf(item.metadata),
        // What is left out is one, for the API server.
        ...(hasReplicas ? { replicas: item.spec?.replicas ?? 1 } : {}),
      },
    ]),
  );
}

/**
 * What is to be compared with the next snapshot. What cannot be read at the moment stays
 * as it was before, so that a kind which comes back has lost nothing meanwhile.
 */
export function changeBasis(
  snapshot: ClusterSnapshot,
  kinds: readonly WatchedKind[],
  before: ChangeBasis | undefined,
): ChangeBasis {
  const basis = new Map<string, SeenKind>();
  for (const kind of [...SCALED, namespaceKind, ...kinds.filter(isWritten)]) {
    const key = kindKey(kind);
    const isLive = snapshot.kind(kind).status === 'live';
    const seen = isLive ? seenOf(snapshot, kind) : before?.get(key);
    if (seen) basis.set(key, seen);
  }
  return basis;
}

function changeOf(
  was: Seen,
  is: Seen | undefined,
  at: string,
): RecordedChange[] {
  if (!is) {
    // Whoever deletes an object leaves no trace on it.
    return [{ at, kind: 'deleted', object: was.object, writer: NOBODY }];
  }
  const { replicas: before } = was;
  const { replicas: after, object, writer } = is;
  if (before === undefined || after === undefined || before === after) {
    return [];
  }
  return [{ at, kind: 'scaled', object, writer, scale: { before, after } }];
}

/** What was scaled, and what is gone; `at` (ISO) is when that was seen. */
export function changesBetween(
  before: ChangeBasis,
  after: ChangeBasis,
  at: string,
): RecordedChange[] {
  return [...before].flatMap(([kind, objects]) => {
    const now = after.get(kind);
    if (!now || now === objects) return [];
    return [...objects].flatMap(([key, was]) =>
      changeOf(was, now.get(key), at),
    );
  });
}
