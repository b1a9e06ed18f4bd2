import {
  aDeployment,
  aPod,
  aReplicaSet,
  aService,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
  type PodOptions,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { consul } from '../consul';

/** Builders of Consul's objects, in the shapes of its chart and its injector (2.0). */

const VERSION = '2.0.3';

const LABELS = { app: 'consul', chart: 'consul-helm' };

export interface InjectorOptions {
  /** Flags after the program's name, as the chart writes them. */
  flags?: readonly string[];
  wanted?: number;
  available?: number;
  version?: string;
  /** ISO 8601; when the webhook was made. */
  createdAt?: string;
  failurePolicy?: 'Ignore' | 'Fail';
}

const FLAGS = [
  '-default-inject=false',
  '-default-enable-transparent-proxy=true',
  '-allow-k8s-namespace="*"',
];

function theInjector(options: InjectorOptions): KubeObject {
  const { flags = FLAGS, version = VERSION, wanted = 1 } = options;
  const labels = { ...LABELS, component: 'connect-injector' };
  const command = [
    'consul-k8s-control-plane inject-connect \\',
    ...flags.map(flag => `  ${flag} \\`),
  ].join('\n');
  return aDeployment({
    name: 'consul-connect-injector',
    namespace: 'consul',
    labels,
    podLabels: labels,
    replicas: wanted,
    available: options.available,
    containers: [
      {
        name: 'sidecar-injector',
        image: `hashicorp/consul-k8s-control-plane:${version}`,
        command: ['/bin/sh', '-ec', command],
        env: [{ name: 'CONSUL_DATACENTER', value: 'dc-west' }],
      },
    ],
  });
}

function theWebhook({ failurePolicy, createdAt }: InjectorOptions): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: 'consul-connect-injector',
      creationTimestamp: createdAt ?? '2025-01-01T00:00:00Z',
    },
    webhooks: [
      {
        name: 'consul-connect-injector.consul.hashicorp.com',
        clientConfig: {
          service: { namespace: 'consul', name: 'consul-connect-injector' },
        },
        failurePolicy: failurePolicy ?? 'Fail',
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              values: ['kube-system', 'openebs'],
            },
          ],
        },
        objectSelector: {
          matchExpressions: [
            { key: 'app', operator: 'NotIn', values: ['consul'] },
          ],
        },
      },
    ],
  };
}

/** Consul as installed: the injector, its webhook, and servers. */
export function aControlPlane(
  options: InjectorOptions & { servers?: KubeObject[] } = {},
): KubeObject[] {
  return [
    theInjector(options),
    theWebhook(options),
    ...(options.servers ?? [aServer()]),
  ];
}

export function aServer(
  options: { replicas?: number; ready?: number } = {},
): KubeObject {
  const { replicas = 3, ready = replicas } = options;
  const labels = { ...LABELS, component: 'server' };
  const set = aStatefulSet({
    name: 'consul-server',
    namespace: 'consul',
    labels,
    podLabels: labels,
    replicas,
    containers: [{ name: 'consul', image: `hashicorp/consul:${VERSION}` }],
  });
  return { ...set, status: { readyReplicas: ready } };
}

const APP = {
  name: 'app',
  image: 'example.test/app:1',
  ports: [{ name: 'http', containerPort: 8080 }],
};

export interface ProxyOptions {
  /** Names of the proxies' containers; none for a pod without. */
  proxies?: readonly string[];
  native?: boolean;
  version?: string;
  redirected?: boolean;
}

/** A pod of Deployment `cart`, by default with a proxy as the injector adds it now. */
export function aConsulPod({
  proxies = ['consul-dataplane'],
  native = false,
  version = VERSION,
  redirected = true,
  annotations = {},
  labels = { app: 'cart' },
  ...options
}: PodOptions & ProxyOptions = {}): KubeObject {
  const containers = proxies.map(name => ({
    name,
    image: `hashicorp/consul-dataplane:${version}`,
    resources: { requests: { cpu: '50m', memory: '128Mi' } },
    ...(native ? { restartPolicy: 'Always' } : {}),
  }));
  const init = { name: 'consul-connect-inject-init' };
  const made = {
    'consul.hashicorp.com/connect-inject-status': 'injected',
    'consul.hashicorp.com/consul-k8s-version': `v${version}`,
    ...(redirected
      ? { 'consul.hashicorp.com/transparent-proxy-status': 'enabled' }
      : {}),
  };
  const hasProxy = proxies.length > 0;
  return aPod({
    owner: aReplicaSet(),
    labels,
    containers: native ? [APP] : [...containers, APP],
    initContainers: [
      ...(hasProxy ? [init] : []),
      ...(native ? containers : []),
    ],
    annotations: { ...(hasProxy ? made : {}), ...annotations },
    ...options,
  });
}

/** A Deployment `cart` in `shop` that asks for a proxy, with its Service. */
export function aCart(
  options: Parameters<typeof aDeployment>[0] & { service?: boolean } = {},
): KubeObject[] {
  const { service = true, ...rest } = options;
  const deployment = aDeployment({
    containers: [APP],
    podAnnotations: { 'consul.hashicorp.com/connect-inject': 'true' },
    ...rest,
  });
  return [
    deployment,
    aReplicaSet({ owner: deployment, namespace: rest.namespace }),
    ...(service ? [aService({ namespace: rest.namespace })] : []),
  ];
}

/** One of Consul's own objects. */
export function anEntry(
  kind: string,
  name: string,
  spec: Readonly<Record<string, unknown>> = {},
  synced: { status: string; message?: string } = { status: 'True' },
): KubeObject {
  return {
    apiVersion: 'consul.hashicorp.com/v1alpha1',
    kind,
    metadata: { name, namespace: 'shop' },
    spec,
    status: { conditions: [{ type: 'Synced', ...synced }] },
  };
}

export function consulSnapshot(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
) {
  return aSnapshot(objects, { kinds: consul.kinds, ...options });
}
