/** Labels, annotations and names that consul-k8s gives a meaning (1.0 to 2.0). */

const PREFIX = 'consul.hashicorp.com';

/** On pod templates: `true` or `false`. There is no such switch for namespaces. */
export const INJECT = `${PREFIX}/connect-inject`;
/** Written by the injector. Where a template has it, pods are taken for injected. */
export const INJECT_STATUS = `${PREFIX}/connect-inject-status`;
/** consul-k8s that injected the pod: `v2.0.3`; the second is its former name. */
export const INJECTED_BY = `${PREFIX}/consul-k8s-version`;
export const INJECTED_BY_BEFORE = `${PREFIX}/connect-k8s-version`;
/** Names of the pod's services in Consul; several: a proxy for each. */
export const SERVICE = `${PREFIX}/connect-service`;
export const SERVICE_PORT = `${PREFIX}/connect-service-port`;
/** `enabled` on pods whose traffic is redirected to the proxy. */
export const REDIRECTED = `${PREFIX}/transparent-proxy-status`;
export const EXCLUDE_INBOUND = `${PREFIX}/transparent-proxy-exclude-inbound-ports`;
/** On Services: `true` keeps them out of Consul. */
export const LABEL_IGNORE = `${PREFIX}/service-ignore`;
/** On Deployments that consul-k8s makes from a Gateway. */
export const LABEL_GATEWAY_MANAGED = 'gateway.consul.hashicorp.com/managed';

/** The webhook is called `<release>-connect-injector.consul.hashicorp.com`. */
export const INJECTOR_WEBHOOK = 'connect-injector.consul.hashicorp.com';

/** Namespaces that the injector never touches, whatever its command line says. */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
];

/**
 * `consul-dataplane`, one per service in pods with several ports (`consul-dataplane-web`),
 * and `envoy-sidecar` before Consul 1.14.
 */
export function isProxyContainer(name: string): boolean {
  return (
    name === 'consul-dataplane' ||
    name.startsWith('consul-dataplane-') ||
    name === 'envoy-sidecar' ||
    name.startsWith('envoy-sidecar-')
  );
}

/** Annotations that are read, and must be kept on arrival. */
export const CONSUL_KEYS: readonly string[] = [
  INJECT,
  INJECT_STATUS,
  INJECTED_BY,
  INJECTED_BY_BEFORE,
  SERVICE,
  SERVICE_PORT,
  REDIRECTED,
  EXCLUDE_INBOUND,
];
