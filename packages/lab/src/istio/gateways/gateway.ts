import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Condition, LabelSelector } from '../../controllers/objects.ts';

/** The fields of the Gateway API that istiod reads and writes. */

export interface CertificateRef {
  kind?: string;
  namespace?: string;
  name: string;
}

export interface Listener {
  name: string;
  port: number;
  protocol: string;
  hostname?: string;
  allowedRoutes?: {
    namespaces?: { from?: string; selector?: LabelSelector };
  };
  tls?: { mode?: string; certificateRefs?: readonly CertificateRef[] };
}

export interface ListenerStatus {
  attachedRoutes: number;
  conditions: Condition[];
  name: string;
  supportedKinds: { group: string; kind: string }[];
}

export interface GatewayAddress {
  type?: string;
  value: string;
}

export interface Gateway extends KubeObject {
  spec: {
    gatewayClassName: string;
    listeners: readonly Listener[];
    addresses?: readonly GatewayAddress[];
    infrastructure?: {
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    };
  };
  status?: {
    addresses?: GatewayAddress[];
    conditions?: Condition[];
    listeners?: ListenerStatus[];
  };
}

export interface GatewayClass extends KubeObject {
  spec: { controllerName: string; description?: string };
  status?: { conditions?: Condition[] };
}

export const GATEWAYS = 'gateways.gateway.networking.k8s.io';
export const GATEWAY_CLASSES = 'gatewayclasses.gateway.networking.k8s.io';

/** In label `gateway.networking.k8s.io/gateway-name` of everything that a Gateway has brought. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
export const MANAGED = 'gateway.istio.io/managed';
