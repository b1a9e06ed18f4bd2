import type { Container, Pod } from '../controllers/objects.ts';
import { INJECT } from './annotations.ts';
import type { ProxyValues } from './proxyValues.ts';

const VALUES = ['enabled', 'disabled', 'ingress'];

/** Why Linkerd's injector leaves a pod alone, in its own words and order (pkg/inject/report.go); empty: it injects. */
export function reasonsToSkip(
  pod: Pod,
  namespaceAnnotation: string | undefined,
  { identity }: ProxyValues,
): string[] {
  const { hostNetwork, automountServiceAccountToken } = pod.spec;
  const reasons = [
    hostNetwork ? 'hostNetwork is enabled' : undefined,
    hasSidecar(pod) ? 'pod has a sidecar injected already' : undefined,
    notAskedFor(namespaceAnnotation, pod.metadata.annotations?.[INJECT]),
    automountServiceAccountToken === false &&
    !identity.serviceAccountTokenProjection
      ? 'automountServiceAccountToken set to "false", with Values.identity.serviceAccountTokenProjection set to "false"'
      : undefined,
  ];
  return reasons.filter(reason => reason !== undefined);
}

function notAskedFor(namespace = '', pod = ''): string | undefined {
  if (namespace !== '' && !VALUES.includes(namespace))
    return `invalid value for annotation "${INJECT}" at namespace`;
  if (pod !== '' && !VALUES.includes(pod))
    return `invalid value for annotation "${INJECT}" at workload`;
  const asks = (value: string) => value === 'enabled' || value === 'ingress';
  if (asks(namespace))
    return pod === 'disabled'
      ? `pod has the annotation "${INJECT}:disabled"`
      : undefined;
  return asks(pod)
    ? undefined
    : `neither the namespace nor the pod have the annotation "${INJECT}:enabled"`;
}

function hasSidecar({ spec }: Pod): boolean {
  const inits = spec.initContainers ?? [];
  const is = (container: Container, names: string[], images: string[]) =>
    names.includes(container.name) ||
    images.some(image => container.image.startsWith(image));
  return (
    [...inits, ...spec.containers].some(container =>
      is(
        container,
        ['linkerd-proxy', 'istio-proxy'],
        ['cr.l5d.io/linkerd/proxy:', 'gcr.io/istio-release/proxyv2:'],
      ),
    ) ||
    inits.some(container =>
      is(
        container,
        ['linkerd-init', 'istio-init'],
        ['cr.l5d.io/linkerd/proxy-init:', 'gcr.io/istio-release/proxy_init:'],
      ),
    )
  );
}
