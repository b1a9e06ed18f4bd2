import {
  aDeployment,
  aNamespace,
  aPod,
  aReplicaSet,
  type KubeObject,
  type PodOptions,
} from '@meshport/plugin-mesh-node/testing';

/**
 * Builders of Istio's objects, in the shapes that istiod's chart, `istioctl tag set`
 * and the injector give them (Istio 1.31).
 */

type Strings = Readonly<Record<string, string>>;

interface Expression {
  key: string;
  operator: string;
  values?: readonly string[];
}

interface Selectors {
  namespace: readonly Expression[];
  object: readonly Expression[];
}

const NOT_OPTED_OUT: Expression = {
  key: 'sidecar.istio.io/inject',
  operator: 'NotIn',
  values: ['false'],
};

function absent(key: string): Expression {
  return { key, operator: 'DoesNotExist' };
}

function isOneOf(key: string, value: string): Expression {
  return { key, operator: 'In', values: [value] };
}

/** The four webhooks of a revision or tag; the last two only of the default one. */
function selectorsOf(name: string): Readonly<Record<string, Selectors>> {
  const byRevision = {
    'rev.namespace': {
      namespace: [isOneOf('istio.io/rev', name), absent('istio-injection')],
      object: [NOT_OPTED_OUT],
    },
    'rev.object': {
      namespace: [absent('istio.io/rev'), absent('istio-injection')],
      object: [NOT_OPTED_OUT, isOneOf('istio.io/rev', name)],
    },
  };
  if (name !== 'default') return byRevision;
  return {
    ...byRevision,
    namespace: {
      namespace: [isOneOf('istio-injection', 'enabled')],
      object: [NOT_OPTED_OUT],
    },
    object: {
      namespace: [absent('istio-injection'), absent('istio.io/rev')],
      object: [
        isOneOf('sidecar.istio.io/inject', 'true'),
        absent('istio.io/rev'),
      ],
    },
  };
}

const DEACTIVATED = { matchLabels: { 'istio.io/deactivated': 'never-match' } };

export interface InjectorOptions {
  revision?: string;
  /** Makes it the injector of a tag that points to the revision. */
  tag?: string;
  /** As `istioctl tag set default` leaves the original injector. */
  deactivated?: boolean;
  /** `enableNamespacesByDefault`: also namespaces without any label. */
  byDefault?: boolean;
  /** The injector is outside of the cluster. */
  url?: string;
  /** `Fail` unless said otherwise, as the chart sets it. */
  failurePolicy?: string;
  createdAt?: string;
}

export function anInjector(options: InjectorOptions = {}): KubeObject {
  const revision = options.revision ?? 'default';
  const selectors: Record<string, Selectors> = {
    ...selectorsOf(options.tag ?? revision),
    ...(options.byDefault
      ? {
          auto: {
            namespace: [
              absent('istio-injection'),
              absent('istio.io/rev'),
              {
                key: 'kubernetes.io/metadata.name',
                operator: 'NotIn',
                values: ['kube-system', 'kube-public', 'istio-system'],
              },
            ],
            object: [NOT_OPTED_OUT, absent('istio.io/rev')],
          },
        }
      : {}),
  };
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const service = { namespace: 'istio-system', name: `istiod${suffix}` };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: options.tag
        ? `istio-revision-tag-${options.tag}`
        : `istio-sidecar-injector${suffix}`,
      creationTimestamp: options.createdAt ?? '2026-01-01T00:00:00Z',
      labels: {
        app: 'sidecar-injector',
        'istio.io/rev': revision,
        ...(options.tag ? { 'istio.io/tag': options.tag } : {}),
      },
    },
    webhooks: Object.entries(selectors).map(
      ([name, { namespace, object }]) => ({
        name: `${name}.sidecar-injector.istio.io`,
        clientConfig: options.url ? { url: options.url } : { service },
        failurePolicy: options.failurePolicy ?? 'Fail',
        namespaceSelector: options.deactivated
          ? DEACTIVATED
          : { matchExpressions: namespace },
        objectSelector: options.deactivated
          ? DEACTIVATED
          : { matchExpressions: object },
      }),
    ),
  };
}

export interface IstiodOptions {
  revision?: string;
  version?: string;
  replicas?: number;
  available?: number;
  /** Of the container `discovery`. */
  env?: Strings;
}

export function anIstiod(options: IstiodOptions = {}): KubeObject {
  const revision = options.revision ?? 'default';
  return aDeployment({
    name: revision === 'default' ? 'istiod' : `istiod-${revision}`,
    namespace: 'istio-system',
    labels: {
      app: 'istiod',
      istio: 'pilot',
      'istio.io/rev': revision,
      ...(options.version === undefined
        ? {}
        : { 'app.kubernetes.io/version': options.version }),
    },
    podLabels: { app: 'istiod', 'istio.io/rev': revision },
    containers: [
      {
        name: 'discovery',
        image: `registry.istio.io/release/pilot:${
          options.version ?? '1.31.1'
        }-distroless`,
        env: Object.entries(options.env ?? {}).map(([name, value]) => ({
          name,
          value,
        })),
      },
    ],
    replicas: options.replicas,
    available: options.available,
  });
}

export function aMeshConfig(
  mesh: string,
  revision: string = 'default',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: revision === 'default' ? 'istio' : `istio-${revision}`,
      namespace: 'istio-system',
      labels: { 'istio.io/rev': revision },
    },
    data: { mesh, meshNetworks: 'networks: {}' },
  };
}

export interface PeerAuthenticationOptions {
  name?: string;
  namespace?: string;
  createdAt?: string;
  mode?: string;
  selector?: Strings;
  ports?: Readonly<Record<string, string>>;
}

export function aPeerAuthentication(
  options: PeerAuthenticationOptions = {},
): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: {
      name: options.name ?? 'default',
      namespace: options.namespace ?? 'shop',
      creationTimestamp: options.createdAt ?? '2026-01-01T00:00:00Z',
    },
    spec: {
      selector: options.selector && { matchLabels: options.selector },
      mtls: options.mode === undefined ? undefined : { mode: options.mode },
      portLevelMtls:
        options.ports &&
        Object.fromEntries(
          Object.entries(options.ports).map(([port, mode]) => [port, { mode }]),
        ),
    },
  };
}

export interface InjectedPodOptions extends PodOptions {
  /** Actual revision of the proxy. */
  revision?: string;
  proxyImage?: string;
  /** The proxy is a native sidecar, as kubelets from 1.33 on get it. */
  native?: boolean;
}

/** A pod as the injector leaves it. */
export function anInjectedPod(options: InjectedPodOptions = {}): KubeObject {
  const proxy = {
    name: 'istio-proxy',
    image:
      options.proxyImage ??
      'registry.istio.io/release/proxyv2:1.31.1-distroless',
    ports: [{ containerPort: 15090, name: 'http-envoy-prom' }],
  };
  const app = options.containers ?? [
    { name: 'app', image: 'example.test/app:1' },
  ];
  const init = { name: 'istio-init', image: proxy.image };
  return aPod({
    ...options,
    labels: { 'security.istio.io/tlsMode': 'istio', ...options.labels },
    annotations: {
      'istio.io/rev': options.revision ?? 'default',
      'traffic.sidecar.istio.io/includeInboundPorts': '*',
      'traffic.sidecar.istio.io/excludeInboundPorts': '15020',
      ...options.annotations,
    },
    containers: options.native ? app : [...app, proxy],
    initContainers: options.native
      ? [init, { ...proxy, restartPolicy: 'Always' }]
      : [init],
  });
}

/** Istio with one revision, `default`, as installed by its chart. */
export function anIstio(): KubeObject[] {
  return [
    aNamespace({ name: 'istio-system' }),
    anIstiod({ version: '1.31.1' }),
    anInjector(),
  ];
}

export interface CartOptions {
  namespaceLabels?: Strings;
  /** When the namespace label was set; nobody is known to have if absent. */
  labelledAt?: string;
  podLabels?: Strings;
  podAnnotations?: Strings;
  hostNetwork?: boolean;
  /** Pods by what they are: injected by a revision, or plain. */
  pods?: readonly (
    | { proxy: string; startedAt?: string }
    | { proxy?: undefined; startedAt?: string | null }
  )[];
}

/**
 * Namespace `shop` with Deployment `cart` and its pods: `cart-0`, `cart-1`, ... in the
 * order of `pods`.
 */
export function aCart(options: CartOptions = {}): KubeObject[] {
  const namespaceLabels = options.namespaceLabels ?? {};
  const labelledAt = options.labelledAt;
  const deployment = aDeployment({
    podLabels: { app: 'cart', ...options.podLabels },
    podAnnotations: options.podAnnotations,
    hostNetwork: options.hostNetwork,
    replicas: options.pods?.length ?? 0,
  });
  const replicaSet = aReplicaSet({ owner: deployment });
  const pods = (options.pods ?? []).map(({ proxy, startedAt }, index) => {
    const common = {
      name: `cart-${index}`,
      owner: replicaSet,
      labels: { app: 'cart', ...options.podLabels },
      hostNetwork: options.hostNetwork,
      serviceAccount: 'cart',
      startedAt,
    };
    return proxy === undefined
      ? aPod({ ...common, annotations: options.podAnnotations })
      : anInjectedPod({ ...common, revision: proxy });
  });
  return [
    aNamespace({
      labels: namespaceLabels,
      writers: labelledAt
        ? Object.keys(namespaceLabels).map(key => ({
            field: `metadata.labels.${key}`,
            time: labelledAt,
          }))
        : [],
    }),
    deployment,
    replicaSet,
    ...pods,
  ];
}
