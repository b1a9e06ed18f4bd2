import type { Check } from '@meshport/plugin-mesh-node';
import { fluxWriters, isFlux, unknownWriter } from './engine/flux';
import { finding, found, named, unknown } from './engine/outcomes';
import { helmReleaseKind, kustomizationKind } from './engine/readKinds';

/**
 * A change that goes through Git arrives with the next reconciliation, which does not come.
 */
export const writerSuspended: Check = {
  id: 'writer-suspended',
  title: 'Flux is suspended',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [kustomizationKind, helmReleaseKind],
  appliesTo: (_, { changes }) => changes.some(({ writer }) => isFlux(writer)),
  evaluate: ({ cluster }, { changes, snapshot }) => {
    const said = found(
      fluxWriters(changes, snapshot)
        .filter(({ by: { spec } }) => spec.suspend)
        .map(({ object, by, ref }) =>
          finding('writer-suspended', {
            subject: object,
            evidence: [ref],
            params: {
              object: named(object),
              writer: `${ref.kind} ${by.metadata.name}`,
            },
          }),
        ),
    );
    const doubtful = unknownWriter(changes, snapshot);
    if (said.outcome !== 'pass' || !doubtful) return said;
    const { object, writer } = doubtful;
    const params = {
      object: named(object),
      writer: writer.name ?? '',
      cluster,
    };
    return unknown('writer-suspended', params);
  },
};
