import type { RawObject } from '../../fixtureWorlds';

/** Kubernetes objects as an API server gives them, as little of them as a situation needs. */
export type Objects = readonly RawObject[];

type Strings = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

/** Before any of the labels below was set. */
const CREATED = '2026-10-01T08:00:00Z';

export function object(
  apiVersion: string,
  kind: string,
  metadata: Fields & { name: string; namespace?: string },
  rest: Fields = {},
): RawObject & Fields {
  const { namespace = '', name } = metadata;
  return {
    ...{ apiVersion, kind },
    metadata: {
      uid: `uid-of-${kind}-${namespace}-${name}`,
      creationTimestamp: CREATED,
      ...metadata,
    },
    ...rest,
  };
}

export function aNamespace(
  name: string,
  labels: Strings = {},
  annotations: Strings = {},
  phase = 'Active',
): RawObject {
  const deletionTimestamp =
    phase === 'Terminating' ? '2026-10-10T08:00:00Z' : undefined;
  return object(
    'v1',
    'Namespace',
    {
      ...{ name, annotations, deletionTimestamp },
      labels: { 'kubernetes.io/metadata.name': name, ...labels },
    },
    { status: { phase } },
  );
}

export function aNode(name: string): RawObject {
  return object(
    'v1',
    'Node',
    { name },
    {
      status: {
        allocatable: { cpu: '4', memory: '16Gi' },
        nodeInfo: { kubeletVersion: 'v1.32.1' },
      },
    },
  );
}

export function aConfigMap(
  namespace: string,
  name: string,
  data: Strings,
  labels: Strings = {},
): RawObject {
  return object('v1', 'ConfigMap', { name, namespace, labels }, { data });
}

export interface Template {
  labels?: Strings;
  annotations?: Strings;
  /** Merged into the pod's spec. */
  spec?: Fields;
}

export interface PodState extends Template {
  node?: string;
  phase?: string;
  ready?: boolean;
  deletionTimestamp?: string;
}

export interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
}

const APP = {
  name: 'app',
  image: 'registry.example/app:1.0',
  ports: [{ name: 'http', containerPort: 8080 }],
};

/** A pod of one container `app` that listens on 8080. */
export function aPod(
  namespace: string,
  name: string,
  state: PodState = {},
  owner?: Owner,
): RawObject {
  const { labels = {}, annotations = {}, spec = {} } = state;
  return object(
    'v1',
    'Pod',
    {
      ...{ name, namespace, labels, annotations },
      deletionTimestamp: state.deletionTimestamp,
      ownerReferences: owner && [
        {
          ...owner,
          uid: `uid-of-${owner.kind}-${namespace}-${owner.name}`,
          controller: true,
        },
      ],
    },
    {
      spec: {
        nodeName: state.node ?? 'node-1',
        serviceAccountName: 'default',
        containers: [APP],
        ...spec,
      },
      status: {
        phase: state.phase ?? 'Running',
        startTime: CREATED,
        podIP: '10.0.0.1',
        conditions: [
          { type: 'Ready', status: state.ready === false ? 'False' : 'True' },
        ],
      },
    },
  );
}

export interface Workload {
  kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'Job';
  name?: string;
  labels?: Strings;
  template?: Template;
  /** One per pod, on top of the template. */
  pods?: readonly PodState[];
  replicas?: number;
  /** Merged into the workload's spec. */
  spec?: Fields;
}

/** Merged pod by pod: what an injector adds to a template. */
function over(template: Template, state: PodState): PodState {
  return {
    ...state,
    labels: { ...template.labels, ...state.labels },
    annotations: { ...template.annotations, ...state.annotations },
    spec: { ...template.spec, ...state.spec },
  };
}

function apiVersionOf(kind: string): string {
  return kind === 'Job' ? 'batch/v1' : 'apps/v1';
}

/** A workload with its pods, for a Deployment through a ReplicaSet. */
export function aWorkload(
  namespace: string,
  workload: Workload = {},
): RawObject[] {
  const { kind = 'Deployment', name = 'cart', pods = [] } = workload;
  const app = { app: name };
  const template = {
    ...workload.template,
    labels: { ...app, ...workload.template?.labels },
  };
  const apiVersion = apiVersionOf(kind);
  const replicas = workload.replicas ?? pods.length;
  const own = object(
    apiVersion,
    kind,
    { name, namespace, labels: workload.labels ?? {} },
    {
      spec: {
        replicas,
        selector: { matchLabels: app },
        template: {
          metadata: {
            labels: template.labels,
            annotations: template.annotations ?? {},
          },
          spec: { containers: [APP], ...template.spec },
        },
        ...workload.spec,
      },
      status: {
        replicas: pods.length,
        readyReplicas: pods.length,
        availableReplicas: pods.length,
        desiredNumberScheduled: replicas,
        currentNumberScheduled: pods.length,
        numberReady: pods.filter(({ ready = true }) => ready).length,
      },
    },
  );
  const direct = { apiVersion, kind, name };
  const through = { apiVersion, kind: 'ReplicaSet', name: `${name}-7d9c` };
  const owner = kind === 'Deployment' ? through : direct;
  const between =
    kind === 'Deployment'
      ? [
          object(apiVersion, 'ReplicaSet', {
            ...{ name: through.name, namespace },
            ownerReferences: [
              {
                ...direct,
                uid: `uid-of-${kind}-${namespace}-${name}`,
                controller: true,
              },
            ],
          }),
        ]
      : [];
  return [
    own,
    ...between,
    ...pods.map((state, index) =>
      aPod(namespace, `${owner.name}-${index}`, over(template, state), owner),
    ),
  ];
}

export function aService(
  namespace: string,
  name = 'cart',
  labels: Strings = {},
  rest: { spec?: Fields; status?: Fields; annotations?: Strings } = {},
): RawObject {
  const { spec, status = {}, annotations = {} } = rest;
  return object(
    'v1',
    'Service',
    { name, namespace, labels, annotations },
    {
      spec: {
        ...{ type: 'ClusterIP', selector: { app: name } },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
        ...spec,
      },
      status,
    },
  );
}

export interface Part {
  namespace: string;
  name: string;
  labels: Strings;
  /** Of the pods, where they are others. */
  podLabels?: Strings;
  containers: readonly Fields[];
  initContainers?: readonly Fields[];
  kind?: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  /** On which node each pod is, and is it ready? */
  pods?: readonly PodState[];
  replicas?: number;
  annotations?: Strings;
}

/** A part of a control plane, with its pods and without a Service. */
export function aPart(part: Part): RawObject[] {
  const { namespace, name, labels, containers, kind = 'Deployment' } = part;
  const { pods = [{}], initContainers, annotations = {} } = part;
  const ready = pods.filter(({ ready: is = true }) => is).length;
  const replicas = part.replicas ?? pods.length;
  const podLabels = part.podLabels ?? labels;
  const spec = { containers, initContainers };
  const owner = { apiVersion: 'apps/v1', kind, name };
  return [
    object(
      'apps/v1',
      kind,
      { name, namespace, labels, annotations },
      {
        spec: {
          replicas,
          selector: { matchLabels: podLabels },
          template: { metadata: { labels: podLabels, annotations }, spec },
        },
        status: {
          ...{ replicas, readyReplicas: ready, availableReplicas: ready },
          desiredNumberScheduled: replicas,
          currentNumberScheduled: pods.length,
          updatedNumberScheduled: pods.length,
          ...{ numberReady: ready, numberAvailable: ready },
          conditions: [
            { type: 'Available', status: ready > 0 ? 'True' : 'False' },
          ],
        },
      },
    ),
    ...pods.map((state, index) =>
      aPod(
        namespace,
        `${name}-${index}`,
        over({ labels: podLabels, annotations, spec }, state),
        owner,
      ),
    ),
  ];
}

/** The Service in front of an injector, with one endpoint per pod that is ready. */
export function aFront(
  namespace: string,
  name: string,
  { selector, ready }: { selector: Strings; ready: readonly boolean[] },
): RawObject[] {
  return [
    aService(namespace, name, {}, { spec: { selector } }),
    object(
      'discovery.k8s.io/v1',
      'EndpointSlice',
      {
        ...{ name: `${name}-x1`, namespace },
        labels: { 'kubernetes.io/service-name': name },
      },
      {
        addressType: 'IPv4',
        endpoints: ready.map((is, index) => ({
          addresses: [`10.1.0.${index}`],
          conditions: { ready: is },
        })),
      },
    ),
  ];
}
