import type { Check } from '@meshport/plugin-mesh-node';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * The platform team keeps some namespaces from being changed through the portal.
 */
export const namespaceProtected: Check = {
  id: 'namespace-protected',
  title: 'The namespace is protected',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [],
  appliesTo: () => true,
  evaluate: (subject, { namespace }) =>
    failsIf(namespace.protected, 'namespace-protected', {
      subject: namespaceOf(subject),
    }),
};
