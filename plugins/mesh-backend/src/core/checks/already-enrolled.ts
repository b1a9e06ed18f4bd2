import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { meshOf, titleOf } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * Everything that would be declared is so already; pods that lack a proxy need a restart, no
 * declaration.
 */
export const alreadyEnrolled: Check = {
  id: 'already-enrolled',
  title: 'The namespace is in the mesh already',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [namespaceKind],
  appliesTo: (_, { form }) => form.kind === 'namespace-onboard',
  evaluate: (subject, { form, changes, snapshot }) => {
    const isSet = changes.every(({ operation }) => operation === 'restart');
    const isThere = snapshot.namespace(subject.namespace) !== undefined;
    return failsIf(isSet && isThere, 'already-enrolled', {
      subject: namespaceOf(subject),
      params: { mesh: titleOf(meshOf(form) ?? '') },
    });
  },
};
