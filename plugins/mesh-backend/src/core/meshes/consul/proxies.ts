import type { Pod, PodTemplate } from '@meshport/plugin-mesh-node';
import { sidecarContainer, type SidecarProxy } from '../sidecar/facts';
import { imageVersion } from '../sidecar/imageVersion';
import { INJECTED_BY, INJECTED_BY_BEFORE, isProxyContainer } from './names';

/** The sidecar, or sidecars, of a running pod. */
export interface Proxy extends SidecarProxy {
  /** Version of consul-k8s that injected it; undefined where the pod does not say. */
  readonly injectedBy?: string;
}

/** All proxies: a pod with several ports has one for each of its services. */
export function proxyContainers({
  containers,
  initContainers,
}: PodTemplate['spec']) {
  return [
    ...containers,
    ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ].filter(({ name }) => isProxyContainer(name));
}

/** `2.0.3` of `v2.0.3`, `2.0.3-ubi` and `2.0.3+ent`. */
export function plainVersion(version: string | undefined): string | undefined {
  return version?.replace(/^v/, '').replace(/(-ubi|[+-]ent).*$/, '');
}

/** False for what cannot be compared, such as `latest`. */
export function isVersion(version: string | undefined): version is string {
  return version !== undefined && /^\d+\.\d+\.\d+/.test(version);
}

export function proxyOf({ metadata, spec }: Pod): Proxy | undefined {
  const container = sidecarContainer(spec, isProxyContainer);
  if (!container) return undefined;
  const { annotations } = metadata;
  // `envoy-sidecar` has the image of Envoy, whose version is not one of Consul.
  const isConsul = container.image?.includes('consul') === true;
  return {
    version: isConsul ? plainVersion(imageVersion(container.image)) : undefined,
    injectedBy: plainVersion(
      annotations[INJECTED_BY] ?? annotations[INJECTED_BY_BEFORE],
    ),
  };
}
