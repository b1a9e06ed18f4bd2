import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import type { Target } from './Count.ts';

/** What counts calls in a pod, as far as the object tells. */
export interface PodFacts {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly ip: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** Istio's Envoy, by what it was started as. */
  readonly istio?: 'sidecar' | 'router' | 'waypoint';
  /** What istiod calls the cluster, where the proxy was told. */
  readonly istioCluster?: string;
  readonly trustDomain: string;
  /** Its connections go through the ztunnel of its node. */
  readonly isAmbient: boolean;
  readonly isZtunnel: boolean;
  readonly isLinkerd: boolean;
  /** Runs consul-dataplane, beside an application or as a gateway. */
  readonly isConsul: boolean;
  readonly isCiliumAgent: boolean;
  /** Containers of the pod that have restarted, so that counters of theirs begin again. */
  readonly generation: string;
}

const REDIRECTION = 'ambient.istio.io/redirection';

function containersOf({ spec }: Pod): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function environment(container: Container | undefined, name: string) {
  const list = Array.isArray(container?.env) ? container.env : [];
  const found: unknown = list.find(
    (entry: { name?: string }) => entry.name === name,
  );
  return (found as { value?: string } | undefined)?.value;
}

function istioRole(container: Container | undefined): PodFacts['istio'] {
  const args = textList(container?.args);
  return (['sidecar', 'router', 'waypoint'] as const).find(role =>
    args.includes(role),
  );
}

function generationOf(pod: Pod): string {
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  const restarts = statuses
    .filter(({ name }) => PROXIES.includes(name))
    .map(({ restartCount }) => restartCount);
  return [pod.metadata.uid, ...restarts].join('.');
}

const PROXIES = ['istio-proxy', 'linkerd-proxy', 'consul-dataplane'];

/** Reads a pod; undefined for one that has no address or has ended. */
export function podFacts(
  cluster: string,
  object: KubeObject,
): PodFacts | undefined {
  const pod = object as Pod;
  const { podIP, phase } = pod.status ?? {};
  if (!podIP || phase === 'Succeeded' || phase === 'Failed') return undefined;
  const containers = containersOf(pod);
  const named = (name: string) => containers.find(one => one.name === name);
  const proxy = named('istio-proxy');
  const { name, namespace = '', labels = {}, annotations = {} } = pod.metadata;
  const runs = (command: string) =>
    containers.some(one => textList(one.command).includes(command));
  return {
    cluster,
    namespace,
    name,
    ip: podIP,
    node: pod.spec.nodeName ?? '',
    labels,
    annotations,
    serviceAccount: pod.spec.serviceAccountName ?? 'default',
    istio: istioRole(proxy),
    istioCluster: environment(proxy, 'ISTIO_META_CLUSTER_ID'),
    trustDomain: environment(proxy, 'TRUST_DOMAIN') ?? 'cluster.local',
    isAmbient: annotations[REDIRECTION] === 'enabled',
    isZtunnel: textList(proxy?.args).includes('ztunnel'),
    isLinkerd: named('linkerd-proxy') !== undefined,
    isConsul:
      named('consul-dataplane') !== undefined || runs('consul-dataplane'),
    isCiliumAgent: named('cilium-agent') !== undefined,
    generation: generationOf(pod),
  };
}

/** What a scrape configuration for pods attaches to what a pod exposes on that port. */
export function podTarget(
  pod: PodFacts,
  {
    job,
    port,
    ...more
  }: { job: string; port: number } & Record<
    string,
    string | number | undefined
  >,
): Target {
  const extra = Object.entries(more).map(([key, value]) => [
    key,
    value === undefined ? undefined : String(value),
  ]);
  return {
    id: `${pod.namespace}/${pod.name}/${pod.generation}`,
    cluster: pod.cluster,
    labels: {
      job,
      instance: `${pod.ip}:${port}`,
      namespace: pod.namespace,
      pod: pod.name,
      node: pod.node,
      app: pod.labels.app,
      ...Object.fromEntries(extra),
    },
  };
}
