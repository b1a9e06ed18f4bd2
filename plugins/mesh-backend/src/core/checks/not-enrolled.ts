import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { meshOf, titleOf } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * There is no declaration to take back.
 */
export const notEnrolled: Check = {
  id: 'not-enrolled',
  title: 'The namespace is not in the mesh',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [namespaceKind],
  appliesTo: (_, { form }) => form.kind === 'namespace-offboard',
  evaluate: (subject, { form, changes, snapshot }) => {
    const isDeclared = changes.some(({ operation }) => operation === 'patch');
    const isThere = snapshot.namespace(subject.namespace) !== undefined;
    return failsIf(!isDeclared && isThere, 'not-enrolled', {
      subject: namespaceOf(subject),
      params: { mesh: titleOf(meshOf(form) ?? '') },
    });
  },
};
