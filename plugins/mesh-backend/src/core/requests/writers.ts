import type { ObjectRef, Writer } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Metadata,
  gatewayKind,
  namespaceKind,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { writerOf } from '../model/writerOf';

const NOBODY: Writer = { kind: 'unknown' };

function metadataOf(
  snapshot: ClusterSnapshot,
  { kind, namespace, name }: ObjectRef,
): Metadata | undefined {
  const workload = snapshot.workloads.find(
    one =>
      one.ref.kind === kind && one.namespace === namespace && one.name === name,
  );
  if (workload) return workload.metadata;
  const [items] = [namespaceKind, serviceKind, gatewayKind]
    .filter(one => one.kind === kind)
    .map(one => snapshot.kind<{ metadata: Metadata }>(one).items);
  return items?.find(
    ({ metadata }) =>
      metadata.name === name && (metadata.namespace ?? namespace) === namespace,
  )?.metadata;
}

/** Who keeps an object as it is; for one that is yet to be made, who keeps its namespace. */
export function writerIn(
  snapshot: ClusterSnapshot | undefined,
  ref: ObjectRef,
): Writer {
  const metadata = snapshot && metadataOf(snapshot, ref);
  if (metadata || ref.namespace === undefined) {
    return metadata ? writerOf(metadata) : NOBODY;
  }
  return writerOf(snapshot?.namespace(ref.namespace)?.metadata);
}
