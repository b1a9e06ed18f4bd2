import type { Check } from '@meshport/plugin-mesh-node';
import { finding, found, named } from './engine/outcomes';

/**
 * Where operators take labels and annotations of what they make, by the kind of the owner:
 * CloudNativePG's Cluster (1.18 and later) and the Dragonfly operator's Dragonfly.
 */
const FIELDS: Readonly<Record<string, string>> = {
  Cluster: 'spec.inheritedMetadata',
  Dragonfly: 'spec.serviceSpec',
};

/**
 * The operator would undo the change at its next look: the parent's field is the place for it.
 */
export const writerIsOperator: Check = {
  id: 'writer-is-operator',
  title: 'An operator writes the object',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [],
  appliesTo: (_, { changes }) =>
    changes.some(({ writer }) => writer.kind === 'operator'),
  evaluate: (_, { changes }) =>
    found(
      changes
        .filter(({ writer }) => writer.kind === 'operator')
        .map(({ object, writer }) => {
          const parent = writer.name ?? '';
          const [kind = ''] = parent.split(' ');
          const field = FIELDS[kind];
          return finding('writer-is-operator', {
            subject: object,
            params: { object: named(object), parent, field: field ?? '' },
            variant: field === undefined ? 'unknown' : undefined,
          });
        }),
    ),
};
