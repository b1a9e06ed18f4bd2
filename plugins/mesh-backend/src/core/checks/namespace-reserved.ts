import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { meshOf, titleOf } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/** Namespaces that the injectors leave alone (Istio `IgnoredNamespaces`, Linkerd's webhook). */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  istio: [
    'kube-system',
    'kube-public',
    'kube-node-lease',
    'local-path-storage',
  ],
  linkerd: ['kube-system', 'cert-manager'],
};

/**
 * Istio and Linkerd leave some namespaces alone, whatever their labels say; no mesh is
 * enrolled in itself.
 */
export const namespaceReserved: Check = {
  id: 'namespace-reserved',
  title: 'The namespace is reserved',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [namespaceKind],
  appliesTo: (_, { form }) => form.kind === 'namespace-onboard',
  evaluate: (subject, context) => {
    const { namespace } = subject;
    const mesh = meshOf(context.form) ?? '';
    const part = context.workloads.find(({ membership }) =>
      membership.some(({ reasons }) =>
        reasons.some(({ code }) => code === 'part-of-the-mesh'),
      ),
    );
    const isRefused = (REFUSED[mesh] ?? []).includes(namespace);
    return failsIf(isRefused || part !== undefined, 'namespace-reserved', {
      subject: namespaceOf(subject),
      evidence: part ? [part.workload.ref] : [],
      variant: part ? 'mesh' : undefined,
      params: { mesh: titleOf(mesh) },
    });
  },
};
