import {
  aDeployment,
  aPod,
  aReplicaSet,
  aSnapshot,
  type KubeObject,
  type PodOptions,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { stringify } from 'yaml';
import { linkerd } from '../linkerd';

/** Builders of Linkerd's objects, in the shapes of its charts and its injector (2.20). */

type Strings = Readonly<Record<string, string>>;

const VERSION = 'edge-26.8.3';
const ANCHORS = '-----BEGIN CERTIFICATE-----\nroots\n';
/** SHA-256 of the anchors, as the injector writes it on pods. */
const TRUST_ROOT =
  '96fdf350aca9d0e4a39c2173c57ffbc93f73686d22d60f639da7eeb3d85f9965';

export interface ControlPlaneOptions {
  /** Replicas that are available, by component; `null` leaves the component out. */
  available?: Readonly<Record<string, number | null>>;
  wanted?: Readonly<Record<string, number>>;
  failurePolicy?: 'Ignore' | 'Fail';
  /** Helm values, merged over the defaults; `null` leaves the ConfigMap out. */
  values?: Readonly<Record<string, unknown>> | null;
  webhook?: boolean;
}

export function anInjectorWebhook(
  failurePolicy: 'Ignore' | 'Fail' = 'Ignore',
): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'linkerd-proxy-injector-webhook-config' },
    webhooks: [
      {
        name: 'linkerd-proxy-injector.linkerd.io',
        clientConfig: {
          service: { namespace: 'linkerd', name: 'linkerd-proxy-injector' },
        },
        failurePolicy,
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'config.linkerd.io/admission-webhooks',
              operator: 'NotIn',
              values: ['disabled'],
            },
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              values: ['kube-system', 'cert-manager'],
            },
          ],
        },
        objectSelector: {},
      },
    ],
  };
}

export function aLinkerdConfig(
  values: Readonly<Record<string, unknown>> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'linkerd-config', namespace: 'linkerd' },
    data: {
      values: stringify({
        linkerdVersion: VERSION,
        clusterDomain: 'cluster.local',
        identityTrustDomain: '',
        identityTrustAnchorsPEM: ANCHORS,
        identity: { externalCA: false },
        cniEnabled: false,
        proxy: {
          image: { version: '' },
          nativeSidecar: true,
          defaultInboundPolicy: 'all-unauthenticated',
        },
        ...values,
      }),
    },
  };
}

/** Linkerd as installed: three components, the injector's webhook, its values. */
export function aControlPlane(options: ControlPlaneOptions = {}): KubeObject[] {
  const components = ['destination', 'identity', 'proxy-injector'].filter(
    name => options.available?.[name] !== null,
  );
  return [
    ...components.map(name =>
      aDeployment({
        name: `linkerd-${name}`,
        namespace: 'linkerd',
        labels: { 'linkerd.io/control-plane-component': name },
        podLabels: { 'linkerd.io/control-plane-component': name },
        replicas: options.wanted?.[name] ?? 1,
        available: options.available?.[name] ?? undefined,
        containers: [
          {
            name: 'linkerd-proxy',
            image: `cr.l5d.io/linkerd/proxy:${VERSION}`,
          },
          { name, image: `cr.l5d.io/linkerd/controller:${VERSION}` },
        ],
      }),
    ),
    ...(options.webhook === false
      ? []
      : [anInjectorWebhook(options.failurePolicy)]),
    ...(options.values === null ? [] : [aLinkerdConfig(options.values)]),
  ];
}

export interface ProxyOptions {
  /** Where the proxy is: a native sidecar unless said otherwise. */
  proxy?: 'native' | 'beside' | 'none';
  version?: string;
  trustRoot?: string;
}

const APP = {
  name: 'app',
  image: 'example.test/app:1',
  ports: [{ name: 'http', containerPort: 8080 }],
};

/** A pod of Deployment `owner`, by default with a proxy as the injector adds it now. */
export function aLinkerdPod({
  proxy = 'native',
  version = VERSION,
  trustRoot = TRUST_ROOT,
  annotations = {},
  ...options
}: PodOptions & ProxyOptions = {}): KubeObject {
  const container = {
    name: 'linkerd-proxy',
    image: `cr.l5d.io/linkerd/proxy:${version}`,
    ports: [{ name: 'linkerd-proxy', containerPort: 4143 }],
    resources: { requests: { cpu: '100m', memory: '20Mi' } },
  };
  const init = { name: 'linkerd-init', image: container.image };
  const made: Strings =
    proxy === 'none'
      ? {}
      : {
          'linkerd.io/proxy-version': version,
          'linkerd.io/trust-root-sha256': trustRoot,
        };
  return aPod({
    owner: aReplicaSet(),
    containers: proxy === 'beside' ? [APP, container] : [APP],
    initContainers: {
      native: [init, { ...container, restartPolicy: 'Always' }],
      beside: [init],
      none: [],
    }[proxy],
    annotations: { ...made, ...annotations },
    ...options,
  });
}

/** A Deployment `cart` in `shop`, with the ReplicaSet of its pods. */
export function aCart(
  options: Parameters<typeof aDeployment>[0] = {},
): KubeObject[] {
  const deployment = aDeployment({ containers: [APP], ...options });
  return [deployment, aReplicaSet({ owner: deployment })];
}

export function linkerdSnapshot(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
) {
  return aSnapshot(objects, { kinds: linkerd.kinds, ...options });
}
