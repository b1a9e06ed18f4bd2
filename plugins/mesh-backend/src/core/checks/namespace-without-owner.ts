import type { Check } from '@meshport/plugin-mesh-node';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * Nobody would be told of the change, and nobody could let restarts run.
 */
export const namespaceWithoutOwner: Check = {
  id: 'namespace-without-owner',
  title: 'Nobody is known to own the namespace',
  severity: 'warning',
  scope: 'namespace',
  audience: 'platform',
  needs: [],
  appliesTo: ({ namespace, role }, { snapshot }) =>
    role !== 'to' && snapshot.namespace(namespace) !== undefined,
  evaluate: (subject, { namespace }) =>
    failsIf(namespace.owners.length === 0, 'namespace-without-owner', {
      subject: namespaceOf(subject),
    }),
};
