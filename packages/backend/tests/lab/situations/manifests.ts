/** A Kubernetes manifest, as much of it as the suites write themselves. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
  };
  [part: string]: unknown;
}

type Labels = Readonly<Record<string, string>>;

export interface WorkloadOptions {
  kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet';
  replicas?: number;
  /** On the pod template, besides `app`. */
  labels?: Labels;
  annotations?: Labels;
  /** Merged into the pod spec. */
  pod?: Readonly<Record<string, unknown>>;
  /** Merged into the workload's spec: strategies. */
  spec?: Readonly<Record<string, unknown>>;
}

export function aNamespace(
  name: string,
  labels: Labels = {},
  annotations: Labels = {},
): Manifest {
  const metadata = { name, labels, annotations };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}

/** The Service over the pods labelled `app: <name>`: what has a Service has a page. */
export function aService(namespace: string, name: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector: { app: name },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

/** A pod template whose pods the Service of that name selects. */
export function aTemplate(
  name: string,
  { labels = {}, annotations, pod = {} }: WorkloadOptions = {},
) {
  const ports = [{ name: 'http', containerPort: 8080 }];
  return {
    metadata: { labels: { app: name, ...labels }, annotations },
    spec: {
      containers: [{ name, image: 'registry.example/app:1.0', ports }],
      ...pod,
    },
  };
}

/** A workload and the Service over its pods. */
export function aWorkload(
  namespace: string,
  name: string,
  options: WorkloadOptions = {},
): Manifest[] {
  const { kind = 'Deployment', replicas = 2, spec } = options;
  const own = kind === 'StatefulSet' ? { serviceName: name } : {};
  const size = kind === 'DaemonSet' ? {} : { replicas };
  const workload = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      ...{ ...size, ...own },
      selector: { matchLabels: { app: name } },
      template: aTemplate(name, options),
      ...spec,
    },
  };
  return [aService(namespace, name), workload];
}

/** What `kubectl apply -f -` reads: YAML documents, each of them JSON. */
export function documentsOf(items: readonly Manifest[]): string {
  return items.map(item => `---\n${JSON.stringify(item)}\n`).join('');
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merged(base: Fields, addition: Fields): Fields {
  const both = Object.entries(addition).map(([key, value]) => {
    const present = base[key];
    const isBoth = isFields(present) && isFields(value);
    return [key, isBoth ? merged(present, value) : value];
  });
  return { ...base, ...Object.fromEntries(both) };
}

/** The manifests with what somebody adds to one of them. */
export function writtenInto(
  manifests: readonly Manifest[],
  addition: Manifest,
): Manifest[] {
  return manifests.map(manifest =>
    manifest.kind === addition.kind &&
    manifest.metadata.name === addition.metadata.name
      ? (merged(manifest, addition) as Manifest)
      : manifest,
  );
}
