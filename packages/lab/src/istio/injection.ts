import type { Admission, Store } from '../apiserver/Store.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Pod } from '../controllers/objects.ts';
import { selects } from '../controllers/selectors.ts';
import { configOf, type InjectorPolicy } from './injectorConfig.ts';
import { usesNativeSidecar } from './nativeSidecars.ts';
import { injectGateway } from './gatewayTemplate.ts';
import { injectSidecar } from './sidecarTemplate.ts';
import {
  targetOf,
  webhookFailure,
  webhooksForPod,
  type MutatingWebhook,
} from './webhooks.ts';

/** Namespaces whose pods istiod leaves alone even if a webhook selects them (pkg/kube/inject). */
const IGNORED_NAMESPACES = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/**
 * Sidecar injection as the API server and istiod do it together: the webhook configurations in the store select
 * the pod, the istiod behind the webhook's Service decides and renders. An istiod that cannot be reached refuses
 * the pod or lets it pass, as the webhook's failurePolicy says.
 */
export function injectionAdmission(store: Store): Admission {
  return ({ verb, resource, object }) => {
    if (verb !== 'CREATE' || resource !== 'pods') return { object };
    let pod = object as Pod;
    for (const webhook of webhooksForPod(store, pod)) {
      const answer = callWebhook(store, webhook, pod);
      if (answer instanceof StatusError) return { rejected: answer };
      pod = answer;
    }
    return { object: pod };
  };
}

function callWebhook(
  store: Store,
  webhook: MutatingWebhook,
  pod: Pod,
): Pod | StatusError {
  const target = targetOf(store, webhook);
  const config = 'pod' in target ? configOf(store, target.pod) : undefined;
  if (!config) {
    if (webhook.failurePolicy === 'Ignore') return pod;
    const failure =
      'failure' in target
        ? target.failure
        : 'an error on the server has prevented the request from succeeding';
    return webhookFailure(webhook, failure);
  }
  if (!injectionRequired(pod, config.policy)) return pod;
  const templates = pod.metadata.annotations?.['inject.istio.io/templates'];
  if (templates === 'gateway') return injectGateway(pod, config);
  return injectSidecar(pod, {
    ...config,
    native: usesNativeSidecar(store, pod),
  });
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
