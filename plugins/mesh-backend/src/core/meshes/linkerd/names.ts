/** Labels, annotations and names that Linkerd gives a meaning (2.14 to 2.20). */

/**
 * On namespaces and pod templates, as an annotation: `enabled` and `ingress` ask for a
 * proxy, `disabled` refuses, everything else stops injection. As a label it does nothing.
 */
export const INJECT = 'linkerd.io/inject';
/** On namespaces, as a label: `disabled` keeps all of Linkerd's webhooks away. */
export const ADMISSION_WEBHOOKS = 'config.linkerd.io/admission-webhooks';
/** What made the pod's proxy: its version, and the hash of the trust anchors it has. */
export const PROXY_VERSION = 'linkerd.io/proxy-version';
export const TRUST_ROOT = 'linkerd.io/trust-root-sha256';

/** On namespaces and pod templates; the injector copies them onto pods. */
export const CONFIG_PROXY_VERSION = 'config.linkerd.io/proxy-version';
export const CONFIG_INBOUND_POLICY = 'config.linkerd.io/default-inbound-policy';
export const CONFIG_SKIP_INBOUND = 'config.linkerd.io/skip-inbound-ports';
export const CONFIG_REQUIRE_IDENTITY =
  'config.linkerd.io/proxy-require-identity-inbound-ports';

export const LABEL_COMPONENT = 'linkerd.io/control-plane-component';
export const LABEL_EXTENSION = 'linkerd.io/extension';

export const PROXY_CONTAINER = 'linkerd-proxy';
/** Found by the name of its webhook, as its configuration may be called anything. */
export const INJECTOR_WEBHOOK = 'linkerd-proxy-injector.linkerd.io';
/** What has to run: Deployments by the value of {@link LABEL_COMPONENT}. */
export const COMPONENTS = [
  'destination',
  'identity',
  'proxy-injector',
] as const;

/** Services that the service mirror makes, and what they stand for. */
export const MIRRORED_SERVICE = 'mirror.linkerd.io/mirrored-service';
export const MIRROR_CLUSTER = 'mirror.linkerd.io/cluster-name';
export const MIRROR_OF = 'mirror.linkerd.io/remote-svc-fq-name';
/** `cart@west,cart@east` on federated Services; on flat mirrors a label, the cluster. */
export const REMOTE_DISCOVERY = 'multicluster.linkerd.io/remote-discovery';
/** On federated Services: the member in this cluster. */
export const LOCAL_DISCOVERY = 'multicluster.linkerd.io/local-discovery';

/** On Services, as labels: `true` (through the gateway) or `remote-discovery`. */
export const EXPORTED = 'mirror.linkerd.io/exported';
/** On Services, as a label: `member` of the federated service of its name. */
export const FEDERATED = 'mirror.linkerd.io/federated';
/** On the Service of a gateway, as an annotation. */
export const GATEWAY_SERVICE = 'mirror.linkerd.io/multicluster-gateway';

/** Annotations that are read, and must be kept on arrival. */
export const LINKERD_KEYS: readonly string[] = [
  INJECT,
  PROXY_VERSION,
  TRUST_ROOT,
  CONFIG_PROXY_VERSION,
  CONFIG_INBOUND_POLICY,
  CONFIG_SKIP_INBOUND,
  CONFIG_REQUIRE_IDENTITY,
  MIRROR_OF,
  REMOTE_DISCOVERY,
  LOCAL_DISCOVERY,
  GATEWAY_SERVICE,
];
