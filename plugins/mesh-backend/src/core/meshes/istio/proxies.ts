import type { Pod, PodTemplate } from '@meshport/plugin-mesh-node';
import { LABEL_REVISION, PROXY_CONTAINER } from './names';

/** The sidecar of a running pod. */
export interface Proxy {
  /** Revision that injected it; undefined where the pod does not say. */
  readonly revision?: string;
  readonly version?: string;
}

/**
 * `1.31.0` of `registry.istio.io/release/proxyv2:1.31.0-distroless`; undefined where
 * the image has no tag (a digest alone says nothing).
 */
export function imageVersion(image: string | undefined): string | undefined {
  const withoutDigest = image?.split('@')[0];
  // The last colon only after the last slash: a registry may have a port.
  const tag = withoutDigest?.split('/').pop()?.split(':')[1];
  return tag?.replace(/-(distroless|debug)$/, '') || undefined;
}

/** The proxy's container: beside the others, or as a native sidecar before them. */
function proxyContainer(spec: PodTemplate['spec']) {
  return (
    spec.containers.find(({ name }) => name === PROXY_CONTAINER) ??
    spec.initContainers.find(
      ({ name, restartPolicy }) =>
        name === PROXY_CONTAINER && restartPolicy === 'Always',
    )
  );
}

/** True for templates that bring the proxy themselves (`istioctl kube-inject`). */
export function bringsProxy(template: PodTemplate): boolean {
  return proxyContainer(template.spec) !== undefined;
}

export function proxyOf({ metadata, spec }: Pod): Proxy | undefined {
  const container = proxyContainer(spec);
  return (
    container && {
      revision: metadata.annotations[LABEL_REVISION],
      version: imageVersion(container.image),
    }
  );
}
