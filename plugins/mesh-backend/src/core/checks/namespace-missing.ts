import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { kubectl } from '../model/kubectl';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * Also where a service is to arrive: neither Cilium nor Linkerd makes namespaces (Cilium docs,
 * "Global services"; Linkerd's Link reports MissingNamespace).
 */
export const namespaceMissing: Check = {
  id: 'namespace-missing',
  title: 'There is no such namespace',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [namespaceKind],
  appliesTo: () => true,
  evaluate: (subject, { snapshot }) =>
    failsIf(!snapshot.namespace(subject.namespace), 'namespace-missing', {
      subject: namespaceOf(subject),
      evidence: [],
      command: kubectl(
        snapshot.cluster.kubectlContext,
        'create',
        'namespace',
        subject.namespace,
      ),
    }),
};
