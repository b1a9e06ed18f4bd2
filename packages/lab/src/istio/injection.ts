import type { Injector } from '../admission/injection.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';
import { selects } from '../controllers/selectors.ts';
import { configOf, type InjectorPolicy } from './injectorConfig.ts';
import { usesNativeSidecar } from './nativeSidecars.ts';
import { injectGateway } from './gatewayTemplate.ts';
import { injectSidecar } from './sidecarTemplate.ts';

/** Namespaces whose pods istiod leaves alone even if a webhook selects them (pkg/kube/inject). */
const IGNORED_NAMESPACES = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** istiod's sidecar injector: it decides and renders with what its own ConfigMaps say. */
export function istioInjector(store: Store): Injector {
  return {
    runsIn: pod => pod.metadata.labels?.app === 'istiod',
    answer({ resource, object, injector }) {
      const config = configOf(store, injector);
      if (!config) return 'unavailable';
      const pod = object as Pod;
      if (resource !== 'pods' || !injectionRequired(pod, config.policy))
        return { object };
      const templates = pod.metadata.annotations?.['inject.istio.io/templates'];
      if (templates === 'gateway')
        return { object: injectGateway(pod, config) };
      const native = usesNativeSidecar(store, pod);
      return { object: injectSidecar(pod, { ...config, native }) };
    },
  };
}

/** istiod's own decision once a webhook has selected the pod (`injectRequired` in pkg/kube/inject/inject.go). */
function injectionRequired(pod: Pod, policy: InjectorPolicy): boolean {
  const { namespace = 'default', labels = {}, annotations = {} } = pod.metadata;
  if (
    pod.spec.hostNetwork ||
    IGNORED_NAMESPACES.includes(namespace) ||
    isInjected(pod)
  )
    return false;
  const key = 'sidecar.istio.io/inject';
  const asked = (labels[key] ?? annotations[key] ?? '').toLowerCase();
  if (asked !== '') return ['y', 'yes', 'true', 'on'].includes(asked);
  if (policy.neverInjectSelector?.some(selector => selects(selector, labels)))
    return false;
  if (policy.alwaysInjectSelector?.some(selector => selects(selector, labels)))
    return true;
  return policy.policy !== 'disabled';
}

function isInjected(pod: Pod): boolean {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const status = pod.metadata.annotations?.['sidecar.istio.io/status'];
  return (
    status !== undefined &&
    all.some(container => container.name === 'istio-proxy')
  );
}
