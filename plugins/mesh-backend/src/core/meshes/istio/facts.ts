import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Namespace,
  Pod,
  Workload,
} from '@meshport/plugin-mesh-node';
import { type ControlPlane, controlPlaneOf } from './controlPlane';
import { type Injector, injectorsOf } from './injectors';
import { type Intent, intentOf } from './intent';
import { type Proxy, proxyOf } from './proxies';

/** What of a cluster is looked at again and again. */
export interface World {
  readonly snapshot: ClusterSnapshot;
  readonly injectors: readonly Injector[];
  readonly controlPlane: ControlPlane;
}

export interface EnrolledPod {
  readonly pod: Pod;
  readonly proxy: Proxy;
}

/** All that decides the membership of one workload. */
export interface Facts {
  readonly world: World;
  readonly workload: Workload;
  readonly namespace?: Namespace;
  readonly intent: Intent;
  readonly enrolled: readonly EnrolledPod[];
  /** Running pods without a proxy. */
  readonly missing: readonly Pod[];
}

export function worldOf(snapshot: ClusterSnapshot): World {
  return {
    snapshot,
    injectors: injectorsOf(snapshot),
    controlPlane: controlPlaneOf(snapshot),
  };
}

/** The intent for a workload's next pod; for one of its pods, as if made again. */
export function workloadIntent(
  world: World,
  workload: Workload,
  template = workload.template,
): Intent {
  return intentOf({
    namespace: world.snapshot.namespace(workload.namespace),
    namespaceName: workload.namespace,
    template,
    templateFrom: workload.templateFrom,
    injectors: world.injectors,
  });
}

export function factsOf(world: World, workload: Workload): Facts {
  const enrolled: EnrolledPod[] = [];
  const missing: Pod[] = [];
  for (const pod of workload.pods) {
    const proxy = proxyOf(pod);
    if (proxy) enrolled.push({ pod, proxy });
    else missing.push(pod);
  }
  return {
    world,
    workload,
    namespace: world.snapshot.namespace(workload.namespace),
    intent: workloadIntent(world, workload),
    enrolled,
    missing,
  };
}

/** The parameters that name a workload in sentences. */
export function namesOf({ workload }: Facts): Record<string, string> {
  const { ref, namespace } = workload;
  return { kind: ref.kind, name: ref.name, namespace };
}

export function namespaceRef({ world, workload }: Facts): ObjectRef {
  return {
    cluster: world.snapshot.cluster.name,
    apiVersion: 'v1',
    kind: 'Namespace',
    name: workload.namespace,
  };
}

export function injectorRef({ world }: Facts, { name }: Injector): ObjectRef {
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
  { world, workload }: Facts,
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
