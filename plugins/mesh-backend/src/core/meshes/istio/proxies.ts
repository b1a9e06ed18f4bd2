import type { Pod, PodTemplate } from '@meshport/plugin-mesh-node';
import { sidecarContainer, type SidecarProxy } from '../sidecar/facts';
import { imageVersion } from '../sidecar/imageVersion';
import { LABEL_REVISION, PROXY_CONTAINER } from './names';

/** The sidecar of a running pod. */
export interface Proxy extends SidecarProxy {
  /** Revision that injected it; undefined where the pod does not say. */
  readonly revision?: string;
}

function proxyContainer(spec: PodTemplate['spec']) {
  return sidecarContainer(spec, name => name === PROXY_CONTAINER);
}

/** Cilium's own ztunnel, whose container is called as Istio's proxy is. */
function isCiliums({ metadata }: Pick<PodTemplate, 'metadata'>): boolean {
  return metadata.labels.app === 'ztunnel-cilium';
}

/** True for templates that bring the proxy themselves (`istioctl kube-inject`). */
export function bringsProxy(template: PodTemplate): boolean {
  return !isCiliums(template) && proxyContainer(template.spec) !== undefined;
}

export function proxyOf({ metadata, spec }: Pod): Proxy | undefined {
  const container = isCiliums({ metadata }) ? undefined : proxyContainer(spec);
  return (
    container && {
      revision: metadata.annotations[LABEL_REVISION],
      version: imageVersion(container.image),
    }
  );
}
