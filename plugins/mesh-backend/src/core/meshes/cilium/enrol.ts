import { text } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Enrolment } from '@meshport/plugin-mesh-node';
import { labelNamespace, namespaceManifest } from '../sidecar/namespaceFixes';
import { LABEL_MTLS } from './names';
import { switchOf, worldOf } from './world';

/**
 * How to have Cilium's ztunnel encrypt what the pods of a namespace say to others of
 * its kind. Undefined where ztunnel is not on: nothing else enrols a namespace.
 */
export function enrol(
  snapshot: ClusterSnapshot,
  namespace: string,
): Enrolment | undefined {
  const world = worldOf(snapshot);
  if (!world || switchOf(world, 'enable-ztunnel') !== 'on') return undefined;
  return {
    text: text('fix.label-namespace.ztunnel', { namespace }),
    effect: text('effect.enrol-ztunnel'),
    manifest: namespaceManifest(namespace, {
      labels: { [LABEL_MTLS]: 'true' },
    }),
    command: labelNamespace(
      snapshot.cluster.kubectlContext,
      namespace,
      `${LABEL_MTLS}=true`,
    ),
  };
}
