import type { Check } from '@meshport/plugin-mesh-node';
import { fluxWriters, isFlux, unknownWriter } from './engine/flux';
import { finding, found, named, unknown } from './engine/outcomes';
import { helmReleaseKind, kustomizationKind } from './engine/readKinds';

/**
 * As long as the whole cannot be applied, no part of it is.
 */
export const writerFailing: Check = {
  id: 'writer-failing',
  title: 'Flux fails',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [kustomizationKind, helmReleaseKind],
  appliesTo: (_, { changes }) => changes.some(({ writer }) => isFlux(writer)),
  evaluate: ({ cluster }, { changes, snapshot }) => {
    const said = found(
      fluxWriters(changes, snapshot)
        .filter(({ by: { status } }) =>
          status.conditions.some(
            ({ type, status: is }) => type === 'Ready' && is === 'False',
          ),
        )
        .map(({ object, by, ref }) =>
          finding('writer-failing', {
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
    return unknown('writer-failing', params);
  },
};
