import type { Pod, PodTemplate } from '@meshport/plugin-mesh-node';
import { sidecarContainer, type SidecarProxy } from '../sidecar/facts';
import { imageVersion } from '../sidecar/imageVersion';
import { PROXY_CONTAINER, PROXY_VERSION, TRUST_ROOT } from './names';

/** The sidecar of a running pod. */
export interface Proxy extends SidecarProxy {
  /** Hash of the trust anchors it was given; undefined where the pod does not say. */
  readonly trustRoot?: string;
}

export function proxyContainer(spec: PodTemplate['spec']) {
  return sidecarContainer(spec, name => name === PROXY_CONTAINER);
}

export function proxyOf({ metadata, spec }: Pod): Proxy | undefined {
  const container = proxyContainer(spec);
  return (
    container && {
      version:
        metadata.annotations[PROXY_VERSION] ?? imageVersion(container.image),
      trustRoot: metadata.annotations[TRUST_ROOT],
    }
  );
}

const FOREIGN_CONTAINERS = ['istio-proxy', 'istio-init'];

/**
 * The proxy of another mesh, because of which Linkerd leaves a pod alone
 * (`HasExistingSidecars` in linkerd2 `pkg/healthcheck`).
 */
export function hasForeignSidecar({ spec }: Pick<PodTemplate, 'spec'>) {
  return [...spec.containers, ...spec.initContainers].some(({ name }) =>
    FOREIGN_CONTAINERS.includes(name),
  );
}
