import { INJECT as LINKERD_INJECT } from '../linkerd/names';

/** Labels, annotations and names that Istio gives a meaning (Istio 1.29 to 1.31). */

/** On namespaces: `enabled` asks for the default revision, `disabled` refuses. */
export const LABEL_INJECTION = 'istio-injection';
/** On namespaces and pods: the revision or tag asked for. As annotation: the actual. */
export const LABEL_REVISION = 'istio.io/rev';
/** On injectors' webhook configurations: the tag that they stand for. */
export const LABEL_TAG = 'istio.io/tag';
/** On pods: `false` opts out, `true` opts in. The annotation can only opt out. */
export const LABEL_INJECT = 'sidecar.istio.io/inject';
/** On namespaces and pods: `ambient` asks for ambient mode, `none` refuses it. */
export const LABEL_DATAPLANE_MODE = 'istio.io/dataplane-mode';
/** On Services, pods and namespaces: the waypoint that is to handle them, or `none`. */
export const LABEL_USE_WAYPOINT = 'istio.io/use-waypoint';
export const LABEL_USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
/** On Gateways and GatewayClasses: `service` (the default), `workload`, `all`, `none`. */
export const LABEL_WAYPOINT_FOR = 'istio.io/waypoint-for';
/** On the pods and Services of a Gateway of the Gateway API: its name. */
export const LABEL_GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
export const LABEL_NETWORK = 'topology.istio.io/network';
export const LABEL_GATEWAY_MANAGED = 'gateway.istio.io/managed';
export const LABEL_VERSION = 'app.kubernetes.io/version';

/** Which injection templates a pod asks for; `gateway` makes it a gateway. */
export const ANNOTATION_TEMPLATES = 'inject.istio.io/templates';
export const ANNOTATION_EXCLUDE_INBOUND =
  'traffic.sidecar.istio.io/excludeInboundPorts';
export const ANNOTATION_INCLUDE_INBOUND =
  'traffic.sidecar.istio.io/includeInboundPorts';

/** On pods: `enabled` once istio-cni redirects their traffic; `pending` before that. */
export const ANNOTATION_REDIRECTION = 'ambient.istio.io/redirection';
/** On pods: `true` lets plain text reach the application past ztunnel. */
export const ANNOTATION_BYPASS_INBOUND =
  'ambient.istio.io/bypass-inbound-capture';

export const PROXY_CONTAINER = 'istio-proxy';
export const DEFAULT_REVISION = 'default';

/**
 * Namespaces whose pods the injector never touches, whatever their labels
 * (`IgnoredNamespaces` of istio's `pkg/kube/inject`).
 */
export const IGNORED_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** Annotations that are read, and must be kept on arrival. */
export const ISTIO_KEYS: readonly string[] = [
  LABEL_REVISION,
  LABEL_INJECT,
  ANNOTATION_TEMPLATES,
  ANNOTATION_EXCLUDE_INBOUND,
  ANNOTATION_INCLUDE_INBOUND,
  ANNOTATION_REDIRECTION,
  ANNOTATION_BYPASS_INBOUND,
  LINKERD_INJECT,
];
