import {
  type ClusterSnapshot,
  type PodTemplate,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { LABEL_DATAPLANE_MODE } from '../istio/names';
import { type PodLabels, selects } from '../sidecar/webhooks';
import { hasForeignSidecar } from './proxies';

/** Istio's mode that would take a pod which Linkerd is asked to take. */
export type OtherMode = 'sidecar' | 'ambient';

/** What else in the cluster would put pods into a mesh. */
export interface OtherMeshes {
  /** Undefined where nothing else would take a pod of this template. */
  takes(
    labels: PodLabels,
    template: Pick<PodTemplate, 'spec'>,
  ): OtherMode | undefined;
}

/**
 * Istio's injectors by the selectors of their webhooks, and ambient mode by its labels
 * where a ztunnel runs. Injectors are called in the order of their names: Istio's come
 * first, and Linkerd then leaves the pod alone.
 */
export function otherMeshesOf(snapshot: ClusterSnapshot): OtherMeshes {
  const injectors = snapshot
    .kind(webhookConfigurationKind)
    .items.flatMap(({ webhooks }) => webhooks)
    .filter(({ name }) => name.endsWith('sidecar-injector.istio.io'));
  const hasZtunnel = snapshot.workloads.some(
    ({ ref, template }) =>
      ref.kind === 'DaemonSet' && template.metadata.labels.app === 'ztunnel',
  );
  return {
    takes: (labels, template) => {
      if (hasForeignSidecar(template)) return 'sidecar';
      if (injectors.some(hook => selects(hook, labels))) return 'sidecar';
      const mode =
        labels.pod[LABEL_DATAPLANE_MODE] ??
        labels.namespace[LABEL_DATAPLANE_MODE];
      return hasZtunnel && mode === 'ambient' ? 'ambient' : undefined;
    },
  };
}
