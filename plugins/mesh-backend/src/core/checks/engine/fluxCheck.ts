import type { Check } from '@meshport/plugin-mesh-node';
import { fluxWriters, isFlux, unknownWriter } from './flux';
import { finding, found, named, unknown } from './outcomes';
import {
  type FluxObject,
  helmReleaseKind,
  kustomizationKind,
} from './readKinds';

/**
 * A check of what writes the changed objects, where that is Flux: it fails for each that
 * is in the way. A Kustomization or HelmRelease that is not found may be, too.
 */
export function fluxCheck(
  about: Pick<Check, 'id' | 'title'>,
  isInTheWay: (by: FluxObject) => boolean,
): Check {
  const { id } = about;
  return {
    ...about,
    severity: 'error',
    scope: 'namespace',
    audience: 'platform',
    needs: [kustomizationKind, helmReleaseKind],
    appliesTo: (_, { changes }) => changes.some(({ writer }) => isFlux(writer)),
    evaluate: ({ cluster }, { changes, snapshot }) => {
      const said = found(
        fluxWriters(changes, snapshot)
          .filter(({ by }) => isInTheWay(by))
          .map(({ object, by, ref }) =>
            finding(id, {
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
      return unknown(id, {
        object: named(object),
        writer: writer.name ?? '',
        cluster,
      });
    },
  };
}
