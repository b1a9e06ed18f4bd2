import type { Writer } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  namespaceKind,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { writerOf } from './writerOf';

/**
 * By `namespace/name` of Services and `namespace` of namespaces: what keeps them as they
 * are. Those that people write, or nobody knows who, are left out.
 */
export function keptBy(
  snapshot: ClusterSnapshot,
): Readonly<Record<string, Writer>> {
  const objects = [
    ...snapshot.kind(namespaceKind).items,
    ...snapshot.kind(serviceKind).items,
  ];
  return Object.fromEntries(
    objects.flatMap(({ metadata }) => {
      const { namespace, name } = metadata;
      const writer = writerOf(metadata);
      return writer.kind === 'person' || writer.kind === 'unknown'
        ? []
        : [[namespace === undefined ? name : `${namespace}/${name}`, writer]];
    }),
  );
}
