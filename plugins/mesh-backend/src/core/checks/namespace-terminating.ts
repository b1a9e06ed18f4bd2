import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * What is made in a namespace that is being deleted is refused by the API server.
 */
export const namespaceTerminating: Check = {
  id: 'namespace-terminating',
  title: 'The namespace is being deleted',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [namespaceKind],
  appliesTo: ({ namespace }, { snapshot }) =>
    snapshot.namespace(namespace) !== undefined,
  evaluate: (subject, { snapshot }) =>
    failsIf(
      snapshot.namespace(subject.namespace)?.metadata.deletionTimestamp !==
        undefined,
      'namespace-terminating',
      { subject: namespaceOf(subject) },
    ),
};
