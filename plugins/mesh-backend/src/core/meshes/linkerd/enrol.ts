import { text } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  matchesSelector,
} from '@meshport/plugin-mesh-node';
import {
  annotateNamespace,
  namespaceManifest,
} from '../sidecar/namespaceFixes';
import { namespaceLabels } from '../sidecar/webhooks';
import { injectorConfigurations } from './controlPlane';
import { INJECT } from './names';

/**
 * How to have a namespace's pods injected. Undefined where no injector is there, and
 * for namespaces that its selector leaves out.
 */
export function enrol(snapshot: ClusterSnapshot, namespace: string) {
  const labels = namespaceLabels(namespace, snapshot.namespace(namespace));
  const isAsked = injectorConfigurations(snapshot)
    .flatMap(({ webhooks }) => webhooks)
    .some(({ namespaceSelector }) =>
      matchesSelector(namespaceSelector, labels),
    );
  if (!isAsked) return undefined;
  return {
    text: text('fix.linkerd-annotate-namespace', { namespace }),
    effect: text('effect.next-start'),
    manifest: namespaceManifest(namespace, {
      annotations: { [INJECT]: 'enabled' },
    }),
    command: annotateNamespace(
      snapshot.cluster.kubectlContext,
      namespace,
      `${INJECT}=enabled`,
    ),
  };
}
