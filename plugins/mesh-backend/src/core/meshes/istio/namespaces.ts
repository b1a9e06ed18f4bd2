import {
  type NamespaceFragment,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import { namespaceLabels } from '../sidecar/webhooks';
import { asksForAmbient } from './ambient/enablement';
import type { World } from './facts';
import { LABEL_INJECTION, LABEL_REVISION } from './names';

/** Do the labels ask for injection, be it in vain? */
function asksForSidecars(labels: Readonly<Record<string, string>>): boolean {
  const injection = labels[LABEL_INJECTION];
  return injection === undefined
    ? Boolean(labels[LABEL_REVISION])
    : injection === 'enabled';
}

/** What namespaces ask of Istio; one can ask for both modes. */
export function namespacesOf({
  snapshot,
  ambient,
}: World): NamespaceFragment[] {
  return snapshot.kind(namespaceKind).items.flatMap(item => {
    const { name, labels } = item.metadata;
    const asked = {
      namespace: namespaceLabels(name, item),
      pod: {},
    };
    return [
      ...(asksForAmbient(ambient.enablement, asked)
        ? [{ namespace: name, mode: 'ambient' }]
        : []),
      ...(asksForSidecars(labels)
        ? [{ namespace: name, mode: 'sidecar' }]
        : []),
    ];
  });
}
