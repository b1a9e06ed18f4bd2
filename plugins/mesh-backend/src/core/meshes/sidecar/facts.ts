import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Namespace,
  Pod,
  PodTemplate,
  Workload,
} from '@meshport/plugin-mesh-node';
import { workloadNames } from './fixes';

/** The sidecar of a running pod. */
export interface SidecarProxy {
  readonly version?: string;
}

export interface EnrolledPod<Proxy extends SidecarProxy = SidecarProxy> {
  readonly pod: Pod;
  readonly proxy: Proxy;
}

/** What decides the membership of one workload, in every mesh that injects proxies. */
export interface SidecarFacts<Proxy extends SidecarProxy = SidecarProxy> {
  readonly world: { readonly snapshot: ClusterSnapshot };
  readonly workload: Workload;
  readonly namespace?: Namespace;
  readonly enrolled: readonly EnrolledPod<Proxy>[];
  /** Running pods without a proxy. */
  readonly missing: readonly Pod[];
}

/** The pods of a workload, by whether they have a proxy. */
export function byProxy<Proxy extends SidecarProxy>(
  { pods }: Workload,
  proxyOf: (pod: Pod) => Proxy | undefined,
): Pick<SidecarFacts<Proxy>, 'enrolled' | 'missing'> {
  const enrolled: EnrolledPod<Proxy>[] = [];
  const missing: Pod[] = [];
  for (const pod of pods) {
    const proxy = proxyOf(pod);
    if (proxy) enrolled.push({ pod, proxy });
    else missing.push(pod);
  }
  return { enrolled, missing };
}

/** What a pod would be made from if it were made again as it is. */
export function templateOfPod({ metadata, spec }: Pod): PodTemplate {
  const { labels, annotations } = metadata;
  return { metadata: { labels, annotations }, spec };
}

/** The container of a proxy: beside the others, or as a native sidecar before them. */
export function sidecarContainer(
  { containers, initContainers }: PodTemplate['spec'],
  isProxy: (name: string) => boolean,
) {
  return (
    containers.find(({ name }) => isProxy(name)) ??
    initContainers.find(
      ({ name, restartPolicy }) => isProxy(name) && restartPolicy === 'Always',
    )
  );
}

/** The parameters that name a workload in sentences. */
export function namesOf({ workload }: SidecarFacts): Record<string, string> {
  return workloadNames(workload);
}

export function namespaceRef({ world, workload }: SidecarFacts): ObjectRef {
  return {
    cluster: world.snapshot.cluster.name,
    apiVersion: 'v1',
    kind: 'Namespace',
    name: workload.namespace,
  };
}

/** The MutatingWebhookConfiguration of this name. */
export function webhookRef({ world }: SidecarFacts, name: string): ObjectRef {
  return {
    cluster: world.snapshot.cluster.name,
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    name,
  };
}

/** Enough to look at; a workload can have hundreds. */
const MOST_PODS_SHOWN = 5;

export function podRefs(
  { world, workload }: SidecarFacts,
  pods: readonly Pod[],
): ObjectRef[] {
  return pods.slice(0, MOST_PODS_SHOWN).map(({ metadata }) => ({
    cluster: world.snapshot.cluster.name,
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: workload.namespace,
    name: metadata.name,
  }));
}
