import type { Check } from '@meshport/plugin-mesh-node';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * What is not watched cannot be followed, so nothing is changed there.
 */
export const namespaceIgnored: Check = {
  id: 'namespace-ignored',
  title: 'The portal ignores the namespace',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [],
  appliesTo: () => true,
  evaluate: (subject, { namespace }) =>
    failsIf(namespace.ignored, 'namespace-ignored', {
      subject: namespaceOf(subject),
    }),
};
