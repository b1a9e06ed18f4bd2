import type {
  ClusterSummary,
  Source,
  Text,
} from '@meshport/plugin-mesh-common';

/** Why one cluster is not current, and since when. */
export interface ClusterNote {
  readonly cluster: string;
  readonly displayName: string;
  readonly status: Source['status'];
  /** The cluster is current, but the portal may not read some kinds of objects. */
  readonly onlyInPart: boolean;
  /** When what is shown was last known to be right (ISO). */
  readonly observedAt?: string;
  /** What the backend says of it, the cluster's parts before the cluster itself. */
  readonly reasons: readonly Text[];
}

/** How current an answer is, over all clusters that it could draw on. */
export interface Freshness {
  /** Clusters that are current, those that can only be read in part included. */
  readonly live: number;
  readonly all: number;
  readonly notes: readonly ClusterNote[];
}

/**
 * True where all that is wrong with a cluster is that some kinds are forbidden: the
 * rest of it is current, and what depends on them says "unknown" by itself.
 * `rows` are the cluster's rows that are not live.
 */
function isReadableInPart(rows: readonly Source[]): boolean {
  const parts = rows.filter(row => row.part !== 'objects');
  return parts.length > 0 && parts.every(row => row.status === 'forbidden');
}

/** The row of a cluster as a whole, where it says that the cluster is not current. */
export function lastKnownOf(
  sources: readonly Source[],
  cluster: string,
): Source | undefined {
  const rows = sources.filter(
    source => source.cluster === cluster && !isRead(source),
  );
  if (isReadableInPart(rows)) return undefined;
  return rows.find(
    source =>
      source.part === 'objects' &&
      ['stale', 'unreachable', 'forbidden', 'syncing'].includes(
        source.status,
      ) &&
      source.observedAt !== undefined,
  );
}

const MOST_URGENT_FIRST: readonly Source['status'][] = [
  'unreachable',
  'forbidden',
  'stale',
  'unavailable',
  'unsupported',
  'syncing',
  'absent',
  'live',
];

function noteOf(cluster: ClusterSummary, rows: readonly Source[]): ClusterNote {
  const parts = rows.filter(row => row.part !== 'objects');
  const whole = rows.find(row => row.part === 'objects');
  const worst = MOST_URGENT_FIRST.find(status =>
    rows.some(row => row.status === status),
  );
  const onlyInPart = isReadableInPart(rows);
  const said = parts.flatMap(row => (row.reason ? [row.reason] : []));
  const observed = rows.flatMap(row => row.observedAt ?? []).sort();
  return {
    cluster: cluster.name,
    displayName: cluster.displayName,
    status: whole?.status ?? worst ?? 'live',
    onlyInPart,
    // What may not be read is unknown, not old.
    observedAt: onlyInPart ? undefined : observed[0],
    reasons: distinct(
      said.length > 0 || !whole?.reason ? said : [whole.reason],
    ),
  };
}

function distinct(texts: readonly Text[]): Text[] {
  return texts.filter(
    (text, index) =>
      texts.findIndex(other => other.message === text.message) === index,
  );
}

/** What a cluster does not have was read too; what depends on it says so by itself. */
function isRead({ status }: Source): boolean {
  return status === 'live' || status === 'absent';
}

/** Reads `sources`: clusters without a row that is not live count as live. */
export function freshness(answer: {
  clusters: readonly ClusterSummary[];
  sources: readonly Source[];
}): Freshness {
  const notes = answer.clusters
    .map(cluster =>
      noteOf(
        cluster,
        answer.sources.filter(
          row => row.cluster === cluster.name && !isRead(row),
        ),
      ),
    )
    .filter(note => note.status !== 'live')
    .sort(
      (a, b) =>
        MOST_URGENT_FIRST.indexOf(a.status) -
        MOST_URGENT_FIRST.indexOf(b.status),
    );
  return {
    live:
      answer.clusters.length - notes.filter(note => !note.onlyInPart).length,
    all: answer.clusters.length,
    notes,
  };
}
