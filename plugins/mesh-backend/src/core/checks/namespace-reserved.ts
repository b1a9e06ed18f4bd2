import {
  type Check,
  type CheckContext,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import { worldOf } from '../meshes/istio/facts';
import { ADMISSION_WEBHOOKS } from '../meshes/linkerd/names';
import { joinsAmbient, joinsLinkerd, meshOf, titleOf } from './engine/forms';
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

/** `EXCLUDE_NAMESPACES` of istio-cni. */
function isExcluded({ snapshot }: CheckContext, namespace: string): boolean {
  const { enablement } = worldOf(snapshot).ambient;
  return enablement.excludedNamespaces.includes(namespace);
}

function isKeptAway({ snapshot }: CheckContext, name: string): boolean {
  const labels = snapshot.namespace(name)?.metadata.labels ?? {};
  return labels[ADMISSION_WEBHOOKS] === 'disabled';
}

function variantOf(is: { part: boolean; isDisabled: boolean }) {
  if (is.part) return 'mesh';
  return is.isDisabled ? 'webhooks-disabled' : undefined;
}

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
      // Waypoints and gateways stand in namespaces of applications.
      membership.some(({ mode }) => mode === 'control-plane'),
    );
    const isRefused =
      (REFUSED[mesh] ?? []).includes(namespace) ||
      (joinsAmbient(context) && isExcluded(context, namespace));
    const isDisabled = joinsLinkerd(context) && isKeptAway(context, namespace);
    const isReserved = isRefused || isDisabled || part !== undefined;
    return failsIf(isReserved, 'namespace-reserved', {
      subject: namespaceOf(subject),
      evidence: part ? [part.workload.ref] : [namespaceOf(subject)],
      variant: variantOf({ part: part !== undefined, isDisabled }),
      params: { mesh: titleOf(mesh) },
    });
  },
};
