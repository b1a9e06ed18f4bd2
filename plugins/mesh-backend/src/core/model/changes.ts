import {
  type Change,
  objectKey,
  type Writer,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  deploymentKind,
  type Metadata,
  namespaceKind,
  replicaSetKind,
  type WatchedKind,
  type WrittenObject,
} from '@meshport/plugin-mesh-node';
import { writerOf } from './writerOf';

/** Something that was changed in a cluster, as the objects themselves tell. */
export interface RecordedChange {
  /** ISO */
  readonly at: string;
  readonly kind: Change['kind'];
  readonly object: Change['object'];
  readonly writer: Writer;
  /** Pods that were wanted before and after, of `scaled`. */
  readonly scale?: { readonly before: number; readonly after: number };
}

/** Of one namespace no more are kept: the newest. */
const MOST_PER_NAMESPACE = 20;

/** What comes with an object is written this soon after it, and is no change of it. */
const WITH_CREATION_MS = 5_000;

/** An object of a kind that people write. */
export interface Written {
  readonly metadata: Metadata & Partial<WrittenObject['metadata']>;
}

type NamedKind = Pick<WatchedKind, 'group' | 'kind' | 'versions'>;

export function refOf(
  snapshot: ClusterSnapshot,
  { group, kind, versions }: NamedKind,
  { metadata }: Written,
): Change['object'] {
  const { namespace, name } = metadata;
  return {
    cluster: snapshot.cluster.name,
    apiVersion: [group, versions[0]].filter(Boolean).join('/'),
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
  };
}

function isTime(value: string | undefined): value is string {
  return value !== undefined && !Number.isNaN(Date.parse(value));
}

/** New pod templates: a Deployment makes a ReplicaSet for each, the first with itself. */
function rollouts(snapshot: ClusterSnapshot): RecordedChange[] {
  const deployments = new Map(
    snapshot
      .kind(deploymentKind)
      .items.map(one => [
        `${one.metadata.namespace}/${one.metadata.name}`,
        one,
      ]),
  );
  return snapshot.kind(replicaSetKind).items.flatMap(({ metadata }) => {
    const owner = metadata.ownerReferences.find(
      one => one.kind === 'Deployment',
    );
    const deployment =
      owner && deployments.get(`${metadata.namespace}/${owner.name}`);
    const at = metadata.creationTimestamp;
    if (!deployment || !isTime(at)) return [];
    const created = deployment.metadata.creationTimestamp;
    const isFirst =
      isTime(created) &&
      Date.parse(at) - Date.parse(created) <= WITH_CREATION_MS;
    return [
      {
        at,
        kind: isFirst ? ('created' as const) : ('rollout' as const),
        object: refOf(snapshot, deploymentKind, deployment),
        writer: writerOf(deployment.metadata),
      },
    ];
  });
}

/**
 * When it was written last; where that is not kept, the last time at which somebody wrote
 * labels or annotations that matter, and nothing else.
 */
function lastWrite({ metadata }: Written): string | undefined {
  const { time: last } = metadata.lastWrite ?? {};
  if (isTime(last)) return last;
  return metadata.writers
    .flatMap(({ time, exclusive }) => (exclusive && isTime(time) ? [time] : []))
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

function writes(
  snapshot: ClusterSnapshot,
  kind: WatchedKind,
): RecordedChange[] {
  const items = snapshot.kind(kind).items as readonly Written[];
  return items.flatMap(item => {
    const created = item.metadata.creationTimestamp;
    const written = lastWrite(item);
    const change = {
      object: refOf(snapshot, kind, item),
      writer: writerOf(item.metadata),
    };
    const isLater =
      written !== undefined &&
      isTime(created) &&
      Date.parse(written) - Date.parse(created) > WITH_CREATION_MS;
    return [
      ...(isTime(created)
        ? [{ ...change, at: created, kind: 'created' as const }]
        : []),
      ...(isLater
        ? [{ ...change, at: written, kind: 'changed' as const }]
        : []),
    ];
  });
}

function namespaceOf({ object }: RecordedChange): string {
  return object.namespace ?? object.name;
}

/** Of each namespace the newest, the newest first. */
export function newest(changes: readonly RecordedChange[]): RecordedChange[] {
  const counts = new Map<string, number>();
  return [...changes]
    .sort(
      (a, b) =>
        Date.parse(b.at) - Date.parse(a.at) ||
        (objectKey(a.object) < objectKey(b.object) ? -1 : 1),
    )
    .filter(change => {
      const count = (counts.get(namespaceOf(change)) ?? 0) + 1;
      counts.set(namespaceOf(change), count);
      return count <= MOST_PER_NAMESPACE;
    });
}

/** Objects that follow pods are no doing of anybody. */
const FOLLOWING: readonly string[] = ['CiliumEndpoint', 'CiliumNode'];

/** What people write of a mesh: objects of kinds that only meshes have. */
export function isWritten({ group, kind }: WatchedKind): boolean {
  const isOfMesh = group.includes('.') && !group.endsWith('.k8s.io');
  const isGateway = group === 'gateway.networking.k8s.io';
  return (isOfMesh || isGateway) && !FOLLOWING.includes(kind);
}

/**
 * What the objects tell of when they were changed: rollouts, and mesh objects and
 * namespaces that were made or labelled. Newest first.
 */
export function changesIn(
  snapshot: ClusterSnapshot,
  kinds: readonly WatchedKind[],
): readonly RecordedChange[] {
  return newest([
    ...rollouts(snapshot),
    ...[namespaceKind, ...kinds.filter(isWritten)].flatMap(kind =>
      writes(snapshot, kind),
    ),
  ]);
}
