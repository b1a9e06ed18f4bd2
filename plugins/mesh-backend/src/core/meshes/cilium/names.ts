/** Labels, annotations and names that Cilium gives a meaning (Cilium 1.17 to 1.20). */

/** On namespaces: `true` has ztunnel encrypt between their pods (beta since 1.19). */
export const LABEL_MTLS = 'mtls-enabled';
/** What Cilium's operator signs the status of routes with. */
export const GATEWAY_CONTROLLER = 'io.cilium/gateway-controller';

/** Labels that identify Cilium's own workloads, by what they are (chart 1.20). */
export const PARTS = {
  agent: { key: 'k8s-app', value: 'cilium' },
  envoy: { key: 'k8s-app', value: 'cilium-envoy' },
  ztunnel: { key: 'app', value: 'ztunnel-cilium' },
  operator: { key: 'io.cilium/app', value: 'operator' },
  clusterMesh: { key: 'k8s-app', value: 'clustermesh-apiserver' },
  hubbleRelay: { key: 'k8s-app', value: 'hubble-relay' },
  hubbleUi: { key: 'k8s-app', value: 'hubble-ui' },
} as const;
