import type { Check } from '@meshport/plugin-mesh-node';
import { finding, found, named } from './engine/outcomes';

/**
 * Without the object as it is nobody knows what a change would replace.
 */
export const objectUnreadable: Check = {
  id: 'object-unreadable',
  title: 'What is to be changed could not be read',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [],
  appliesTo: (_, { unreadable }) => unreadable.length > 0,
  evaluate: (_, { unreadable }) =>
    found(
      unreadable.map(({ ref, reason }) =>
        finding('object-unreadable', {
          subject: ref,
          params: { object: named(ref), reason: reason.message },
        }),
      ),
    ),
};
