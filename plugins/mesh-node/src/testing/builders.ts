/**
 * Builders of Kubernetes objects for tests, as the API server gives them (with
 * `metadata.writers` in place of `managedFields`, as the backend trims them).
 */

/** A Kubernetes object before its kind's schema has read it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly namespace?: string;
  };
  readonly [field: string]: unknown;
}

type Strings = Readonly<Record<string, string>>;

export interface MetadataOptions {
  name?: string;
  namespace?: string;
  labels?: Strings;
  annotations?: Strings;
  /** ISO 8601. */
  createdAt?: string;
  deletedAt?: string;
  generation?: number;
  uid?: string;
  /** Controller of the object. */
  owner?: KubeObject;
  /**
   * Who set which kept field when: `{ field: 'metadata.labels.x', time }`; somebody who
   * owns nothing else unless `exclusive` is false.
   */
  writers?: readonly { field: string; time: string; exclusive?: boolean }[];
}

export interface PodSpecOptions {
  hostNetwork?: boolean;
  nodeName?: string;
  serviceAccount?: string;
  containers?: readonly Readonly<Record<string, unknown>>[];
  initContainers?: readonly Readonly<Record<string, unknown>>[];
}

function metadata(
  defaults: { name: string; namespace?: string },
  options: MetadataOptions,
): KubeObject['metadata'] {
  const name = options.name ?? defaults.name;
  return {
    name,
    namespace: options.namespace ?? defaults.namespace,
    uid: options.uid ?? `uid-of-${name}`,
    creationTimestamp: options.createdAt ?? '2026-01-01T00:00:00Z',
    deletionTimestamp: options.deletedAt,
    generation: options.generation,
    labels: options.labels ?? {},
    annotations: options.annotations ?? {},
    ownerReferences: options.owner
      ? [
          {
            apiVersion: options.owner.apiVersion,
            kind: options.owner.kind,
            name: options.owner.metadata.name,
            uid: `uid-of-${options.owner.metadata.name}`,
            controller: true,
          },
        ]
      : [],
    writers: (options.writers ?? []).map(({ field, time, exclusive }) => ({
      manager: 'kubectl-label',
      operation: 'Update',
      time,
      fields: [field],
      exclusive: exclusive ?? true,
    })),
  };
}

function podSpec(options: PodSpecOptions): Record<string, unknown> {
  return {
    hostNetwork: options.hostNetwork,
    nodeName: options.nodeName,
    serviceAccountName: options.serviceAccount ?? 'default',
    containers: options.containers ?? [
      { name: 'app', image: 'example.test/app:1' },
    ],
    initContainers: options.initContainers,
  };
}

export function aNamespace(options: MetadataOptions = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadata({ name: 'shop' }, options),
  };
}

export interface PodOptions extends MetadataOptions, PodSpecOptions {
  phase?: string;
  /** ISO 8601; `null` leaves it out. */
  startedAt?: string | null;
  ready?: boolean;
}

export function aPod(options: PodOptions = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata({ name: 'cart-1', namespace: 'shop' }, options),
    spec: podSpec({ nodeName: 'node-1', ...options }),
    status: {
      phase: options.phase ?? 'Running',
      startTime:
        options.startedAt === null
          ? undefined
          : options.startedAt ?? '2026-01-01T00:00:00Z',
      podIP: '10.0.0.1',
      conditions: [
        { type: 'Ready', status: options.ready === false ? 'False' : 'True' },
      ],
    },
  };
}

export interface ControllerOptions extends MetadataOptions, PodSpecOptions {
  replicas?: number;
  podLabels?: Strings;
  podAnnotations?: Strings;
  updateStrategy?: string;
  /** `maxSurge` and `maxUnavailable` of the update strategy. */
  rollingUpdate?: Readonly<Record<string, number | string>>;
  /** Of a Deployment. */
  paused?: boolean;
  /** Replicas that are available; all of them unless said otherwise. */
  available?: number;
  /** What its controller says, beside what follows from the rest. */
  status?: Readonly<Record<string, unknown>>;
}

function template(options: ControllerOptions): Record<string, unknown> {
  return {
    metadata: {
      labels: options.podLabels ?? { app: options.name ?? 'cart' },
      annotations: options.podAnnotations ?? {},
    },
    spec: podSpec(options),
  };
}

export function aDeployment(options: ControllerOptions = {}): KubeObject {
  const replicas = options.replicas ?? 1;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata({ name: 'cart', namespace: 'shop' }, options),
    spec: {
      replicas,
      selector: { matchLabels: { app: options.name ?? 'cart' } },
      paused: options.paused,
      strategy: {
        type: options.updateStrategy,
        rollingUpdate: options.rollingUpdate,
      },
      template: template(options),
    },
    status: {
      replicas,
      availableReplicas: options.available ?? replicas,
      ...options.status,
    },
  };
}

export function aStatefulSet(options: ControllerOptions = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata({ name: 'cart', namespace: 'shop' }, options),
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: options.name ?? 'cart' } },
      updateStrategy: {
        type: options.updateStrategy,
        rollingUpdate: options.rollingUpdate,
      },
      template: template(options),
    },
    status: options.status,
  };
}

export function aDaemonSet(options: ControllerOptions = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata({ name: 'agent', namespace: 'shop' }, options),
    spec: {
      selector: { matchLabels: { app: options.name ?? 'agent' } },
      updateStrategy: {
        type: options.updateStrategy,
        rollingUpdate: options.rollingUpdate,
      },
      template: template(options),
    },
    status: {
      desiredNumberScheduled: options.replicas ?? 1,
      ...options.status,
    },
  };
}

export function aJob(options: ControllerOptions = {}): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata({ name: 'migrate', namespace: 'shop' }, options),
    spec: { template: template(options) },
  };
}

export function aCronJob(options: ControllerOptions = {}): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata({ name: 'report', namespace: 'shop' }, options),
    spec: { jobTemplate: { spec: { template: template(options) } } },
  };
}

export function aReplicaSet(options: MetadataOptions = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata({ name: 'cart-5d9f', namespace: 'shop' }, options),
  };
}

export interface ServiceOptions extends MetadataOptions {
  selector?: Strings;
  type?: string;
}

export function aService(options: ServiceOptions = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata({ name: 'cart', namespace: 'shop' }, options),
    spec: {
      type: options.type ?? 'ClusterIP',
      selector: options.selector ?? { app: options.name ?? 'cart' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

export interface EndpointSliceOptions extends MetadataOptions {
  service?: string;
  /** One per endpoint: is it ready? */
  ready?: readonly boolean[];
  /** Pods behind the endpoints, in the same order. */
  pods?: readonly string[];
  addressType?: 'IPv4' | 'IPv6';
}

export function anEndpointSlice(
  options: EndpointSliceOptions = {},
): KubeObject {
  const service = options.service ?? 'cart';
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: metadata(
      { name: `${service}-x1`, namespace: 'shop' },
      {
        ...options,
        labels: { 'kubernetes.io/service-name': service, ...options.labels },
      },
    ),
    addressType: options.addressType ?? 'IPv4',
    endpoints: (options.ready ?? [true]).map((ready, index) => ({
      addresses: [
        options.addressType === 'IPv6' ? `fd00::${index}` : `10.0.0.${index}`,
      ],
      conditions: { ready },
      targetRef: options.pods
        ? { kind: 'Pod', name: options.pods[index] }
        : undefined,
    })),
  };
}
