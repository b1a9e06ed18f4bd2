import type {
  ExactChange,
  ObjectRef,
  Writer,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';
import {
  type FluxObject,
  helmReleaseKind,
  kustomizationKind,
} from './readKinds';

const KINDS = {
  'flux-kustomization': kustomizationKind,
  'flux-helm-release': helmReleaseKind,
} as const;

type FluxWriter = Writer & { kind: keyof typeof KINDS };

/** Flux applies the object: what counts is what its repository says. */
export function isFlux(writer: Writer): writer is FluxWriter {
  return writer.kind in KINDS;
}

/** The objects that Flux applies, each with the Kustomization or HelmRelease that does. */
export function fluxWriters(
  changes: readonly ExactChange[],
  snapshot: ClusterSnapshot,
): {
  readonly object: ObjectRef;
  readonly by: FluxObject;
  readonly ref: ObjectRef;
}[] {
  return changes.flatMap(({ object, writer }) => {
    if (!isFlux(writer)) return [];
    const kind = KINDS[writer.kind];
    const by = snapshot
      .kind(kind)
      .items.find(
        ({ metadata }) =>
          metadata.name === writer.name &&
          metadata.namespace === writer.namespace,
      );
    if (!by) return [];
    const { name, namespace } = by.metadata;
    const apiVersion = `${kind.group}/${kind.versions[0]}`;
    const { cluster } = object;
    const ref = { cluster, apiVersion, kind: kind.kind, namespace, name };
    return [{ object, by, ref }];
  });
}

/** A writer that is not where the object says: it may be in another cluster, or gone. */
export function unknownWriter(
  changes: readonly ExactChange[],
  snapshot: ClusterSnapshot,
): ExactChange | undefined {
  const known = fluxWriters(changes, snapshot).map(({ object }) => object);
  return changes.find(
    ({ object, writer }) => isFlux(writer) && !known.includes(object),
  );
}
